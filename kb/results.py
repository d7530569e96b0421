"""What compute finds, as rows of the base."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from compute import Audited, DerivedValues, Verdicts

__all__ = ["result_rows"]

Rows = dict[str, list[dict[str, Any]]]


def result_rows(found: Iterable[Audited]) -> Rows:
    """The rows of verdicts, ways and derived values, with their inputs."""
    made: Rows = {name: [] for name in ("verdict", "verdict_input", "verdict_way", "derived", "derived_input")}
    for one in found:
        for verdicts in one.checks:
            _checks(verdicts, made)
        _derived(one.derived, made)
    return made


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _checks(verdicts: Verdicts, made: Rows) -> None:
    from schema.quantities import Q

    ids = verdicts.ids.to_list()
    units = {}
    for record, row in zip(ids, verdicts.checks.iter_rows(named=True), strict=True):
        unit = Q[row["quantity"]].units if row["quantity"] and not row["of_ratio"] else None
        units[record] = unit.factor if unit else 1.0
        gap = row["gap"]
        made["verdict"].append(
            {
                "id": record, **{name: row[name] for name in _PLAIN}, "reported_lo": _finite(row["reported_lo"]),
                "reported_hi": _finite(row["reported_hi"]), "computed_lo": _finite(row["lo"]),
                "computed_mid": _finite(row["mid"]), "computed_hi": _finite(row["hi"]),
                "gap": gap / units[record] if row["gap_kind"] == "difference" else gap,
                "unit": Q[row["quantity"]].unit if unit else "", "si_factor": units[record],
                "si_offset": unit.offset if unit else 0.0,
            }
        )  # fmt: skip
    made["verdict_input"] += _inputs(verdicts.inputs, verdicts.facts, "check_id", ids, made["verdict"])
    papers = dict(zip(ids, verdicts.checks["paper_id"], strict=True))
    for row in verdicts.ways.iter_rows(named=True):
        check = ids[row["check"]]
        gap = row["gap"] / units[check] if row["gap_kind"] == "difference" else row["gap"]
        made["verdict_way"].append(
            {"id": f"{check}/way:{row['formula']}", "paper_id": papers[check], "check_id": check, "formula": row["formula"],
             "words": row["words"], "verdict": row["verdict"], **{end: _finite(row[end]) for end in ("lo", "mid", "hi")},
             "gap": gap, "gap_kind": row["gap_kind"], "missing": row["missing"], "counts": row["counts"]}
        )  # fmt: skip


_PLAIN = ("paper_id", "verdict", "formula", "quantity", "context_id", "output_id", "reported", "gap_kind", "only_as", "strength", "missing")  # fmt: skip


def _derived(derived: DerivedValues, made: Rows) -> None:
    names = ("id", "paper_id", "quantity", "context_id", "formula", "convention", "claim")
    rows = [
        {name: row[name] for name in names} | {end: _finite(row[end]) for end in ("lo", "mid", "hi")}
        for row in derived.values.iter_rows(named=True)
    ]
    made["derived"] += rows
    made["derived_input"] += _inputs(derived.inputs, derived.facts, "derived_id", derived.values["id"].to_list(), rows)


def _inputs(
    inputs: pl.DataFrame, facts: pl.DataFrame, link: str, ids: list[str], of: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    from compute.told import interval

    papers = {row["id"]: row["paper_id"] for row in of}
    used = inputs.join(facts, on="row", maintain_order="left")
    rows, last, position = [], None, 0
    for row in used.select("check", "parameter", "id", "kind", "quantity", "printed", "lo", "mid", "hi").iter_rows():
        check, parameter, source, kind, quantity, printed, lo, mid, hi = row
        position = position + 1 if check == last else 1
        last = check
        record = ids[check]
        rows.append(
            {"id": f"{record}/input-{position}", "paper_id": papers[record], link: record, "parameter": parameter, "source_id": source,
             "source_kind": kind, "position": position, "quantity": quantity,
             "printed": printed if printed is not None else interval(quantity, lo, hi),
             "lo": _finite(lo), "mid": _finite(mid), "hi": _finite(hi)}
        )  # fmt: skip
    return rows
