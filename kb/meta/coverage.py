"""Coverage: which quantities which papers report, and which conditions they state beside them."""

from __future__ import annotations

import polars as pl

__all__ = ["conditions_stated", "coverage_map"]


def _paper() -> pl.Expr:
    return pl.col("id").str.split("/").list.first()


def _with_paper(readings: pl.DataFrame) -> pl.DataFrame:
    return readings if "paper" in readings.columns else readings.with_columns(paper=_paper())


def coverage_map(readings: pl.DataFrame, *, fewest_papers: int = 1) -> pl.DataFrame:
    """How many readings each paper has of each quantity: a row a quantity, a column a paper, then ``papers`` and ``readings``.

    ``readings`` is the frame of ``Client.readings()``, in which a number that a paper repeats counts each time, or that of
    :func:`kb.meta.points`. The quantity that most papers report comes first.
    """
    frame = _with_paper(readings)
    papers = sorted(set(frame["paper"].to_list()))
    counts = frame.group_by("quantity").agg(
        *((pl.col("paper") == paper).sum().cast(pl.Int64).alias(paper) for paper in papers),
        pl.col("paper").n_unique().cast(pl.Int64).alias("papers"),
        pl.len().cast(pl.Int64).alias("readings"),
    )
    return counts.filter(pl.col("papers") >= fewest_papers).sort(
        "papers", "readings", "quantity", descending=[True, True, False]
    )


def conditions_stated(readings: pl.DataFrame) -> pl.DataFrame:
    """How often a condition is stated, not stated or not applicable, a row a condition and paper, with the ``share`` stated (%).

    Not applicable counts neither way. ``readings`` is the table of ``kb export readings``, whose ``conditions`` are
    "temperature=30 °C; operating_pressure=not stated".
    """
    one = (
        _with_paper(readings)
        .select("paper", pl.col("conditions").str.split("; ").alias("condition"))
        .explode("condition")
    )
    one = one.filter(pl.col("condition").is_not_null() & (pl.col("condition") != ""))
    parts = pl.col("condition").str.splitn("=", 2)
    one = one.select(
        "paper", parts.struct.field("field_0").alias("condition"), parts.struct.field("field_1").alias("state")
    )
    counts = one.group_by("condition", "paper").agg(
        (~pl.col("state").is_in(["not stated", "not applicable"])).sum().cast(pl.Int64).alias("stated"),
        (pl.col("state") == "not stated").sum().cast(pl.Int64).alias("not_stated"),
        (pl.col("state") == "not applicable").sum().cast(pl.Int64).alias("not_applicable"),
    )
    asked = pl.col("stated") + pl.col("not_stated")
    share = pl.when(asked > 0).then(100 * pl.col("stated") / asked).alias("share")
    return counts.with_columns(share).sort("condition", "paper")
