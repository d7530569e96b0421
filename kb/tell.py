"""Stored checks and derived values as the objects that tell their story."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kb.base import Base, Row
from schema.vocabulary import Strength, Verdict

if TYPE_CHECKING:
    from compute import Checked, DerivedValue, Way

__all__ = ["checked", "derived_value", "told"]


def _end(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _box(row: Row, prefix: str = "") -> tuple[float, float, float]:
    lo, mid, hi = (row[f"{prefix}{end}"] for end in ("lo", "mid", "hi"))
    return _end(lo, -math.inf), _end(mid, math.nan), _end(hi, math.inf)


def _inputs(base: Base, table: str, link: str, record: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    rows = sorted(base.by(table, link, record), key=lambda one: int(one["position"]))
    return tuple((row["parameter"], _fact(base, row)) for row in rows)


def _fact(base: Base, row: Row) -> dict[str, Any]:
    """An input as it was used, with the place and words of its source."""
    source = base.record(row["source_id"]) or {}
    lo, mid, hi = _box(row)
    return {
        "id": row["source_id"], "kind": row["source_kind"], "quantity": row["quantity"], "printed": row["printed"],
        "lo": lo, "mid": mid, "hi": hi, "place": source.get("place") or source.get("source"),
        "quote": source.get("quote"), "claim": source.get("claim") or "",
    }  # fmt: skip


def checked(base: Base, row: Row) -> Checked:
    """The verdict in a row of the base."""
    from compute import Checked

    output = base.record(row["output_id"]) or {}
    whole = row["formula"] == "shares_of_a_whole"
    return Checked(
        Verdict(row["verdict"]), row["formula"], row["quantity"], row["paper_id"], row["context_id"], row["output_id"],
        row["reported"], None if whole else output.get("place"), None if whole else output.get("quote"),
        _end(row["reported_lo"], -math.inf), _end(row["reported_hi"], math.inf),
        _box(row, "computed_") if row["verdict"] != Verdict.UNTESTABLE else None, _raw_gap(row), row["gap_kind"], row["only_as"],
        tuple(row["missing"].split(", ")) if row["missing"] else (), _inputs(base, "verdict_input", "check_id", row["id"]),
        not row["unit"] and bool(row["formula"].startswith("statement_") or whole),
        Strength(row["strength"]) if row["strength"] else None,
        tuple(_way(one, row) for one in base.by("verdict_way", "check_id", row["id"])),
    )  # fmt: skip


def _raw_gap(row: Row, of: Row | None = None) -> float | None:
    if row["gap"] is None or row["gap_kind"] == "factor":
        gap: float | None = row["gap"]
        return gap
    return float(row["gap"]) * float((of or row)["si_factor"])


def _way(row: Row, of: Row) -> Way:
    from compute import Way

    untestable = row["verdict"] == Verdict.UNTESTABLE
    return Way(
        row["formula"], row["words"], Verdict(row["verdict"]), None if untestable else _box(row), _raw_gap(row, of), row["gap_kind"],
        tuple(row["missing"].split(", ")) if row["missing"] else (), row["counts"],
    )  # fmt: skip


def derived_value(base: Base, row: Row) -> DerivedValue:
    """The derived value in a row of the base."""
    from compute import DerivedValue

    names = ("id", "quantity", "paper_id", "context_id", "formula", "convention", "claim")
    lo, mid, hi = _box(row)
    return DerivedValue(**{name: row[name] for name in names}, lo=lo, mid=mid, hi=hi,
                        inputs=_inputs(base, "derived_input", "derived_id", row["id"]))  # fmt: skip


def told(base: Base, row: Row) -> str:
    """The story of a check or a derived value."""
    return (checked(base, row) if "verdict" in row else derived_value(base, row)).told
