"""Readings as statements, repeats and shares use them: every print for itself, with what it is of."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from compute.facts import SOFT

__all__ = ["prints_of"]

INFINITE = float("inf")


def prints_of(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every reading, repeats among them, with open ends as infinities; ``shown`` says the number and what it is of."""
    label = pl.col("label").fill_null("")
    of = pl.when(label == "").then(pl.lit("")).otherwise(pl.format(" ({})", label))
    shown = pl.format(
        "{} ({}{} of {})", pl.coalesce("as_read", "printed"), pl.col("quantity").str.replace_all("_", " "), of,
        pl.col("owner_id").str.splitn("/", 2).struct[1],
    )  # fmt: skip
    return tables["reading"].select(
        "id", pl.lit("reading").alias("kind"), "paper_id", "owner_id", "owner_kind", "subject_id", "quantity", label.alias("label"),
        "repeats", pl.col("lo").fill_null(-INFINITE).alias("lo"), pl.col("mid").fill_null(float("nan")),
        pl.col("hi").fill_null(INFINITE).alias("hi"), SOFT.alias("soft"), "place", "quote", "claim",
        pl.col("printed").alias("as_printed"), shown.alias("printed"),
    ).with_row_index("row")  # fmt: skip
