"""Prints of a seed from rows: conditions, lists of a series, and the order of repeats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from schema.errors import KbError
from schema.quantities import Q
from schema.reading import ReadingError, read_list

__all__ = ["NotLosslessError", "condition", "listed", "order", "said"]

Row: TypeAlias = dict[str, Any]


class NotLosslessError(KbError):
    """Rows that no seed gives back as they are; nothing that is lost is exported."""

    code = "not-lossless"


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not said."""
    return {name: value for name, value in row.items() if value is not None}


def order(row: Row) -> tuple[str, int]:
    """Repeats in one place are counted: ``@table-1`` before ``@table-1-2``."""
    place = row["id"].rpartition("@")[2]
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", str(row["place"]).lower()).strip("-.")
    count = place.removeprefix(slug).lstrip("-")
    return slug, int(count) if count.isdigit() else 1


def condition(row: Row) -> str | dict[str, Any]:
    """A condition as its print alone, or with its place and words, and with what it was read as where it is a misprint."""
    entry = {"reads": row["printed"], "where": row["place"], "quote": row["quote"]}
    if row["state"] != "stated":
        return said(entry | {"reads": row["state"]})
    if not _reads_so(row):
        unit = Q[row["quantity"]].unit_of(row["unit"])
        ends = [None if row[end] is None else unit.from_si(row[end]) for end in ("lo", "mid", "hi")]
        meant = [text for text in _prints(row["qualifier"], ends, row["unit"]) if _reads_so(row | {"printed": text})]
        entry |= {
            "as_read": meant[0] if meant else None,
            "reason": "corrected in the seed that this base was built from",
        }
    made = said(entry)
    return str(made["reads"]) if len(made) == 1 else made


def _reads_so(row: Row) -> bool:
    try:
        made = Q[row["quantity"]].read(row["printed"])
    except KbError:
        return False
    return all(row[end] is None or getattr(made, end) == row[end] for end in ("lo", "mid", "hi"))


def _prints(qualifier: str, ends: list[float | None], unit: str) -> list[str]:
    """Ways to print three ends so that they are read as they are."""
    lo, mid, hi = ends
    spread = None if mid is None or hi is None else hi - mid
    values = [value for value in (mid, lo, hi) if value is not None]
    sign = "" if qualifier in ("=", "range", "±") else qualifier
    made = [f"{sign}{value:.{digits}g} {unit}" for value in values for digits in range(1, 13)]
    return [*made, *([f"{mid!r} ± {spread!r} {unit}"] if spread is not None else []), f"{lo!r} to {hi!r} {unit}"]


def listed(rows: list[Row]) -> str:
    """Prints as one list that is taken apart into the same."""
    prints = [str(row["printed"]) for row in rows]
    for joined in (", ".join(prints), "; ".join(prints)):
        try:
            if read_list(joined) == prints:
                return joined
        except ReadingError:
            continue
    raise NotLosslessError(rows[0]["id"], "the prints of its series make no list", "keep its own seed")
