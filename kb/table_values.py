"""The values that comparisons put into their cells, each with where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from kb.base import Base, Row, rounded, shown
from kb.table import Line, Table, Value
from kb.tell import told
from schema.quantities import Q
from schema.vocabulary import Provenance, Verdict

__all__ = [
    "computed", "counted", "finished", "first_reading", "missing", "ratio", "reported", "setting", "span", "text", "unit_of",
]  # fmt: skip


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


def counted(number: float, why: str, words: str = "") -> Value:
    """A cell that shows what was counted in the base."""
    value = float(number)
    return Value(words or f"{number:g}", Provenance.DERIVED, why, value, value, value)


def ratio(over: Row, under: Row, why: str) -> Value:
    """One printed number over another, worst case over their digits; a limit leaves an end open."""
    low, high = over["lo"], over["hi"]
    least, most = under["lo"], under["hi"]
    signs = [end for end in (low, high, least, most) if end is not None]
    if any(end < 0 for end in signs) or not signs or most == 0:
        return missing("one value is not positive")
    lo = rounded(low / most) if low is not None and most else None
    hi = rounded(high / least) if high is not None and least else None
    if lo in (None, 0.0) and hi is None:
        return missing("both values are limits that leave their ratio open")
    mid = rounded(over["mid"] / under["mid"]) if over["mid"] and under["mid"] else None
    return Value(span(lo, mid, hi), Provenance.DERIVED, why, lo, mid, hi, (under["id"], over["id"]))


def span(lo: float | None, mid: float | None, hi: float | None) -> str:
    """An interval in words: its middle, else its ends."""
    if mid is not None:
        return f"{mid:.3g}"
    if lo is None:
        return f"< {hi:.3g}" if hi is not None else "any"
    return f"{lo:.3g} to {hi:.3g}" if hi is not None else f"> {lo:.3g}"


def text(words: str | None, sources: tuple[str, ...] = ()) -> Value:
    """A cell of words."""
    return Value(words or "", Provenance.REPORTED if words else Provenance.MISSING, sources=sources)


def unit_of(value: Value, quantity: str) -> Value:
    """A cell whose number is of a quantity that its column does not name."""
    return replace(value, unit=Q[quantity].unit)


def first_reading(base: Base, subject: str, quantity: str) -> Row | None:
    """The first unlabelled reading of a quantity about a record, or None."""
    found = [row for row in base.readings_of(subject, quantity) if not row["label"]]
    return found[0] if found else None


def setting(base: Base, owner: str, quantity: str) -> Row | None:
    """What an experiment was run at: its stated condition, else its own reading; the one without a label before others."""
    stated = [row for row in base.by("condition", "experiment_id", owner) if row["quantity"] == quantity and row["state"] == "stated"]  # fmt: skip
    own = [row for row in base.by("reading", "owner_id", owner) if row["quantity"] == quantity and not row["repeats"]]
    plain = [row for row in (*stated, *own) if not row["label"]]
    return plain[0] if plain else None


def _contradicted(base: Base) -> Mapping[str, list[str]]:
    """The checks that contradict each printed number; of one that is stated twice, each of its prints."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in base.by("verdict", "verdict", Verdict.INCONSISTENT.value):
        found[row["output_id"]][row["id"]] = None
        if row["formula"] == "stated_twice":
            for one in base.by("verdict_input", "check_id", row["id"]):
                found[one["source_id"]][row["id"]] = None
    return {key: list(checks) for key, checks in found.items()}


def finished(base: Base, table: Table) -> Table:
    """A table whose cells name their units, and the checks that contradict what stands in them."""
    against = _contradicted(base)
    lines = []
    for line in table.lines:
        values = [
            replace(
                value,
                unit=value.unit or (column.unit if column.number else ""),
                contradicted_by=tuple(dict.fromkeys(check for one in value.sources for check in against.get(one, ()))),
            )
            for column, value in zip(table.columns, line.values, strict=True)
        ]
        lines.append(Line(line.id, line.label, line.paper, tuple(values), line.about))
    return replace(table, lines=tuple(lines))
