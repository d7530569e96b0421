"""What each experiment and record can see: its own readings, its conditions, what it is built on, reference data.

``World`` holds the facts and, for every context (an experiment, process step or record), the names under which facts
are visible. Nearer facts hide farther ones. Only printed values, compositions and reference data are facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

__all__ = ["ACTIVE_FAMILIES", "World", "world"]

ACTIVE_FAMILIES = {"layered_oxide", "olivine", "spinel", "metal"}
"""Families whose lithium is meant to take part in the cell's reaction."""

SCOPES = {
    "positive": "positive", "working": "positive", "negative": "negative", "counter": "negative",
    "separator": "separator", "coating": "coating",
}  # fmt: skip
ELECTRODE_FACTS = (
    "active_mass_loading", "composite_mass_loading", "electrode_mass_loading", "one_c_capacity_per_active_mass",
    "one_c_current_density", "practical_capacity_per_active_mass", "active_mass_fraction", "areal_capacity",
)  # fmt: skip
OF_THE_SUBJECT = ("activation_energy", "lithium_transference_number")
"""Properties of a record that hold beyond the experiment that found them."""

FACT_COLUMNS = {
    "id": pl.String, "kind": pl.String, "paper_id": pl.String, "owner_id": pl.String, "name": pl.String,
    "quantity": pl.String, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64, "printed": pl.String,
    "place": pl.String, "quote": pl.String, "claim": pl.String, "subject_id": pl.String, "print_lo": pl.Float64,
    "print_hi": pl.Float64, "soft": pl.Boolean, "or_reads": pl.String, "or_lo": pl.Float64, "or_hi": pl.Float64,
}  # fmt: skip

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class World:
    """Facts (one row each), contexts, and which fact each context sees under which name (nearest first)."""

    facts: pl.DataFrame
    contexts: pl.DataFrame
    visible: pl.DataFrame
    conventions: dict[str, dict[str, str]]

    def fact(self, row: int) -> dict[str, Any]:
        """One fact as a dict."""
        return self.facts.row(row, named=True)


def world(tables: Rows, reference_temperature: str = "25 degC") -> World:
    """The world of some table rows, as :mod:`ingest.rows` makes them."""
    facts = pl.DataFrame(_facts(tables, reference_temperature), schema=FACT_COLUMNS, orient="row").with_row_index("row")
    contexts = pl.DataFrame(
        _contexts(tables),
        schema={"context_id": pl.String, "paper_id": pl.String, "parent_id": pl.String, "subject_id": pl.String,
                "cell_id": pl.String},
        orient="row",
    )  # fmt: skip
    first_cycle = _first_cycle(tables)
    conventions = {
        row["id"]: first_cycle.get(row["subject_id"], {}) | json.loads(row["conventions"])
        for row in tables.get("experiment", ())
    }
    return World(facts, contexts, _visible(tables, facts, contexts), conventions)


# -- facts -----------------------------------------------------------------------------------------------------------


def _end(value: float | None, open_end: float) -> float:
    return open_end if value is None else value


def _facts(tables: Rows, reference_temperature: str) -> list[dict[str, Any]]:
    infinite = float("inf")
    made: list[dict[str, Any]] = []
    again: dict[str, list[Mapping[str, Any]]] = {}
    for row in tables.get("reading", ()):
        if row["repeats"]:
            again.setdefault(row["repeats"], []).append(row)
    for kind, table in (("reading", "reading"), ("condition", "condition"), ("reference", "reference_reading")):
        for row in tables.get(table, ()):
            if row.get("repeats") or row.get("state", "stated") != "stated":
                continue
            label = row.get("label") or ""
            # as an input, a number is anything that any of its prints says, in any way to read them
            prints = [row, *again.get(row["id"], ())]
            ends = [(one["lo"], one["hi"]) for one in prints]
            ends += [(one["or_lo"], one["or_hi"]) for one in prints if one.get("or_reads")]
            made.append(
                {
                    "id": row["id"], "kind": kind, "paper_id": row.get("paper_id"),
                    "owner_id": row.get("owner_id") or row.get("experiment_id") or row.get("material_id"),
                    "name": f"{row['quantity']}({label})" if label else row["quantity"], "quantity": row["quantity"],
                    "lo": min(_end(lo, -infinite) for lo, _ in ends), "mid": _end(row["mid"], float("nan")),
                    "hi": max(_end(hi, infinite) for _, hi in ends), "or_reads": row.get("or_reads"),
                    "or_lo": _end(row.get("or_lo"), -infinite), "or_hi": _end(row.get("or_hi"), infinite),
                    "print_lo": _end(row["lo"], -infinite), "print_hi": _end(row["hi"], infinite), "printed": row.get("as_read") or row["printed"],
                    "place": row.get("place") or row.get("source"), "quote": row.get("quote"),
                    "claim": row.get("claim") or "", "subject_id": row.get("subject_id"),
                    "soft": any(one.get("qualifier") == "~" or bool(one.get("ambiguity")) for one in prints),
                }
            )  # fmt: skip
    for row in tables.get("material", ()):
        made += _composition(row)
    for row in tables.get("reading", ()):
        made += _element_ratio(row, tables)
    from schema.quantities import Q

    given = Q.temperature.read(reference_temperature)
    made.append(
        _plain(
            "given/reference_temperature",
            "given",
            "",
            "reference_temperature",
            "temperature",
            given.mid or 0.0,
            reference_temperature,
        )
    )
    return made


def _plain(record: str, kind: str, owner: str, name: str, quantity: str, value: float, printed: str) -> dict[str, Any]:
    return {
        "id": record, "kind": kind, "paper_id": None, "owner_id": owner, "name": name, "quantity": quantity,
        "lo": value, "mid": value, "hi": value, "printed": printed, "place": None, "quote": None, "claim": "",
        "subject_id": None, "soft": False, "or_reads": None, "or_lo": None, "or_hi": None,
        "print_lo": value, "print_hi": value,
    }  # fmt: skip


def _composition(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Molar mass and lithium per formula unit, from the formula that the paper prints."""
    made = []
    if row["molar_mass"] and row["parse_state"] == "complete":
        mass = row["molar_mass"]
        printed = f"{mass * 1000:.6g} g/mol, of {row['formula'] or row['name']}"
        made.append(_plain(f"{row['id']}/composition/molar_mass", "composition", row["id"], "molar_mass", "molar_mass", mass, printed))  # fmt: skip
        lithium = json.loads(row["elements"]).get("Li", 0)
        if lithium and row["family"] in ACTIVE_FAMILIES:
            made.append(
                _plain(f"{row['id']}/composition/lithium_per_formula", "composition", row["id"], "lithium_per_formula",
                       "lithium_per_formula", lithium, f"{lithium:g}, of {row['formula']}")
            )  # fmt: skip
    return made


def _element_ratio(row: Mapping[str, Any], tables: Rows) -> list[dict[str, Any]]:
    """For a weight ratio of two elements of a formula: amounts and atomic masses, in a context of the reading's own."""
    if (
        row["quantity"] != "mass_ratio"
        or row["subject_kind"] != "material"
        or ":" not in row["label"]
        or row["repeats"]
    ):
        return []
    material = next(one for one in tables["material"] if one["id"] == row["subject_id"])
    elements = json.loads(material["elements"])
    pair = [part.strip() for part in row["label"].split(":")]
    if len(pair) != 2 or not all(part in elements for part in pair):
        return []
    from pymatgen.core import Element

    lo, mid, hi = row["lo"], row["mid"], row["hi"]
    ratio = _plain(row["id"], "reading", row["id"], "mass_ratio", "mass_ratio", mid, row["printed"])
    ratio |= {key: row[key] for key in ("paper_id", "quote", "claim", "subject_id")} | {"place": row["place"]}
    ratio["soft"] = row["qualifier"] == "~" or bool(row["ambiguity"])
    made = [ratio | {"lo": lo, "hi": _end(hi, float("inf")), "print_lo": lo, "print_hi": _end(hi, float("inf"))}]
    for part, symbol in zip(("first", "second"), pair, strict=True):
        mass = float(Element(symbol).atomic_mass) / 1000
        amount = float(elements[symbol])
        base = f"{row['id']}/composition/{part}"
        made.append(_plain(f"{base}_amount", "composition", row["id"], f"{part}_amount", "amount", amount, f"{amount:g} {symbol} in {material['formula']}"))  # fmt: skip
        made.append(_plain(f"{base}_atomic_mass", "composition", row["id"], f"{part}_atomic_mass", "atomic_mass", mass, f"{mass * 1000:.6g} g/mol"))  # fmt: skip
    return made


# -- contexts and what they see ----------------------------------------------------------------------------------------

THINGS = ("material", "electrolyte", "coating", "electrode", "cell")


def _contexts(tables: Rows) -> list[dict[str, Any]]:
    made = []
    for kind in THINGS:
        for row in tables.get(kind, ()):
            cell = row["id"] if kind == "cell" else None
            made.append({"context_id": row["id"], "paper_id": row["paper_id"], "parent_id": None, "subject_id": row["id"], "cell_id": cell})  # fmt: skip
    for row in tables.get("experiment", ()):
        cell = row["cell_id"] or (row["subject_id"] if row["subject_kind"] == "cell" else None)
        made.append({"context_id": row["id"], "paper_id": row["paper_id"], "parent_id": row["series_id"], "subject_id": row["subject_id"], "cell_id": cell})  # fmt: skip
    for row in tables.get("process_step", ()):
        made.append({"context_id": row["id"], "paper_id": row["paper_id"], "parent_id": None, "subject_id": row["of_id"], "cell_id": None})  # fmt: skip
    for row in tables.get("reading", ()):
        if row["quantity"] == "mass_ratio" and row["label"] and not row["repeats"]:
            made.append({"context_id": row["id"], "paper_id": row["paper_id"], "parent_id": None, "subject_id": row["id"], "cell_id": None})  # fmt: skip
    return made


def _thing_facts(tables: Rows, facts: pl.DataFrame) -> pl.DataFrame:
    """The facts of each record by name: its own, its active material's, reference density, lithium's constants."""
    of: dict[str, list[tuple[str, int]]] = {}
    for owner, name, index in facts.select("owner_id", "name", "row").iter_rows():
        of.setdefault(owner, []).append((name, index))
    reference = {row["reduced_formula"]: row["id"] for row in tables.get("reference_material", ())}
    formulas = {row["id"]: row["reduced_formula"] for row in tables.get("material", ())}
    main: dict[str, str] = {row["id"]: row["id"] for row in tables.get("material", ())}
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for row in tables.get("constituent", ()):
        parts.setdefault(row["whole_id"], []).append(row)
    for whole, rows in parts.items():
        active = [row for row in rows if row["role"] == "active_material"] or (rows if len(rows) == 1 else [])
        if len(active) == 1:
            main[whole] = active[0]["material_id"]
            for name, index in (*of.get(active[0]["id"], ()), *of.get(active[0]["material_id"], ())):
                of.setdefault(whole, []).append((f"active_{name}", index))
    made_of: dict[str, list[str]] = {}
    for row in tables.get("coating_material", ()):
        made_of.setdefault(row["coating_id"], []).append(row["material_id"])
    for row in tables.get("coating", ()):  # a coating is what it is made of; a bare control is what it is on
        own = made_of.get(row["id"], [])
        if len(own) == 1:
            main[row["id"]] = own[0]
        elif not own and row["on_id"] in main:
            main[row["id"]] = main[row["on_id"]]
    for thing, material in main.items():
        formula = formulas.get(material)
        alone = len(parts.get(thing, ())) <= 1
        if formula in reference and alone:
            known = {name for name, _ in of.get(thing, ())}
            of.setdefault(thing, []).extend((n, i) for n, i in of.get(reference[formula], ()) if n not in known)
        if formula == "Li" and "Li" in reference:
            of.setdefault(thing, []).extend((f"lithium_{name}", index) for name, index in of.get(reference["Li"], ()))
            mass = [index for name, index in of.get(material, ()) if name == "molar_mass"]
            of[thing].extend(("lithium_molar_mass", index) for index in mass)
    made = [(owner, name, index, place) for owner, found in of.items() for place, (name, index) in enumerate(found)]
    return pl.DataFrame(
        made, schema={"owner_id": pl.String, "name": pl.String, "row": pl.UInt32, "place": pl.UInt32}, orient="row"
    )


def _first_cycle(tables: Rows) -> dict[str, dict[str, str]]:
    """Which way the first-cycle efficiency of each cell goes: what lithiates a negative material is its discharge."""
    polarity = {row["id"]: row["polarity"] for row in tables.get("electrode", ())}
    working = {
        row["cell_id"]: polarity.get(row["of_id"])
        for row in tables.get("layer", ())
        if row["role"] in ("working", "positive")
    }
    return {
        cell: {"first_cycle": "half_cell" if kind == "negative" else "full_cell"}
        for cell, kind in working.items()
        if kind
    }


def _visible(tables: Rows, facts: pl.DataFrame, contexts: pl.DataFrame) -> pl.DataFrame:
    things = _thing_facts(tables, facts)
    layers = pl.DataFrame(
        [{"cell_id": row["cell_id"], "scope": SCOPES[row["role"]], "owner_id": row["of_id"], "position": row["position"]}
         for row in tables.get("layer", ()) if row["role"] in SCOPES],
        schema={"cell_id": pl.String, "scope": pl.String, "owner_id": pl.String, "position": pl.Int64},
    ).sort("cell_id", "position")  # fmt: skip
    here = contexts.select("context_id", "parent_id", "subject_id", "cell_id")

    def seen(link: str, priority: int) -> pl.DataFrame:
        joined = here.filter(pl.col(link).is_not_null()).join(things, left_on=link, right_on="owner_id")
        return joined.select("context_id", "name", "row", "place", pl.lit(priority).alias("priority"))

    in_stack = (
        here.join(layers, on="cell_id")
        .join(things, on="owner_id")
        .with_columns((pl.col("position") * 1000 + pl.col("place")).cast(pl.UInt32).alias("place"))  # first layer first
    )
    scoped = in_stack.select(
        "context_id",
        (pl.col("scope") + "_" + pl.col("name")).alias("name"),
        "row",
        "place",
        pl.lit(5).alias("priority"),
    )
    electrode = in_stack.filter(pl.col("name").is_in(ELECTRODE_FACTS) & (pl.col("scope") == "positive")).select(
        "context_id", "name", "row", "place", pl.lit(6).alias("priority")
    )
    lithium = in_stack.filter(pl.col("name").str.starts_with("lithium_") & (pl.col("name") != "lithium_areal_capacity") & pl.col("name").is_in(["lithium_density", "lithium_molar_mass"])).select(
        "context_id", "name", "row", "place", pl.lit(7).alias("priority")
    )  # fmt: skip
    given = facts.filter(pl.col("kind") == "given").select(pl.col("name"), pl.col("row"))
    everywhere = (
        here.select("context_id")
        .join(given, how="cross")
        .select("context_id", "name", "row", pl.lit(0, dtype=pl.UInt32).alias("place"), pl.lit(9).alias("priority"))
    )
    unique = (
        facts.filter(pl.col("name").is_in(OF_THE_SUBJECT) & (pl.col("claim") != "quoted"))
        .group_by("subject_id", "name")
        .agg(pl.col("row").first(), pl.len().alias("count"))
        .filter(pl.col("count") == 1)
    )
    sibling = here.join(unique, on="subject_id").select(
        "context_id", "name", "row", pl.lit(0, dtype=pl.UInt32).alias("place"), pl.lit(8).alias("priority")
    )
    frames = [seen("context_id", 0), seen("parent_id", 2), seen("subject_id", 3), seen("cell_id", 4), scoped,
              electrode, lithium, sibling, everywhere]  # fmt: skip
    return (
        pl.concat(frames)
        .sort("context_id", "name", "priority", "place", "row")
        .unique(["context_id", "name"], keep="first", maintain_order=True)
        .select("context_id", "name", "row", "priority")
    )
