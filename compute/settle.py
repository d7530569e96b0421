"""One verdict from the conventions that a paper leaves open; where it states one, only that counts."""

from __future__ import annotations

import numpy as np
import polars as pl

from compute.formula import FORMULAS
from compute.verdicts import CHECK_COLUMNS, INPUT_COLUMNS, WAY_COLUMNS, Verdicts
from compute.visible import World
from schema.vocabulary import Strength, Verdict

__all__ = ["CONSISTENT", "INCONSISTENT", "OTHER_READING", "UNTESTABLE", "settle"]

UNTESTABLE, CONSISTENT, OTHER_READING, INCONSISTENT = range(4)
"""What one way to compute a number says of it, by itself."""

VERDICTS = [Verdict.UNTESTABLE, Verdict.CONSISTENT, Verdict.CONSISTENT_ONLY_AS, Verdict.INCONSISTENT]
KEY = ["output", "group"]


def settle(ways: pl.DataFrame, inputs: pl.DataFrame, world: World) -> Verdicts:
    """The verdicts that follow from all the ways to compute each number, in the order of their ids."""
    ways = _counted(ways.join(_formulas(), on="formula", maintain_order="left"), world)
    best = (
        ways.sort(
            *KEY, pl.col("counts"), pl.col("good"), pl.col("pool"), "gap_", "lacking", "name",
            descending=[False, False, True, True, True, False, False, False],
        )
        .unique(KEY, keep="first", maintain_order=True)
    )  # fmt: skip
    best = _without_needless(best)
    ids = world.facts["id"]
    best = best.with_columns((ids[best["output"]] + "#" + best["name"]).alias("id")).sort("id").with_row_index("check")
    return Verdicts(_checks(best, world), _inputs(best, inputs), _ways(best, ways), world.facts)


def _formulas() -> pl.DataFrame:
    """What settling needs to know of each formula: its name, its convention and what others there are."""
    rows = []
    for number, made in enumerate(FORMULAS.values()):
        one = made.convention
        kin = {
            other.convention.name.partition(",")[0]
            for other in FORMULAS.values()
            if one and other.convention and other.convention.group == one.group and other.gives == made.gives
            and other.gives not in other.required
        }  # fmt: skip
        rows.append((number, made.name, one.name if one else "", one.name.partition(",")[0] if one else "",
                     one.words if one else made.name, len(kin), made.checks))  # fmt: skip
    return pl.DataFrame(
        rows, orient="row",
        schema={"formula": pl.Int16, "name": pl.String, "way": pl.String, "base": pl.String, "words": pl.String, "bases": pl.Int32, "accuses": pl.Boolean},
    )  # fmt: skip


def _counted(ways: pl.DataFrame, world: World) -> pl.DataFrame:
    """Which ways count: all that could be tried, or those of the convention that the paper states."""
    words = np.full(ways.height, None, dtype=object)
    for group, by_context in world.stated.items():
        here = (ways["group"] == group).to_numpy()
        words[here] = by_context[ways["context"].to_numpy()[here]]
    said = pl.Series("said", words.tolist(), dtype=pl.String)
    tested = pl.col("state") > UNTESTABLE
    ways = ways.with_columns(said, pl.col("base").filter(tested).n_unique().over(KEY).alias("tried"))
    # an estimate may acquit, as the way the paper may have gone, and never accuses
    ways = ways.filter(pl.col("accuses") | (pl.col("state") == CONSISTENT))
    # "foil, as strippable lithium" is kin of "foil"
    rank = pl.when(pl.col("way") == pl.col("said")).then(2).when(pl.col("base") == pl.col("said")).then(1).otherwise(0)
    ways = ways.with_columns(rank.fill_null(0).alias("rank"))
    has_kin = (pl.col("rank").max() > 0).over(KEY)
    nearest = pl.col("rank").filter(tested & (pl.col("rank") > 0)).max().over(KEY)
    ways = ways.with_columns(
        (tested & pl.when(has_kin).then(pl.col("rank") == nearest).otherwise(pl.lit(value=True)).fill_null(value=False)).alias("counts"),
        # of those that can't be tried, the stated one is the one to tell of
        (pl.when(has_kin).then(pl.col("rank") == pl.col("rank").max().over(KEY)).otherwise(pl.lit(value=True))).alias("pool"),
        has_kin.alias("has_kin"),
    )  # fmt: skip
    good = pl.col("counts") & (pl.col("state") == CONSISTENT)
    ways = ways.with_columns(good.alias("good"))
    return ways.with_columns(
        pl.col("counts").sum().over(KEY).alias("n_counts"),
        pl.col("good").sum().over(KEY).alias("n_good"),
        pl.when(pl.col("counts") & ~pl.col("good")).then(pl.col("gap")).otherwise(0.0).alias("gap_"),
        pl.col("words").filter("good").sort().str.join(" or ").over(KEY).alias("good_words"),
        (pl.col("tried") < pl.col("bases")).alias("untried"),
    )


def _without_needless(best: pl.DataFrame) -> pl.DataFrame:
    """A number that some formula tests isn't untestable; of several ways in which one can't be, the one that lacks least."""
    best = best.with_columns((pl.col("n_counts") > 0).any().over("output").alias("is_tested"))
    tested = best.filter(pl.col("n_counts") > 0)
    rest = (
        best.filter(~pl.col("is_tested"))
        .sort("output", "lacking", "name")
        .unique("output", keep="first", maintain_order=True)
    )
    return pl.concat([tested, rest])


def _checks(best: pl.DataFrame, world: World) -> pl.DataFrame:
    output = world.facts[best["output"]].select(
        pl.col("id").alias("output_id"), "paper_id", pl.col("printed").alias("reported"), "place", "quote",
        pl.col("print_lo").alias("reported_lo"), pl.col("print_hi").alias("reported_hi"), "or_reads",
    )  # fmt: skip
    context = world.contexts["context_id"][best["context"]].alias("context_id")
    gives = pl.Series("quantity", [made.gives for made in FORMULAS.values()], dtype=pl.String)
    frame = pl.concat([best, output, context.to_frame(), gives[best["formula"]].to_frame()], how="horizontal")
    untestable = pl.col("n_counts") == 0
    only = ~untestable & (
        ((pl.col("n_good") > 0) & (pl.col("n_good") < pl.col("n_counts"))) | (pl.col("state") == OTHER_READING)
    )
    wrong = ~untestable & ~only & (pl.col("state") == INCONSISTENT)
    verdict = (
        pl.when(untestable).then(pl.lit(str(Verdict.UNTESTABLE))).when(only).then(pl.lit(str(Verdict.CONSISTENT_ONLY_AS)))
        .when(wrong).then(pl.lit(str(Verdict.INCONSISTENT))).otherwise(pl.lit(str(Verdict.CONSISTENT)))
    )  # fmt: skip
    # another convention that the paper may have meant could not be tried: then nothing is certain
    soft = pl.col("soft") | (~pl.col("has_kin") & pl.col("untried"))
    strength = pl.when(soft).then(pl.lit(str(Strength.LIKELY))).otherwise(pl.lit(str(Strength.CERTAIN)))
    other = pl.format("{}, the other way to read it", "or_reads")
    return frame.select(
        verdict.alias("verdict"), pl.col("name").alias("formula"), "quantity", "paper_id", "context_id", "output_id",
        "reported", "place", "quote", "reported_lo", "reported_hi", "lo", "mid", "hi",
        pl.when(wrong).then("gap").alias("gap"), pl.when(wrong).then(_kind()).alias("gap_kind"),
        pl.when(only).then(pl.when(pl.col("state") == OTHER_READING).then(other).otherwise("good_words")).alias("only_as"),
        pl.when(wrong).then(strength).alias("strength"), pl.when(untestable).then("missing").otherwise(pl.lit("")).alias("missing"),
        pl.lit(value=False).alias("of_ratio"),
    ).cast(CHECK_COLUMNS)  # type: ignore[arg-type]  # fmt: skip


def _kind() -> pl.Expr:
    return pl.when("is_factor").then(pl.lit("factor")).otherwise(pl.lit("difference"))


def _inputs(best: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    chosen = best.filter(pl.col("n_counts") > 0).select("check", "formula", pl.col("at").cast(pl.UInt32))
    found = chosen.join(inputs, on=["formula", "at"]).sort("check", "position")
    return found.select("check", "position", "parameter", "row").cast(INPUT_COLUMNS)  # type: ignore[arg-type]


def _ways(best: pl.DataFrame, ways: pl.DataFrame) -> pl.DataFrame:
    """The conventions tried for each verdict; none where the field has only one."""
    found = best.select("check", *KEY).join(ways.filter(pl.col("way") != ""), on=KEY).sort("check", "name")
    verdict = pl.col("state").replace_strict(
        {place: str(one) for place, one in enumerate(VERDICTS)}, return_dtype=pl.String
    )
    wrong = pl.col("state") == INCONSISTENT
    counts = pl.col("counts") | ((pl.col("rank") > 0) | ~pl.col("has_kin"))
    return found.select(
        "check", pl.col("name").alias("formula"), "words", verdict.alias("verdict"), "lo", "mid", "hi",
        pl.when(wrong).then("gap").alias("gap"), pl.when(wrong).then(_kind()).alias("gap_kind"), "missing",
        counts.alias("counts"),
    ).cast(WAY_COLUMNS)  # type: ignore[arg-type]  # fmt: skip
