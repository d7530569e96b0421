"""What of a paper's numbers no reading covers: every number with a unit in the text, in order of place.

A number is covered where the quote of a reading, condition, statement or misprint stands that prints this number, or
where a dismissed quote stands. The finder rather tells a number too many than too few: a curator can dismiss it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.occurrences import Keys, occurrences
from ingest.rows import Records
from ingest.verify import places_of
from schema.reading import numbers_in

__all__ = ["Coverage", "Uncovered", "coverage"]


@dataclass(frozen=True)
class Uncovered:
    """A number that no record covers; ``line`` counts from 1."""

    line: int
    number: str
    unit: str
    context: str


@dataclass(frozen=True)
class Coverage:
    """How many numbers the text has, how many are covered or dismissed, and those that are left."""

    found: int
    covered: int
    dismissed: int
    left: tuple[Uncovered, ...]


def coverage(records: Records, paper: str, text: str) -> Coverage:
    """Every number with a unit in a paper's text, against the paper's records."""
    printed = _printed_places(records, paper, text)
    dismissed = [
        span for entry in records.dismissed.get(paper, []) for place in places_of(entry.quote, text) for span in place
    ]
    lines = [found.end() for found in re.finditer("\n", text)]
    left: list[Uncovered] = []
    counts = {"found": 0, "covered": 0, "dismissed": 0}
    for one in occurrences(text):
        counts["found"] += 1
        here = [keys for start, end, keys in printed if start <= one.start and one.end <= end]
        if all(any(_same(key, keys) for keys in here) for key in one.keys):
            counts["covered"] += 1
        elif any(start <= one.start and one.end <= end for start, end in dismissed):
            counts["dismissed"] += 1
        else:
            left.append(Uncovered(bisect_right(lines, one.start) + 1, one.number, one.unit, one.context))
    return Coverage(counts["found"], counts["covered"], counts["dismissed"], tuple(left))


def _same(key: tuple[str, int], keys: Keys) -> bool:
    """Whether a number is among others; a power of ten may stand elsewhere: after a bracket, in a table's head."""
    return any(key[0] == other[0] and (key[1] == other[1] or 0 in (key[1], other[1])) for other in keys)


def _printed_places(records: Records, paper: str, text: str) -> list[tuple[int, int, Keys]]:
    """Where quotes stand, with the numbers that their records print.

    A quote that stands n times in the text covers as many of them as there are places (Abstract, Section 2 …) whose
    records give it, so that a statement repeated elsewhere is not taken for recorded.
    """
    numbers: dict[str, Keys] = {}
    named: dict[str, set[str]] = {}
    of_experiment: dict[str, set[tuple[str, str]]] = {}

    def add(quote: str, place: str | None, printed: str | None) -> None:
        numbers.setdefault(quote, set()).update(numbers_in(printed or ""))
        named.setdefault(quote, set()).add(place or "")

    for table in ("reading", "statement", "misprint", "condition"):
        for row in records.of(table):
            if row["paper_id"] != paper:
                continue
            if row["quote"]:
                add(row["quote"], row["place"], row["printed"])
                if table == "reading":
                    of_experiment.setdefault(row["owner_id"], set()).add((row["quote"], row["place"] or ""))
            if table == "condition":  # an experiment's condition stands in the quotes of its readings too
                for quote, place in of_experiment.get(row["experiment_id"], ()):
                    add(quote, place, row["printed"])
    return [
        (start, end, keys)
        for quote, keys in numbers.items()
        for place in places_of(quote, text)[: len(named[quote])]
        for start, end in place
    ]
