"""How far a blind second reading of a paper agrees with its records, before anything is settled.

A second reading is a table that somebody made from the paper alone: number, unit, quantity, of, conditions, claim,
place. A number agrees when some record of the paper prints it; its quantity when that record names the same one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.rows import Records
from schema.errors import KbError
from schema.reading import numbers_in, printed_numbers

__all__ = ["Agreement", "SecondReadingError", "agreement", "read_second_reading"]

COLUMNS = ("number", "unit", "quantity", "of", "conditions", "claim", "place")


class SecondReadingError(KbError):
    """A second reading that lacks a column."""

    code = "second-reading"


@dataclass(frozen=True)
class Agreement:
    """Of a second reading's facts: how many numbers the records print, and how many under the same quantity."""

    paper: str
    facts: int
    numbers: int
    quantities: int
    other: tuple[str, ...]


def read_second_reading(file: Path) -> list[dict[str, str]]:
    """The rows of one second reading; raises :class:`SecondReadingError` when a column is missing."""
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        lacking = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if lacking:
            raise SecondReadingError(
                str(file), f"no column {', '.join(lacking)}", f"the columns are {', '.join(COLUMNS)}"
            )
        return list(table)


def agreement(records: Records, paper: str, facts: Iterable[Mapping[str, str]]) -> Agreement:
    """The agreement of one paper's records with the facts of a second reading."""
    printed: dict[str, set[str]] = defaultdict(set)
    for table in ("reading", "condition", "statement"):
        for row in records.of(table):
            if row["paper_id"] == paper and row["printed"]:
                found = numbers_in(row["printed"]) if table == "statement" else printed_numbers(row["printed"])
                for digits, _ in found:
                    printed[_plain(digits)].add(row.get("quantity") or "statement")
    count = numbers = quantities = 0
    other = []
    for fact in facts:
        count += 1
        wanted = [_plain(one) for one, _ in numbers_in(fact["number"])]
        if not wanted or not all(one in printed for one in wanted):
            other.append(f"{fact['number']} {fact['unit']} ({fact['quantity']}) of {fact['of']}: no record prints it")
            continue
        numbers += 1
        if any(fact["quantity"] in printed[one] for one in wanted):
            quantities += 1
        else:
            other.append(f"{fact['number']} {fact['unit']} ({fact['quantity']}) of {fact['of']}: another quantity")
    return Agreement(paper, count, numbers, quantities, tuple(other))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"
