"""Table rows back to seed files: what :mod:`ingest.rows` makes of a seed, the other way round."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from generator.whole import REFERENCE, UNIT_AT_END, Generated

__all__ = ["papers_of", "seed_of", "write_seeds"]

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]

SECTIONS = {
    "material": "materials",
    "electrolyte": "electrolytes",
    "coating": "coatings",
    "electrode": "electrodes",
    "cell": "cells",
}
ENTRY = ("how", "claim", "citation", "as_read", "reason", "ambiguity", "or_reads", "note", "checked_by")


def write_seeds(generated: Generated, folder: Path) -> list[Path]:
    """One JSON seed a paper in ``folder/papers``, and the reference data beside them; the files written."""
    (folder / "papers").mkdir(parents=True, exist_ok=True)
    shutil.copy(REFERENCE, folder / REFERENCE.name)
    files = []
    for paper, tables in papers_of(generated):
        file = folder / "papers" / f"{paper}.json"
        file.write_text(json.dumps(seed_of(tables), ensure_ascii=False, indent=1), encoding="utf-8")
        files.append(file)
    return files


def papers_of(generated: Generated) -> Iterator[tuple[str, Tables]]:
    """Each paper with its rows as dicts."""
    papers: dict[str, Tables] = defaultdict(lambda: defaultdict(list))
    for name, frame in generated.tables.items():
        if name.startswith("reference_"):
            continue
        for row in frame.iter_rows(named=True):
            papers[row["id"] if name == "paper" else row["paper_id"]][name].append(row)
    yield from papers.items()


def seed_of(tables: Tables) -> dict[str, Any]:
    """The seed of one paper's rows."""
    return _Paper(tables).seed()


def _by(rows: list[Row], column: str) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        made[row[column]].append(row)
    return made


def _short(reference: str | None) -> str | None:
    return reference.partition("/")[2] if reference else None


def _last(record: str) -> str:
    return record.rpartition("/")[2]


def _full(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is not said."""
    return {name: value for name, value in row.items() if value is not None}


class _Paper:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        readings = tables.get("reading", [])
        self.readings = _by([row for row in readings if not row["repeats"]], "owner_id")
        self.repeats = _by([row for row in readings if row["repeats"]], "repeats")
        self.conditions = _by(tables.get("condition", []), "experiment_id")
        self.experiments = _by([row for row in tables.get("experiment", []) if not row["series_id"]], "subject_id")
        self.points = _by([row for row in tables.get("experiment", []) if row["series_id"]], "series_id")
        self.steps = _by(tables.get("process_step", []), "of_id")
        self.parts = _by(tables.get("constituent", []), "whole_id")
        self.layers = _by(tables.get("layer", []), "cell_id")
        self.coated = _by(tables.get("coating_material", []), "coating_id")
        self.references = _by(tables.get("statement_reference", []), "statement_id")
        self.pairs = _by(tables.get("contrast_pair", []), "contrast_id")

    def seed(self) -> dict[str, Any]:
        """The whole file."""
        paper = self.tables["paper"][0]
        facts = {
            name: paper[name] for name in ("doi", "title", "journal", "year", "volume", "article", "licence", "source")
        }
        facts |= {name: json.loads(paper[name]) for name in ("authors", "curators")}
        review = _full({"checked_by": paper["checked_by"], "note": paper["review_note"]})
        made: dict[str, Any] = {"paper": _full(facts) | {"review": review}}
        for table, section in SECTIONS.items():
            made[section] = {row["slug"]: self._thing(table, row) for row in self.tables.get(table, [])}
        made["statements"] = {_last(row["id"]): self._statement(row) for row in self.tables.get("statement", [])}
        made["contrasts"] = {_last(row["id"]): self._contrast(row) for row in self.tables.get("contrast", [])}
        made["misprints"] = {
            _last(row["id"]): {
                name: row[name]
                for name in ("issue", "printed", "as_read", "reason", "quote", "strength", "from_extraction")
            }
            | {"where": row["place"]}
            for row in self.tables.get("misprint", [])
        }
        return made

    def _thing(self, table: str, row: Row) -> dict[str, Any]:
        record = row["id"]
        own = {
            "material": ("formula", "name", "family", "phase", "space_group"),
            "electrolyte": ("kind", "family", "form"), "coating": ("bare", "method"), "electrode": ("polarity",),
            "cell": ("kind", "format"),
        }[table]  # fmt: skip
        made = {name: row[name] for name in ("written", "note", "citation", *own)}
        if table == "coating":
            made |= {
                "on": _short(row["on_id"]),
                "materials": [_short(one["material_id"]) for one in self.coated[record]],
            }
        if table == "electrode":
            made["collector"] = _short(row["collector_id"])
        if table == "cell":
            stack = sorted(self.layers[record], key=lambda one: int(one["position"]))
            made["stack"] = [
                _full({"of": _short(one["of_id"]), "role": one["role"], "note": one["note"]}) for one in stack
            ]
        if self.parts[record]:
            made["constituents"] = {
                _last(one["id"]): _full(
                    {"role": one["role"], "note": one["note"], "readings": self._readings(one["id"])}
                )
                for one in self.parts[record]
            }
        if self.steps[record]:
            made["process"] = {
                _last(one["id"]): self._step(one)
                for one in sorted(self.steps[record], key=lambda one: int(one["position"]))
            }
        made["readings"] = self._readings(record)
        made["experiments"] = {_last(one["id"]): self._experiment(one) for one in self.experiments[record]}
        return _full(made)

    def _step(self, row: Row) -> dict[str, Any]:
        made = {name: row[name] for name in ("method", "title", "gas", "note")}
        return _full(made | {"readings": self._readings(row["id"])})

    def _experiment(self, row: Row) -> dict[str, Any]:
        made = {name: row[name] for name in ("method", "title", "note")}
        made |= {"cell": _short(row["cell_id"]), "conventions": json.loads(row["conventions"])}
        made["at"] = {_key(one): one["printed"] or one["state"] for one in self.conditions[row["id"]]}
        made["readings"] = self._readings(row["id"])
        points = self.points[row["id"]]
        if points:
            made["series"] = self._series(points)
        return _full(made)

    def _series(self, points: list[Row]) -> dict[str, Any]:
        """One list a quantity, with the unit at its end."""
        points = sorted(points, key=lambda one: float(self.conditions[one["id"]][0]["mid"]))
        along = [self.conditions[one["id"]][0] for one in points]
        columns: dict[str, list[Row]] = defaultdict(list)
        for one in points:
            for reading in self.readings[one["id"]]:
                columns[_key(reading)].append(reading)
        entries = {key: self._entry(rows[0]) | {"reads": _list(rows)} for key, rows in columns.items()}
        return {"along": along[0]["quantity"], "points": _list(along), "readings": entries}

    def _readings(self, owner: str) -> dict[str, Any]:
        return {_key(row): self._entry(row) for row in self.readings[owner]}

    def _entry(self, row: Row) -> dict[str, Any]:
        made = {"reads": row["printed"], "where": row["place"], "quote": row["quote"]} | {
            name: row[name] for name in ENTRY
        }
        also = [
            _full(
                {"where": one["place"], "reads": one["printed"]}
                | {name: one[name] for name in ("quote", "how", "claim", "as_read", "reason")}
            )
            for one in self.repeats[row["id"]]
        ]
        return _full(made | {"also": also or None})

    def _statement(self, row: Row) -> dict[str, Any]:
        links = sorted(self.references[row["id"]], key=lambda one: int(one["position"]))
        return _full(
            {"says": row["says"], "reads": row["printed"], "subject": _short(row["subject_id"]), "where": row["place"],
             "reference": [_short(one["reading_id"]) for one in links],
             "quote": row["quote"], "ambiguity": row["ambiguity"], "note": row["note"]}
        )  # fmt: skip

    def _contrast(self, row: Row) -> dict[str, Any]:
        links = sorted(self.pairs[row["id"]], key=lambda one: int(one["position"]))
        pairs = [[_short(one["control_reading_id"]), _short(one["treatment_reading_id"])] for one in links]
        return _full(
            {"control": _short(row["control_id"]), "treatment": _short(row["treatment_id"]), "differs": row["differs"],
             "where": row["place"], "quote": row["quote"], "pairs": pairs}
        )  # fmt: skip


def _key(row: Row) -> str:
    return f"{row['quantity']}({row['label']})" if row["label"] else str(row["quantity"])


def _list(rows: list[Row]) -> str:
    return ", ".join([*(re.sub(UNIT_AT_END, "", row["printed"]) for row in rows[:-1]), rows[-1]["printed"]])
