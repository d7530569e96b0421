"""The values that comparisons put into their cells, each with where it comes from."""

from __future__ import annotations

from kb.base import Base, Row, shown
from kb.table import Value
from kb.tell import told
from schema.vocabulary import Provenance

__all__ = ["computed", "missing", "reported", "span", "text"]


def reported(row: Row, why: str = "") -> Value:
    """A cell that shows a printed reading."""
    lo, mid, hi = shown(row)
    claim = "" if row.get("claim") in ("measured", None) else f"{row['claim']}; "
    place = f"{row['place']}: “{row['quote']}”" if row.get("quote") else (row.get("place") or "")
    return Value(row["printed"], Provenance.REPORTED, f"{claim}{why}{place}", lo, mid, hi, (row["id"],))


def missing(why: str) -> Value:
    """A cell without a number, and what would be needed."""
    return Value("", Provenance.MISSING, why)


def computed(base: Base, row: Row, provenance: Provenance = Provenance.DERIVED) -> Value:
    """A cell that shows a derived value."""
    lo, mid, hi = shown(row)
    inputs = tuple(one["source_id"] for one in base.by("derived_input", "derived_id", row["id"]))
    text = span(lo, mid, hi)
    return Value(text, provenance, told(base, row), lo, mid, hi, inputs)


def span(lo: float | None, mid: float | None, hi: float | None) -> str:
    if mid is not None:
        return f"{mid:.3g}"
    if lo is None:
        return f"< {hi:.3g}" if hi is not None else "any"
    return f"{lo:.3g} to {hi:.3g}" if hi is not None else f"> {lo:.3g}"


def text(words: str | None) -> Value:
    """A cell of words."""
    return Value(words or "", Provenance.REPORTED if words else Provenance.MISSING)
