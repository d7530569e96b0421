"""The same number printed twice, and shares of one whole: what a paper's prints say of each other."""

from __future__ import annotations

import polars as pl

from compute.box import ROUND_OFF
from compute.prints import prints_of
from compute.statements import finished
from compute.tables import Tables, frames
from compute.verdicts import Verdicts
from schema.vocabulary import Verdict

__all__ = ["check_repeats", "check_shares"]

SHARES = ["area_fraction", "mass_fraction", "volume_fraction", "mole_fraction"]
"""Shares of one whole; only shares of the same kind add up."""


def check_repeats(tables: Tables, prints: pl.DataFrame | None = None) -> Verdicts:
    """The same thing stated in several places: whether all its prints have a value in common, two by two.

    Intervals that meet two by two have one value in common, so the farthest apart decide.
    """
    prints = prints_of(frames(tables)) if prints is None else prints
    again = prints.filter(pl.col("repeats").is_not_null())
    firsts = prints.filter(pl.col("id").is_in(again["repeats"].unique().implode()))
    each = pl.concat(
        [
            firsts.with_columns(pl.col("id").alias("first"), pl.lit(0).alias("again")),
            again.with_columns(pl.col("repeats").alias("first"), pl.lit(1).alias("again")),
        ]
    ).sort("first", "again", "id")  # fmt: skip
    number = each.select(pl.col("first").unique(maintain_order=True)).with_row_index("number")
    each = each.join(number, on="first", maintain_order="left").with_columns(
        (pl.int_range(pl.len()).over("first")).alias("place_in")
    )
    # the pair of prints that is told: the first two that are apart, else the first and the last
    pairs = each.join(each, on="number", suffix="_b").filter(pl.col("place_in") < pl.col("place_in_b"))
    room = ROUND_OFF * pl.max_horizontal(
        *(pl.when(pl.col(n).is_finite()).then(pl.col(n).abs()).otherwise(0.0) for n in ("lo", "hi", "lo_b", "hi_b"))
    )
    apart = ~((pl.col("lo") <= pl.col("hi_b") + room) & (pl.col("lo_b") <= pl.col("hi") + room))
    pairs = pairs.with_columns(apart.alias("apart"), (pl.col("place_in") == 0).alias("from_first")).sort(
        "number", "apart", pl.when(apart).then(pl.col("place_in")).otherwise(0), pl.when(~apart).then("from_first"),
        pl.when(apart).then(pl.col("place_in_b")).otherwise(-pl.col("place_in_b")),
        descending=[False, True, False, True, False],
    )  # fmt: skip
    told = pairs.unique("number", keep="first", maintain_order=True)
    verdict = pl.when("apart").then(pl.lit(str(Verdict.INCONSISTENT))).otherwise(pl.lit(str(Verdict.CONSISTENT)))
    head = firsts.select(pl.col("id").alias("first"), pl.col("owner_id").alias("context_id"), "paper_id", "quantity")
    checks = told.select(
        "number", "first", verdict.alias("verdict"), pl.col("as_printed").alias("reported"), "place", "quote",
        pl.col("lo").alias("reported_lo"), pl.col("hi").alias("reported_hi"), pl.col("lo_b").alias("lo"),
        pl.col("mid_b").alias("mid"), pl.col("hi_b").alias("hi"), (pl.col("soft") | pl.col("soft_b")).alias("soft"),
    ).join(head, on="first", maintain_order="left")  # fmt: skip
    checks = checks.with_columns(
        pl.lit("stated_twice").alias("formula"), pl.col("first").alias("output_id"), pl.lit("").alias("missing"),
        pl.lit(value=False).alias("of_ratio"), pl.lit(None, pl.String).alias("only_as"),
    )  # fmt: skip
    inputs = each.select(
        "number",
        pl.col("place_in").cast(pl.Int64).alias("position"),
        pl.format("print {}", pl.col("place_in") + 1).alias("parameter"),
        "row",
    )
    return finished(checks, inputs, prints)


def check_shares(tables: Tables, prints: pl.DataFrame | None = None) -> Verdicts:
    """Shares of one whole, told apart by their labels or by their constituents, can't add up to more than the whole."""
    prints = prints_of(frames(tables)) if prints is None else prints
    part = pl.col("owner_kind") == "constituent"
    shares = prints.filter(
        pl.col("quantity").is_in(SHARES) & pl.col("repeats").is_null() & ((pl.col("label") != "") | part)
    ).with_columns(pl.when(part).then("subject_id").otherwise("owner_id").alias("context_id")).sort("context_id", "quantity", "id")  # fmt: skip
    whole = ["context_id", "quantity"]
    shares = shares.filter(pl.len().over(whole) > 1)
    sums = shares.group_by(whole, maintain_order=True).agg(
        pl.col("lo").sum(), pl.col("hi").sum(), pl.col("id").first().alias("output_id"), pl.col("paper_id").first(),
        pl.col("soft").any(),
    ).with_row_index("number")  # fmt: skip
    over = pl.col("lo") > 1 + ROUND_OFF * pl.max_horizontal(pl.lit(1.0), pl.col("hi").abs())
    verdict = pl.when(over).then(pl.lit(str(Verdict.INCONSISTENT))).otherwise(pl.lit(str(Verdict.CONSISTENT)))
    checks = sums.with_columns(
        verdict.alias("verdict"), ((pl.col("lo") + pl.col("hi")) / 2).alias("mid"), pl.lit("100 %").alias("reported"),
        pl.lit(0.0).alias("reported_lo"), pl.lit(1.0).alias("reported_hi"), pl.lit("shares_of_a_whole").alias("formula"),
        pl.lit(None, pl.String).alias("place"), pl.lit(None, pl.String).alias("quote"), pl.lit("").alias("missing"),
        pl.lit(value=False).alias("of_ratio"), pl.lit(None, pl.String).alias("only_as"),
    )  # fmt: skip
    inputs = shares.join(sums.select("number", *whole), on=whole).with_columns(
        pl.int_range(pl.len()).over("number").cast(pl.Int64).alias("position"), pl.lit("share").alias("parameter")
    )
    return finished(checks, inputs.select("number", "position", "parameter", "row"), prints)
