"""What a paper says about its numbers, against those numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.box import gap, spread, touch
from compute.facts import SOFT
from compute.prints import prints_of
from compute.tables import Tables, frames
from compute.verdicts import CHECK_COLUMNS, INPUT_COLUMNS, WAY_COLUMNS, Verdicts
from schema.quantities import Q
from schema.vocabulary import Relation, Strength, Verdict

__all__ = ["check_statements", "finished"]

INFINITE = float("inf")
RATIOS: dict[Relation, list[tuple[str, Callable[..., Any]]]] = {
    Relation.TIMES_HIGHER: [
        ("subject over reference", lambda subject, reference: subject / reference),
        ("the increase over the reference", lambda subject, reference: subject / reference - 1),
    ],
    Relation.TIMES_LOWER: [("reference over subject", lambda subject, reference: reference / subject)],
    Relation.PERCENT_OF: [("subject over reference", lambda subject, reference: subject / reference)],
    Relation.PERCENT_HIGHER: [("the increase over the reference", lambda subject, reference: subject / reference - 1)],
    Relation.PERCENT_LOWER: [("the decrease from the reference", lambda subject, reference: 1 - subject / reference)],
}
"""How each relation's number follows from subject and reference; with two ways, the language leaves it open."""
NO_NUMBER = [Relation.SIMILAR, Relation.OTHER]
"""Kept, but no number can contradict them."""
UP, DOWN = [Relation.HIGHER_THAN, Relation.HIGHEST], [Relation.LOWER_THAN, Relation.LOWEST]


def check_statements(tables: Tables, prints: pl.DataFrame | None = None) -> Verdicts:
    """A verdict on every statement about readings, in the order of their ids."""
    given = frames(tables)
    prints = prints_of(given) if prints is None else prints
    said, references = _said(given, prints)
    columns = {name: said[name].to_numpy().copy() for name in ("computed_lo", "computed_mid", "computed_hi")}
    is_open = np.zeros(said.height, dtype=bool)  # consistent only as the second way to read a ratio
    words = np.full(said.height, None, dtype=object)
    for relation in RATIOS:
        rows = np.flatnonzero(((said["says"] == relation) & (said["missing"] == "")).to_numpy())
        _ratio(relation, said, rows, columns, is_open, words)
    agree = touch(
        said["reported_lo"].to_numpy(), said["reported_hi"].to_numpy(), columns["computed_lo"], columns["computed_hi"]
    )
    order = said["says"].is_in([*UP, *DOWN]).to_numpy()
    wrong = (said["missing"] == "").to_numpy() & np.where(order, said["any_wrong"].to_numpy(), ~agree)
    verdict = (
        pl.when(pl.col("missing") != "").then(pl.lit(str(Verdict.UNTESTABLE))).when("wrong").then(pl.lit(str(Verdict.INCONSISTENT)))
        .when("open").then(pl.lit(str(Verdict.CONSISTENT_ONLY_AS))).otherwise(pl.lit(str(Verdict.CONSISTENT)))
    )  # fmt: skip
    checks = said.with_columns(pl.Series("wrong", wrong), pl.Series("open", is_open & ~wrong)).with_columns(
        verdict.alias("verdict"), pl.Series("lo", columns["computed_lo"]), pl.Series("mid", columns["computed_mid"]),
        pl.Series("hi", columns["computed_hi"]), pl.Series("only_as", words.tolist(), pl.String),
    )  # fmt: skip
    ends = [pl.when(pl.col("missing") == "").then(name).alias(name) for name in ("lo", "mid", "hi")]
    checks = checks.with_columns(*ends, pl.when("open").then("only_as").alias("only_as"))
    inputs = _inputs(checks, references, prints)
    return finished(checks, inputs, prints)


def finished(checks: pl.DataFrame, inputs: pl.DataFrame, prints: pl.DataFrame) -> Verdicts:
    """Gap and strength of what is wrong; the checks in the order of their ids. ``inputs`` point to ``number``."""
    wrong = (checks["verdict"] == Verdict.INCONSISTENT).to_numpy()
    by_difference = {one.name: one.by_difference for one in Q}
    signed = (
        ~checks["of_ratio"].to_numpy()
        & checks["quantity"].replace_strict(by_difference, default=False, return_dtype=pl.Boolean).to_numpy()
    )
    ends = [checks[name].to_numpy() for name in ("reported_lo", "reported_hi", "lo", "hi")]
    size, is_factor = gap(*ends)
    apart, _ = gap(*ends, signed=True)
    size, is_factor = np.where(signed, apart, size), is_factor & ~signed
    strength = pl.when("soft").then(pl.lit(str(Strength.LIKELY))).otherwise(pl.lit(str(Strength.CERTAIN)))
    checks = checks.with_columns(
        pl.Series("gap", np.where(wrong, size, np.nan)).fill_nan(None), pl.when(pl.Series("is_wrong", wrong)).then(pl.when(pl.Series("is_factor", is_factor)).then(pl.lit("factor")).otherwise(pl.lit("difference"))).alias("gap_kind"),
        pl.when(pl.Series("is_wrong", wrong)).then(strength).alias("strength"),
        (pl.col("output_id") + "#" + pl.col("formula")).alias("id"),
    ).sort("id").with_row_index("check")  # fmt: skip
    used = inputs.join(checks.select("check", "number"), on="number").sort("check", "position")
    return Verdicts(
        checks.select(pl.col(n).cast(t) for n, t in CHECK_COLUMNS.items()),
        used.select(pl.col(n).cast(t) for n, t in INPUT_COLUMNS.items()), pl.DataFrame(schema=WAY_COLUMNS), prints,
    )  # fmt: skip


def _said(given: dict[str, pl.DataFrame], prints: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a statement, with its subject and what its references come to; and one row a reference."""
    own = prints.select(
        pl.col("id").alias("subject_id"), "quantity", pl.col("lo").alias("s_lo"), pl.col("mid").alias("s_mid"),
        pl.col("hi").alias("s_hi"), pl.col("soft").alias("s_soft"), pl.col("row").alias("s_row"),
    )  # fmt: skip
    statements = given["statement"].filter(~pl.col("says").is_in(NO_NUMBER)).with_columns(SOFT.alias("soft")).sort("id")
    statements = statements.join(own, on="subject_id", how="left", maintain_order="left").with_row_index("number")
    each = (
        given["statement_reference"]
        .join(statements.select(pl.col("id").alias("statement_id"), "number", "says", "s_lo", "s_hi"), on="statement_id")
        .join(prints.select(pl.col("id").alias("reading_id"), "lo", "mid", "hi", pl.col("soft").alias("r_soft"), "row"), on="reading_id")
        .sort("number", "position")
        .with_columns(
            pl.when(pl.col("says").is_in(UP)).then(pl.col("s_hi") < pl.col("lo")).when(pl.col("says").is_in(DOWN))
            .then(pl.col("s_lo") > pl.col("hi")).otherwise(pl.lit(value=False)).fill_null(value=False).alias("is_wrong")
        )
        .with_columns((pl.col("is_wrong") | ~pl.col("is_wrong").any().over("number")).alias("shown"))
    )  # fmt: skip
    shown = pl.col("shown")
    come_to = each.group_by("number", maintain_order=True).agg(
        pl.len().alias("n"), *(pl.col(n).first().alias(f"r_{n}") for n in ("lo", "mid", "hi")), pl.col("r_soft").first().alias("first_soft"),
        *(pl.col(n).sum().alias(f"sum_{n}") for n in ("lo", "hi")), *(pl.col(n).get(1, null_on_oob=True).alias(f"next_{n}") for n in ("lo", "hi")),
        pl.col("lo").filter(shown).min().alias("min_lo"), pl.col("hi").filter(shown).max().alias("max_hi"),
        pl.col("r_soft").filter(shown).any().alias("any_soft"), pl.col("is_wrong").any().alias("any_wrong"),
    )  # fmt: skip
    said = statements.join(come_to, on="number", how="left", maintain_order="left")
    says, ratio = pl.col("says"), pl.col("says").is_in(list(RATIOS))
    lacks = [
        pl.when(pl.col("s_row").is_null()).then(pl.lit("the number that it is about")),
        pl.when(pl.col("n").is_null()).then(pl.lit("the number that it is compared with")),
        pl.when(ratio & pl.col("lo").is_null() & pl.col("hi").is_null()).then(pl.lit("a number")),
        pl.when((says == Relation.DIFFERENCE) & (pl.col("n") != 2)).then(pl.lit("both numbers of the difference")),
    ]
    said = said.with_columns(pl.concat_str(lacks, separator=", ", ignore_nulls=True).alias("missing"))
    whole = pl.col("missing") == ""
    lo = (
        pl.when(says == Relation.DIFFERENCE).then(pl.col("r_lo") - pl.col("next_hi")).when(says == Relation.SUM).then("sum_lo")
        .when(says == Relation.SAME_AS).then("r_lo").otherwise("min_lo")
    )  # fmt: skip
    hi = (
        pl.when(says == Relation.DIFFERENCE).then(pl.col("r_hi") - pl.col("next_lo")).when(says == Relation.SUM).then("sum_hi")
        .when(says == Relation.SAME_AS).then("r_hi").otherwise("max_hi")
    )  # fmt: skip
    stated = [
        pl.when(ratio).then(pl.col(n).fill_null(end)).otherwise(pl.col(f"s_{n}"))
        for n, end in (("lo", -INFINITE), ("hi", INFINITE))
    ]
    said = said.with_columns(
        lo.alias("computed_lo"), hi.alias("computed_hi"),
        pl.when(says.is_in([*UP, *DOWN])).then(float("nan")).otherwise((lo + hi) / 2).alias("computed_mid"),
        pl.when(whole).then(stated[0]).otherwise(-INFINITE).alias("reported_lo"),
        pl.when(whole).then(stated[1]).otherwise(INFINITE).alias("reported_hi"),
        pl.coalesce("printed", says.str.replace_all("_", " ")).alias("reported"), pl.col("id").alias("output_id"),
        pl.col("id").alias("context_id"), ("statement_" + says).alias("formula"), ratio.alias("of_ratio"), pl.col("quantity").fill_null(""),
        (pl.col("soft") | pl.col("s_soft").fill_null(value=False)
         | pl.when(ratio).then("first_soft").otherwise("any_soft").fill_null(value=False)).alias("soft"),
        pl.col("any_wrong").fill_null(value=False),
    )  # fmt: skip
    # a ratio and a sameness look at the first reference alone
    only_first = ratio | (says == Relation.SAME_AS)
    firsts = each.join(said.select("number", only_first.alias("only_first")), on="number", maintain_order="left")
    is_first = pl.col("position") == pl.col("position").min().over("number")
    return said, firsts.filter(pl.when("only_first").then(is_first).otherwise("shown"))


def _ratio(
    relation: Relation, said: pl.DataFrame, rows: NDArray[np.int64], columns: dict[str, NDArray[np.float64]],
    is_open: NDArray[np.bool_], words: NDArray[np.object_],
) -> None:  # fmt: skip
    """The interval of each ratio's way that fits, else of the nearest; written into the columns."""
    if not len(rows):
        return
    part = said[rows]
    subject, reference = (tuple(part[f"{who}_{end}"].to_numpy() for end in ("lo", "mid", "hi")) for who in ("s", "r"))
    divisor = subject if relation is Relation.TIMES_LOWER else reference
    across_zero = (divisor[0] < 0) & (divisor[2] > 0)  # then the quotient is anything
    stated = part["reported_lo"].to_numpy(), part["reported_hi"].to_numpy()
    best = np.full(len(rows), np.inf)
    for place, (name, body) in enumerate(RATIOS[relation]):
        lo, mid, hi = spread(body, [subject, reference])  # type: ignore[list-item]
        lo, hi = np.where(across_zero, -np.inf, lo), np.where(across_zero, np.inf, hi)
        apart = np.where(touch(*stated, lo, hi), -np.inf, gap(*stated, lo, hi)[0])
        better = apart < best if place else np.ones(len(rows), dtype=bool)
        best = np.where(better, apart, best)
        for key, values in (("computed_lo", lo), ("computed_mid", mid), ("computed_hi", hi)):
            columns[key][rows[better]] = values[better]
        if place:
            fits = better & np.isneginf(apart)
            is_open[rows[fits]] = True
            words[rows[fits]] = name


def _inputs(checks: pl.DataFrame, references: pl.DataFrame, prints: pl.DataFrame) -> pl.DataFrame:
    subject = checks.filter(pl.col("s_row").is_not_null()).select(
        "number",
        pl.lit(0, pl.Int64).alias("position"),
        pl.lit("subject").alias("parameter"),
        pl.col("s_row").alias("row"),
    )
    others = references.select(
        "number", pl.col("position").cast(pl.Int64) + 1, pl.lit("reference").alias("parameter"), "row"
    )
    return pl.concat([subject, others.with_columns(pl.col("row").cast(prints.schema["row"]))])
