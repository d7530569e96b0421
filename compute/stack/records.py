"""What the records of a cell's stack state: layers in their order, constituents, main materials, and facts by name."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from compute.ledger import Amount
from compute.tables import Tables, frames
from compute.visible import NOWHERE, World
from schema.vocabulary import Claim

__all__ = ["Given", "Records", "Sight", "amount_of"]

Fact = Mapping[str, Any]
NOT_MEASURED = (Claim.QUOTED, Claim.THEORY, Claim.DESIGN)
"""Claims that a ledger names: the number is not one of this cell as built."""


@dataclass(frozen=True)
class Given:
    """One number that a ledger is given: the name by which a what-if changes it, the ledger's input, and its fact."""

    name: str
    input: str
    fact: Fact


class Records:
    """The tables of some papers, looked up by owner; the facts are those of their world."""

    def __init__(self, tables: Tables, world: World) -> None:
        made = frames(tables)
        first = world.facts.sort("kind", "id", descending=[True, False]).unique(
            ["owner_id", "name"], keep="first", maintain_order=True
        )
        self.rows = {(owner, name): row for owner, name, row in first.select("owner_id", "name", "row").iter_rows()}
        self.cells: dict[str, dict[str, Any]] = _by_id(made["cell"])
        self.materials = _by_id(made["material"])
        self.electrodes = _by_id(made["electrode"])
        self.layers = _grouped(made["layer"].sort("cell_id", "position"), "cell_id")
        self.constituents = _grouped(made["constituent"].sort("whole_id", "id"), "whole_id")
        self.made_of = _grouped(made["coating_material"].sort("coating_id", "id"), "coating_id")
        self.coatings = _by_id(made["coating"])
        self.contexts: dict[str, dict[str, int]] = {}
        for cell, context, number in world.contexts.select("cell_id", "context_id", "number").iter_rows():
            self.contexts.setdefault(str(cell), {})[str(context)] = int(number)
        reference = made["reference_material"]
        self.reference = dict(zip(reference["reduced_formula"], reference["id"], strict=True))
        self.bare = _column(tables.get("coating", ()), "bare")
        self.collectors = _column(tables.get("electrode", ()), "collector_id")
        self.written = {
            one: text
            for kind in ("material", "electrolyte", "coating", "electrode", "cell")
            for one, text in _column(tables.get(kind, ()), "written").items()
        }

    def kind_of(self, cell: str) -> str | None:
        """Of what kind a cell is; None for what is no cell."""
        return str(self.cells[cell]["kind"]) if cell in self.cells else None

    def polarity(self, electrode: str) -> str | None:
        """Which way an electrode is meant; None for what is no electrode."""
        return str(self.electrodes[electrode]["polarity"]) if electrode in self.electrodes else None

    def name(self, record: str) -> str:
        """What people call a record."""
        return str(self.written.get(record) or record.rpartition("/")[2])

    def main_material(self, record: str) -> str | None:
        """The one material that a record is, or mainly is: its only constituent, or its only active material."""
        if record in self.materials:
            return record
        parts = self.constituents.get(record) or self.made_of.get(record) or []
        active = [one for one in parts if one.get("role") == "active_material"]
        chosen = active if len(active) == 1 else parts
        return str(chosen[0]["material_id"]) if len(chosen) == 1 else None

    def alone(self, record: str) -> str | None:
        """The material of a record that is nothing else."""
        parts = self.constituents.get(record) or self.made_of.get(record) or []
        return self.main_material(record) if len(parts) < 2 else None

    def formula(self, material: str | None) -> str:
        """The reduced formula of a material, empty where it is not understood."""
        return str(self.materials.get(material or "", {}).get("reduced_formula") or "")

    def elements(self, material: str | None) -> dict[str, float]:
        """Elements and amounts of a material, empty where its formula is not understood."""
        row = self.materials.get(material or "", {})
        return dict(json.loads(row.get("elements") or "{}")) if row.get("parse_state") == "complete" else {}

    def row(self, owners: Sequence[str], names: Sequence[str]) -> int:
        """The fact of the first owner that has one of the names."""
        for owner in owners:
            for name in names:
                found = self.rows.get((owner, name))
                if found is not None:
                    return int(found)
        return NOWHERE


def _by_id(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["id"]): row for row in frame.iter_rows(named=True)}


def _grouped(frame: pl.DataFrame, key: str) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        made.setdefault(str(row[key]), []).append(row)
    return made


def _column(table: Any, name: str) -> dict[str, Any]:
    """A column beyond those that checks read, by id; of a frame that lacks it, nothing."""
    rows = table.iter_rows(named=True) if isinstance(table, pl.DataFrame) else table
    return {str(row["id"]): row[name] for row in rows if row.get(name) is not None}


@dataclass
class Sight:
    """What one context of a cell sees; remembers names asked for, numbers given, records of layers, and notes."""

    world: World
    records: Records
    context: int
    without: frozenset[str] = frozenset()
    asked: dict[str, str] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    of: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def seen(self, name: str) -> tuple[Fact, int] | None:
        """What the context sees under a name of the world, and how near it is."""
        place = self.world.names.get(name)
        if place is None or name in self.without or self.world.rows[place, self.context] == NOWHERE:
            return None
        row = int(self.world.rows[place, self.context])
        return self.world.fact(row), int(self.world.near[place, self.context])

    def of_context(self, name: str, label: str) -> Amount | None:
        """A number that the context itself sees: a capacity, a voltage, a loading."""
        self.asked[name] = name
        found = self.seen(name)
        return self._gives(name, label, found[0]) if found else None

    def of_layer(self, name: str, quantities: Sequence[str], label: str, owners: Sequence[str | None]) -> Amount | None:
        """A number of a layer: as a what-if has it, else of its first owner that states one of the quantities."""
        fact = self.fact_of_layer(name, quantities, owners)
        return self._gives(name, label, fact) if fact else None

    def fact_of_layer(self, name: str, quantities: Sequence[str], owners: Sequence[str | None]) -> Fact | None:
        """The fact behind :meth:`of_layer`."""
        self.asked[name] = quantities[0]
        if name in self.without:
            return None
        chosen = self.seen(name)
        if chosen and chosen[0]["kind"] == "assumed":  # what the papers say of a part is looked up layer by layer
            return chosen[0]
        row = self.records.row([owner for owner in owners if owner], quantities)
        return None if row == NOWHERE else self.world.fact(row)

    def density(self, name: str, label: str, owners: Sequence[str | None], material: str | None) -> Amount | None:
        """The density that a record prints, else that of its one material in the reference data, marked as assumed."""
        names = ("density", "film_density", "theoretical_density")
        reference = self.records.reference.get(self.records.formula(material)) if material else None
        return self.of_layer(name, names, label, [*owners, material, reference])

    def _gives(self, name: str, label: str, fact: Fact) -> Amount:
        self.given.append(Given(name, label, fact))
        return amount_of(fact, label)


def amount_of(fact: Fact, label: str = "") -> Amount:
    """A fact as the ledger's number; ``assumed`` where it isn't printed for this cell: reference data, quoted, chosen."""
    notes = {"reference": "reference data", "assumed": "chosen"}
    note = notes.get(fact["kind"]) or (f"a {fact['claim']} value" if fact["claim"] in NOT_MEASURED else None)
    lo, mid, hi = (float(fact[end]) for end in ("lo", "mid", "hi"))
    made = Amount(np.array([lo]), np.array([mid]), np.array([hi]))
    return replace(made, assumed=f"{label}: {fact['printed']}, {note}") if note else made


def middle(one: Amount) -> float:
    """The middle of a number, or the centre of its limits; NaN where a limit is open."""
    lo, mid, hi = float(one.lo[0]), float(one.mid[0]), float(one.hi[0])
    if not math.isnan(mid):
        return mid
    return (lo + hi) / 2 if math.isfinite(lo + hi) else math.nan
