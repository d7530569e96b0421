"""The base back to seeds: what :mod:`ingest.rows` makes of a seed, the other way round, and proven so by reading it again.

Comments, and the numbers that a curator dismissed, are no data of the base and do not come back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kb.exports.prints import NotLosslessError, condition, listed, order, said
from schema.composition import understand

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["SEED_TABLES", "NotLosslessError", "seed_of", "write_seeds"]

Row: TypeAlias = dict[str, Any]

SECTIONS = {
    "material": "materials",
    "electrolyte": "electrolytes",
    "coating": "coatings",
    "electrode": "electrodes",
    "cell": "cells",
}
SEED_TABLES = (
    "paper", *SECTIONS, "coating_material", "layer", "constituent", "process_step", "experiment", "condition", "reading",
    "statement", "statement_reference", "contrast", "contrast_pair", "misprint",
)  # fmt: skip
"""The tables whose rows come from the papers' seeds."""

_ENTRY = ("how", "claim", "citation", "as_read", "reason", "ambiguity", "or_reads", "note", "checked_by")
_OWN = {
    "material": ("formula", "name", "family", "phase", "space_group"), "electrolyte": ("kind", "family", "form"),
    "coating": ("bare", "method"), "electrode": ("polarity",), "cell": ("kind", "format"),
}  # fmt: skip
AT_ONCE = 250


def write_seeds(base: Base, folder: Path) -> list[Path]:
    """One JSON seed a paper in ``papers``, and ``reference.yaml``; read again and compared row by row.

    Raises :class:`NotLosslessError` with the first row that would not come back.
    """
    from kb.database import rows_of

    (folder / "papers").mkdir(parents=True, exist_ok=True)
    written = []
    papers = [row["id"] for row in base.rows("paper")]
    for start in range(0, len(papers), AT_ONCE):
        slugs = papers[start : start + AT_ONCE]
        of: dict[str, dict[str, list[Row]]] = {slug: defaultdict(list) for slug in slugs}
        for table in SEED_TABLES:
            for row in rows_of(base.engine, table, slugs):
                of[row["id"] if table == "paper" else row["paper_id"]][table].append(row)
        for slug, tables in of.items():
            text = json.dumps(seed_of(tables), ensure_ascii=False, indent=1) + "\n"
            _prove(slug, text, tables)
            file = folder / "papers" / f"{slug}.json"
            file.write_text(text, encoding="utf-8")
            written.append(file)
    return [*written, *_reference(base, folder)]


def seed_of(tables: Mapping[str, list[Row]]) -> dict[str, Any]:
    """The seed of one paper's rows, as plain data."""
    return _Paper(tables).seed()


def _prove(slug: str, text: str, tables: Mapping[str, list[Row]]) -> None:
    from ingest.load import SeedText, load_texts

    records, problems = load_texts([SeedText(slug, f"{slug}.json", text.encode())])
    if problems:
        first = min(problems)
        raise NotLosslessError(slug, f"can't be written as a seed: {first.what}", first.mend)
    for table in SEED_TABLES:
        again = {row["id"]: row for row in records.of(table)}
        for row in tables.get(table, []):
            made = again.pop(row["id"], None)
            if made is None or any(row.get(name) != value for name, value in made.items()):
                raise NotLosslessError(
                    row["id"],
                    f"the {table.replace('_', ' ')} would not come back from a seed as it is",
                    "keep its own seed",
                )
        if again:
            raise NotLosslessError(
                next(iter(again)), "comes back from the seed and is not in the base", "keep its own seed"
            )


def _reference(base: Base, folder: Path) -> list[Path]:
    """The reference data, as JSON, which is YAML too."""
    materials: dict[str, Any] = {
        _last(row["id"]): {"formula": row["formula"], "name": row["name"], "readings": {}}
        for row in base.rows("reference_material")
    }
    for row in base.rows("reference_reading"):
        entry = {"reads": row["printed"], "source": row["source"], "note": row["note"]}
        materials[_last(row["material_id"])]["readings"][row["quantity"]] = said(entry)
    if not materials:
        return []
    file = folder / "reference.yaml"
    file.write_text(json.dumps({"materials": materials}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [file]


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        made[row[column]].append(row)
    return made


def _short(reference: str | None) -> str | None:
    return reference.partition("/")[2] if reference else None


def _last(record: str) -> str:
    return record.rpartition("/")[2]


def _placed(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["position"]))


def _key(row: Row) -> str:
    return f"{row['quantity']}({row['label']})" if row["label"] else str(row["quantity"])


class _Paper:
    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self.tables = tables
        readings = tables.get("reading", [])
        self.readings = _by((row for row in readings if not row["repeats"]), "owner_id")
        self.repeats = _by((row for row in readings if row["repeats"]), "repeats")
        self.conditions = _by(tables.get("condition", []), "experiment_id")
        self.experiments = _by((row for row in tables.get("experiment", []) if not row["series_id"]), "subject_id")
        self.points = _by((row for row in tables.get("experiment", []) if row["series_id"]), "series_id")
        self.steps = _by(tables.get("process_step", []), "of_id")
        self.parts = _by(tables.get("constituent", []), "whole_id")
        self.layers = _by(tables.get("layer", []), "cell_id")
        self.coated = _by(tables.get("coating_material", []), "coating_id")
        self.references = _by(tables.get("statement_reference", []), "statement_id")
        self.pairs = _by(tables.get("contrast_pair", []), "contrast_id")

    def seed(self) -> dict[str, Any]:
        paper = self.tables["paper"][0]
        facts = {
            name: paper[name] for name in ("doi", "title", "journal", "year", "volume", "article", "licence", "source")
        }
        facts |= {name: json.loads(paper[name]) for name in ("authors", "curators")}
        facts["review"] = said({"checked_by": paper["checked_by"], "note": paper["review_note"]})
        made: dict[str, Any] = {"paper": said(facts)}
        for table, section in SECTIONS.items():
            made[section] = {row["slug"]: self._thing(table, row) for row in self.tables.get(table, [])}
        made["statements"] = {_last(row["id"]): self._statement(row) for row in self.tables.get("statement", [])}
        made["contrasts"] = {_last(row["id"]): self._contrast(row) for row in self.tables.get("contrast", [])}
        words = ("issue", "printed", "as_read", "reason", "quote", "strength", "from_extraction")
        made["misprints"] = {
            _last(row["id"]): {name: row[name] for name in words} | {"where": row["place"]}
            for row in self.tables.get("misprint", [])
        }
        return {section: content for section, content in made.items() if content}

    def _thing(self, table: str, row: Row) -> dict[str, Any]:
        record = row["id"]
        made = {name: row[name] for name in ("written", "note", "citation", *_OWN[table])}
        if (
            table == "material"
            and row["formula"] in (None, "not stated")
            and understand(row["written"] or "").long_name == row["name"]
        ):
            made["name"] = None  # it was understood from what the paper writes
        if table == "coating":
            made |= {
                "on": _short(row["on_id"]),
                "materials": [_short(one["material_id"]) for one in _placed(self.coated[record])],
            }
        if table == "electrode":
            made["collector"] = _short(row["collector_id"])
        if table == "cell":
            stack = _placed(self.layers[record])
            made["stack"] = [
                said({"of": _short(one["of_id"]), "role": one["role"], "note": one["note"]}) for one in stack
            ]
        if self.parts[record]:
            made["constituents"] = {
                _last(one["id"]): said(
                    {"role": one["role"], "note": one["note"], "readings": self._readings(one["id"])}
                )
                for one in self.parts[record]
            }
        if self.steps[record]:
            made["process"] = {_last(one["id"]): self._step(one) for one in _placed(self.steps[record])}
        made["readings"] = self._readings(record) or None
        made["experiments"] = {_last(one["id"]): self._experiment(one) for one in self.experiments[record]} or None
        return said(made)

    def _step(self, row: Row) -> dict[str, Any]:
        made = {name: row[name] for name in ("method", "title", "gas", "note")}
        return said(made | {"readings": self._readings(row["id"])})

    def _experiment(self, row: Row) -> dict[str, Any]:
        made = {name: row[name] for name in ("method", "title", "note")}
        made |= {"cell": _short(row["cell_id"]), "conventions": json.loads(row["conventions"]) or None}
        own = {_key(one): one for one in self.conditions[row["id"]]}
        made["at"] = {key: condition(one) for key, one in own.items()} or None
        made["readings"] = self._readings(row["id"]) or None
        if self.points[row["id"]]:
            made |= self._series(self.points[row["id"]], set(own))
        return said(made)

    def _series(self, points: list[Row], own: set[str]) -> dict[str, Any]:
        along: list[Row] = []
        columns: dict[str, list[Row]] = defaultdict(list)
        for one in points:
            along += [condition for condition in self.conditions[one["id"]] if _key(condition) not in own]
            for reading in self.readings[one["id"]]:
                columns[_key(reading)].append(reading)
        entries = {key: self._entry(rows[0]) | {"reads": listed(rows)} for key, rows in columns.items()}
        words = said({"where": along[0]["place"], "quote": along[0]["quote"]})
        return words | {"series": {"along": _key(along[0]), "points": listed(along), "readings": entries}}

    def _readings(self, owner: str) -> dict[str, Any]:
        return {_key(row): self._entry(row) for row in self.readings[owner]}

    def _entry(self, row: Row) -> dict[str, Any]:
        made = {"reads": row["printed"], "where": row["place"], "quote": row["quote"]} | {
            name: row[name] for name in _ENTRY
        }
        names = ("quote", "how", "claim", "as_read", "reason")
        also = [
            said({"where": one["place"], "reads": one["printed"]} | {name: one[name] for name in names})
            for one in sorted(self.repeats[row["id"]], key=order)
        ]
        return said(made | {"also": also or None})

    def _statement(self, row: Row) -> dict[str, Any]:
        links = _placed(self.references[row["id"]])
        made = {
            "says": row["says"],
            "reads": row["printed"],
            "subject": _short(row["subject_id"]),
            "where": row["place"],
        }
        made |= {"reference": [_short(one["reading_id"]) for one in links] or None, "quote": row["quote"]}
        return said(made | {"ambiguity": row["ambiguity"], "note": row["note"]})

    def _contrast(self, row: Row) -> dict[str, Any]:
        links = _placed(self.pairs[row["id"]])
        pairs = [[_short(one["control_reading_id"]), _short(one["treatment_reading_id"])] for one in links]
        made = {
            "control": _short(row["control_id"]),
            "treatment": _short(row["treatment_id"]),
            "differs": row["differs"],
        }
        return said(made | {"where": row["place"], "quote": row["quote"], "pairs": pairs or None})
