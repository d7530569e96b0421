"""The base as the faces see it: rows by table and by key, read once, numbers in any unit."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from functools import cache, cached_property
from typing import Any

from kb.database import build_of, open_engine, place_of, rows_of
from kb.sources import default_seeds
from schema.quantities import Q
from schema.quantity import Quantity
from schema.vocabulary import THINGS

__all__ = ["Base", "Row", "default_seeds", "rounded", "shown", "shown_computed"]

Row = dict[str, Any]
DIGITS = 12  # of a double's 15 to 17: what is left of the way into SI and back is not shown


class Base:
    """A built base, opened for reading. Rows are plain dicts; their numbers are SI."""

    def __init__(self, database: str | None = None) -> None:
        self.database = database
        self._place = place_of(database)  # before it is opened: what comes in between is seen as a change
        self.engine = open_engine(database)
        self.build = build_of(self.engine) or ""
        self._rows: dict[str, list[Row]] = {}
        self._keys: dict[tuple[str, str], dict[Any, list[Row]]] = {}

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def changed(self) -> bool:
        """Whether another build has taken the place of this one; this base stays as it is, a new one shows the other.

        A look at a file's name (microseconds) for SQLite, one statement for PostgreSQL; to be asked as often as one likes.
        """
        if self._place is not None:
            return place_of(self.database) != self._place
        return build_of(self.engine) != self.build

    def rows(self, table: str) -> list[Row]:
        """All rows of a table, in the order of their ids."""
        if table not in self._rows:
            self._rows[table] = rows_of(self.engine, table)
        return self._rows[table]

    def by(self, table: str, column: str, value: Any) -> list[Row]:
        """The rows of a table with a value in a column."""
        key = (table, column)
        if key not in self._keys:
            index: dict[Any, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                index[row[column]].append(row)
            self._keys[key] = dict(index)
        return self._keys[key].get(value, [])

    def one(self, table: str, record: str | None) -> Row | None:
        """The row with an id, or None."""
        found = self.by(table, "id", record) if record else []
        return found[0] if found else None

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of every record by its id."""
        kinds = (*THINGS, "experiment", "process_step", "constituent", "reading", "condition", "layer", "statement",
                 "contrast", "misprint", "paper", "verdict", "derived", "reference_reading")  # fmt: skip
        return {row["id"]: kind for kind in kinds for row in self.rows(kind)}

    def record(self, record: str) -> Row | None:
        """Any record by its id."""
        kind = self.kinds.get(record)
        return self.one(kind, record) if kind else None

    def now_called(self, record: str) -> str:
        """The id that a record has now; ids that moved lead to where they moved."""
        return self._aliases.get(record, record)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return {row["id"]: row["now"] for row in self.rows("alias")}

    def name(self, record: str) -> str:
        """What people call a record: as the paper writes it, else its slug."""
        row = self.record(record) or {}
        return str(row.get("written") or row.get("title") or record.rpartition("/")[2])

    def readings_of(self, subject: str, quantity: str | None = None) -> list[Row]:
        """The readings about a record and its experiments, repeats left out."""
        found = [row for row in self.by("reading", "subject_id", subject) if not row["repeats"]]
        return [row for row in found if quantity in (None, row["quantity"])]

    def conditions(self, experiment: str) -> dict[str, Row]:
        """The conditions of an experiment by quantity."""
        return {row["quantity"]: row for row in self.by("condition", "experiment_id", experiment)}

    def paper_label(self, paper: str) -> str:
        """First author and year, as one cites it."""
        row = self.one("paper", paper)
        if row is None:
            return paper
        first = json.loads(row["authors"])[0].split()[-1]
        return f"{first} {row['year']}" if row["year"] else f"{first} (year not stated)"


@cache
def _units(quantity: str, unit: str | None) -> Any:
    one: Quantity = Q[quantity]
    return one.unit_of(unit) if unit else one.units


def rounded(value: float | None) -> float | None:
    """A double without the noise of its last digits; open ends and missing middles are None."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")


def shown(
    row: Row, unit: str | None = None, quantity: str | None = None
) -> tuple[float | None, float | None, float | None]:
    """``(lo, mid, hi)`` of a row in the catalogue's unit, or in another of the same dimension."""
    units = _units(quantity or row["quantity"], unit)
    lo, mid, hi = (None if row[end] is None else rounded(units.from_si(row[end])) for end in ("lo", "mid", "hi"))
    return lo, mid, hi


def shown_computed(row: Row) -> tuple[float | None, float | None, float | None]:
    """``(lo, mid, hi)`` that a check computed, in the unit in which a person reads it."""
    lo, mid, hi = (
        None
        if row[f"computed_{end}"] is None
        else rounded((row[f"computed_{end}"] - row["si_offset"]) / row["si_factor"])
        for end in ("lo", "mid", "hi")
    )
    return lo, mid, hi
