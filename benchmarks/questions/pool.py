"""What questions ask about: ids, names and values that a base really has, and some that it has not."""

from __future__ import annotations

from random import Random
from typing import Any

from kb.base import Base
from kb.graph.engine import graph_schema
from kb.graph.page import cursor
from kb.graph.where import CONDITIONS_AT, snake
from schema.quantities import Q

__all__ = ["Pool"]

SAMPLED = 200
WORDS = (
    "electrolyte",
    "cells",
    "lithium",
    "the",
    "LPSCl",
    "mS cm−1",
    "60 %",
    "zzz",
    "a' OR 1=1 --",
    '"quoted" * (x)',
    "µ",
    "  ",
)
SYMBOLS = ("Li", "P", "S", "Cl", "O", "La", "Zr", "V", "H", "C", "Xx")
UNITS = ("S/cm", "mS/cm", "percent", "1", "um", "mAh/g", "K", "kJ/mol", "parsec", "")


class Pool:
    """Values by table and column, drawn with a given source of chance."""

    def __init__(self, base: Base) -> None:
        self.entities = graph_schema().known.entities
        self.rows = {one.table: base.rows(one.table)[:SAMPLED] for one in self.entities.values()}
        self.ids = [row["id"] for one in self.entities.values() if one.is_node for row in self.rows[one.table][:40]]

    def value(self, chance: Random, table: str, column: str) -> Any:
        """A value that a column has; sometimes a part of one, or one that it has not."""
        rows = self.rows.get(table) or [{}]
        found = chance.choice(rows).get(column)
        if isinstance(found, str) and found and chance.random() < 0.15:
            found = found[: max(1, len(found) // 2)]
        return found

    def id(self, chance: Random, table: str = "") -> str:
        """An id, of a table where one is named; seldom one that there is not."""
        if chance.random() < 0.1:
            return chance.choice(("nobody/nothing", "", "' OR ''='"))
        rows = self.rows.get(table)
        if table and not rows:
            return "nobody/nothing"
        return str(chance.choice(rows)["id"]) if rows else chance.choice(self.ids)

    def number(self, chance: Random, quantity: str) -> str:
        """A number with its unit, somewhere in the plausible range."""
        one = Q[quantity]
        low, high = max(one.low, 1e-9), min(one.high, 1e6)
        number = chance.choice((f"{low + (high - low) * chance.random() ** 6:.3g}", "1", "25", "1e-4", "0"))
        unit = one.unit if chance.random() < 0.98 else "parsec"
        return f"{number} {unit}".strip()

    def condition(self, chance: Random, name: str) -> str:
        """A range of a condition, or one value."""
        quantity = CONDITIONS_AT[name]
        if chance.random() < 0.5:
            return self.number(chance, quantity)
        low = chance.choice((0, 10, 20, 25))
        return f"{low}..{low + chance.choice((0, 5, 100, 500))} {Q[quantity].unit}"

    def quantity(self, field: str) -> str:
        """The quantity of a field of ``has``."""
        return snake(field)

    def place(self, chance: Random, table: str, key: str, order: list[dict[str, Any]] | None) -> str:
        """A cursor of a list in an order; seldom one of another list."""
        if chance.random() < 0.05:
            return chance.choice(("", "x", "bm90IGpzb24", cursor([1, 2, 3, 4, 5, 6])))
        rows = self.rows.get(table) or [{}]
        row = chance.choice(rows)
        keys: list[Any] = []
        for one in order or ():
            if one.get("quantity") is not None:
                return cursor([chance.choice((1e-3, 0.1, 25.0, 298.15)), str(row.get(key, ""))])
            column = str(one.get("by") or "").lower()
            value = row.get(column)
            keys += [int(value is None), self._nothing(table, column) if value is None else value]
        return cursor([*keys, str(row.get(key, ""))])

    def _nothing(self, table: str, column: str) -> Any:
        kinds = {type(row[column]) for row in self.rows[table] if row.get(column) is not None}
        return 0 if kinds & {int, float, bool} else ""
