"""What each experiment and record can see: its own readings, its conditions, what it is built on, reference data.

``World`` holds the facts and, for every context (an experiment, process step or record), the names under which facts
are visible. Nearer facts hide farther ones. Only printed values, compositions and reference data are facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from compute.facts import FACT_COLUMNS, Rows, facts_of
from schema.vocabulary import THINGS

__all__ = ["LITHIUM_FACTS", "World", "world"]

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

LITHIUM_FACTS = ("lithium_density", "lithium_molar_mass")
"""Seen only where the record, or a layer of its stack, is lithium metal."""


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
    facts = pl.DataFrame(facts_of(tables, reference_temperature), schema=FACT_COLUMNS, orient="row").with_row_index(
        "row"
    )
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
    lithium = in_stack.filter(pl.col("name").is_in(LITHIUM_FACTS)).select(
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
