"""What compute finds, as frames of the base's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from kb.frames import frame_of
from schema.quantities import Q

if TYPE_CHECKING:
    from compute import Audited, DerivedValues, Verdicts

__all__ = ["result_frames"]

UNITS = pl.DataFrame(
    [(one.name, one.unit, one.units.factor, one.units.offset) for one in Q],
    schema={"quantity": pl.String, "unit": pl.String, "si_factor": pl.Float64, "si_offset": pl.Float64}, orient="row",
)  # fmt: skip


def result_frames(found: Iterable[Audited]) -> dict[str, pl.DataFrame]:
    """The tables of verdicts, ways and derived values, with their inputs."""
    parts: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for one in found:
        for verdicts in one.checks:
            _checks(verdicts, parts)
        _derived(one.derived, parts)
    names = ("verdict", "verdict_input", "verdict_way", "derived", "derived_input")
    return {name: pl.concat(parts[name]) if parts[name] else frame_of(name, []) for name in names}


def _finite(name: str, to: str = "") -> pl.Expr:
    return pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(to or name)


def _checks(verdicts: Verdicts, parts: dict[str, list[pl.DataFrame]]) -> None:
    rows = verdicts.checks.with_columns(verdicts.ids).with_row_index("check")
    rows = rows.join(UNITS, on="quantity", how="left", maintain_order="left")
    plain = pl.col("of_ratio") | pl.col("unit").is_null()
    factor = pl.when(plain).then(1.0).otherwise("si_factor")
    gap = pl.when(pl.col("gap_kind") == "difference").then(pl.col("gap") / factor).otherwise("gap")
    made = rows.with_columns(
        _finite("reported_lo"), _finite("reported_hi"), _finite("lo", "computed_lo"), _finite("mid", "computed_mid"),
        _finite("hi", "computed_hi"), gap.alias("gap"), pl.when(plain).then(pl.lit("")).otherwise("unit").alias("unit"),
        factor.alias("si_factor"), pl.when(plain).then(0.0).otherwise("si_offset").alias("si_offset"),
    )  # fmt: skip
    parts["verdict"].append(frame_of("verdict", made))
    own = made.select("check", pl.col("id").alias("check_id"), "paper_id", "si_factor")
    parts["verdict_input"].append(frame_of("verdict_input", _inputs(verdicts.inputs, verdicts.facts, own)))
    ways = verdicts.ways.join(own, on="check", maintain_order="left")
    gap = pl.when(pl.col("gap_kind") == "difference").then(pl.col("gap") / pl.col("si_factor")).otherwise("gap")
    ways = ways.with_columns(
        pl.format("{}/way:{}", "check_id", "formula").alias("id"), gap.alias("gap"), *(_finite(n) for n in ("lo", "mid", "hi"))
    )  # fmt: skip
    parts["verdict_way"].append(frame_of("verdict_way", ways))


def _derived(derived: DerivedValues, parts: dict[str, list[pl.DataFrame]]) -> None:
    rows = derived.values.with_row_index("check")
    parts["derived"].append(frame_of("derived", rows.with_columns(_finite(n) for n in ("lo", "mid", "hi"))))
    own = rows.select("check", pl.col("id").alias("derived_id"), "paper_id")
    parts["derived_input"].append(frame_of("derived_input", _inputs(derived.inputs, derived.facts, own)))


def _inputs(inputs: pl.DataFrame, facts: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Inputs in the order of the formula's parameters, counted from 1."""
    facts = facts.select(
        "row",
        pl.col("id").alias("source_id"),
        pl.col("kind").alias("source_kind"),
        "quantity",
        "printed",
        "lo",
        "mid",
        "hi",
    )
    link = next(name for name in own.columns if name.endswith("_id") and name != "paper_id")
    used = inputs.join(own, on="check", maintain_order="left").join(facts, on="row", maintain_order="left")
    used = used.with_columns(
        (pl.int_range(pl.len()).over("check") + 1).alias("position"), *(_finite(n) for n in ("lo", "mid", "hi"))
    )
    return used.with_columns(pl.format("{}/input-{}", link, "position").alias("id"))
