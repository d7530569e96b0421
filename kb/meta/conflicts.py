"""Conflicts across papers: the same composition, quantity and temperature, and intervals that do not meet."""

from __future__ import annotations

from itertools import combinations
from math import inf
from typing import Any

import polars as pl

from kb.meta.paging import MetaError
from schema.quantities import Q

__all__ = ["find_conflicts"]

_COLUMNS = ("quantity", "label", "formula", "unit", "gap_kind", "paper", "printed", "reading", "claim", "other_paper", "other_printed",
            "other_reading", "other_claim")  # fmt: skip
SCHEMA: dict[str, Any] = {**dict.fromkeys(_COLUMNS, pl.String), "gap": pl.Float64}


def find_conflicts(readings: pl.DataFrame, *, same_temperature: bool = True) -> pl.DataFrame:
    """Pairs of numbers of two papers that cannot both be true of one material; the largest gap first.

    ``readings`` is a frame of :func:`kb.meta.points`. Two numbers are of the same thing when quantity, label, reduced
    ``formula`` and kind of record are the same and their temperatures meet; temperatures not stated meet each other only,
    unless ``same_temperature`` is False. ``gap`` is the least factor between them, or the least difference in ``unit`` for
    quantities whose zero is a convention. Settings are choices, not findings, and never conflict. A conflict is no error of
    either paper: processing differs. It is where to look.
    """
    missing = [name for name in ("formula", "quantity", "paper", "lo", "hi") if name not in readings.columns]
    if missing:
        raise MetaError("readings", f"no column {missing[0]!r}", "give the frame of kb.meta.points")
    rows: list[dict[str, Any]] = []
    usable = readings.filter(pl.col("formula").is_not_null() & (pl.col("claim") != "setting"))
    for _, group in usable.group_by("quantity", "label", "formula", "subject_kind", maintain_order=True):
        for one, other in combinations(group.iter_rows(named=True), 2):
            if one["paper"] == other["paper"] or (same_temperature and not _meet_in_temperature(one, other)):
                continue
            gap = _gap(one, other)
            if gap is not None:
                rows.append({
                    "quantity": one["quantity"], "label": one["label"], "formula": one["formula"], "unit": one["unit"], "gap": gap,
                    "gap_kind": "difference" if Q[one["quantity"]].by_difference else "factor",
                    "paper": one["paper"], "printed": one["printed"], "reading": one["id"], "claim": one["claim"], "other_paper": other["paper"],
                    "other_printed": other["printed"], "other_reading": other["id"], "other_claim": other["claim"],
                })  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA).sort("gap", "reading", "other_reading", descending=[True, False, False])


def _meet_in_temperature(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one.get("temperature_lo") is None or other.get("temperature_lo") is None:
        return one.get("temperature_lo") is None and other.get("temperature_lo") is None
    return bool(one["temperature_lo"] <= other["temperature_hi"] and other["temperature_lo"] <= one["temperature_hi"])


def _gap(one: dict[str, Any], other: dict[str, Any]) -> float | None:
    low, high = sorted((one, other), key=lambda row: -inf if row["lo"] is None else row["lo"])
    if high["lo"] is None or low["hi"] is None or high["lo"] <= low["hi"]:
        return None
    if Q[one["quantity"]].by_difference:
        return float(high["lo"] - low["hi"])
    return inf if low["hi"] == 0 else float(high["lo"] / low["hi"])
