"""One verdict from the conventions that a paper leaves open; where it states one, only that counts."""

from __future__ import annotations

import numpy as np
import polars as pl

from compute.formula import FORMULAS
from compute.verdicts import CHECK_COLUMNS, INPUT_COLUMNS, WAY_COLUMNS, Verdicts
from compute.visible import STATED, UNSTATED, World
from schema.vocabulary import Strength, Verdict

__all__ = ["CONSISTENT", "INCONSISTENT", "OTHER_READING", "UNTESTABLE", "settle"]

UNTESTABLE, CONSISTENT, OTHER_READING, INCONSISTENT = range(4)
"""What one way to compute a number says of it, by itself."""

VERDICTS = [Verdict.UNTESTABLE, Verdict.CONSISTENT, Verdict.CONSISTENT_ONLY_AS, Verdict.INCONSISTENT]
KEY = "key"
"""One number for a printed value and a group of conventions: windows over one integer are fast."""


def words_of_lacking(formula: int, bits: int) -> str:
    """The names of the inputs that a formula lacks. A series lacks points: all of them, or a second one."""
    made = list(FORMULAS.values())[formula]
    if made.along:
        of = next(name for name in made.required if name != made.along)
        return f"{of} at two {made.along}s" if bits == 1 else f"{of} at a second {made.along}"
    return ", ".join(name for bit, name in enumerate(made.required) if bits >> bit & 1)


def _with_words(ways: pl.DataFrame) -> pl.DataFrame:
    """``missing`` in words and ``lacks`` as a count, made once for each formula and set of inputs."""
    kinds = ways.filter(pl.col("lacking") > 0).select("formula", "lacking").unique()
    words = [words_of_lacking(*row) for row in kinds.iter_rows()]
    kinds = kinds.with_columns(
        pl.Series("missing", words, pl.String), pl.Series("lacks", [one.count(",") + 1 for one in words], pl.Int8)
    )
    made = ways.join(kinds, on=["formula", "lacking"], how="left", maintain_order="left")
    return made.with_columns(pl.col("missing").fill_null(""), pl.col("lacks").fill_null(0))


def settle(ways: pl.DataFrame, inputs: pl.DataFrame, world: World) -> Verdicts:
    """The verdicts that follow from all the ways to compute each number, in the order of their ids."""
    ways = _counted(_with_words(ways).join(_formulas(), on="formula", maintain_order="left"), world)
    best = (
        ways.sort(
            KEY, pl.col("counts"), pl.col("good"), pl.col("pool"), "gap_", "lacks", "name",
            descending=[False, True, True, True, False, False, False],
        )
        .unique(KEY, keep="first", maintain_order=True)
    )  # fmt: skip
    best = _without_needless(best)
    ids = world.facts["id"]
    best = best.with_columns((ids[best["output"]] + "#" + best["name"]).alias("id")).sort("id").with_row_index("check")
    return Verdicts(_checks(best, world), _inputs(best, inputs, list(world.names)), _ways(best, ways), world.facts)


def _formulas() -> pl.DataFrame:
    """What settling needs to know of each formula: its name, its convention and what others there are."""
    rows = []
    for number, made in enumerate(FORMULAS.values()):
        one = made.convention
        rows.append((number, one.group if one else made.name, made.name, one.name if one else "", one.name.partition(",")[0] if one else "",
                     one.words if one else made.name, made.checks))  # fmt: skip
    return pl.DataFrame(
        rows, orient="row",
        schema={"formula": pl.Int16, "group": pl.String, "name": pl.String, "way": pl.String, "base": pl.String, "words": pl.String, "accuses": pl.Boolean},
    )  # fmt: skip


def _counted(ways: pl.DataFrame, world: World) -> pl.DataFrame:
    """Which ways count: all that could be tried, or those of the convention that the paper states."""
    codes = np.full(ways.height, UNSTATED, dtype=np.int16)
    for group, by_context in world.stated.items():
        here = (ways["group"] == group).to_numpy()
        codes[here] = by_context[ways["context"].to_numpy()[here]]
    said = pl.Series("said", [*STATED, None], dtype=pl.String).gather(np.where(codes < 0, len(STATED), codes))
    groups = pl.col("group").rank("dense").cast(pl.Int64)
    ways = ways.with_columns((pl.col("output").cast(pl.Int64) * len(FORMULAS) + groups).alias(KEY))
    tested = pl.col("state") > UNTESTABLE
    # an estimate may acquit, as the way the paper may have gone, and never accuses
    acquits = pl.col("state").is_in([CONSISTENT, UNTESTABLE]) & pl.col("accuses").any().over(KEY)
    ways = ways.with_columns(said, tested.any().over(KEY, "base").alias("base_tried"))
    ways = ways.filter(pl.col("accuses") | acquits)
    # "foil, as strippable lithium" is kin of "foil"
    rank = pl.when(pl.col("way") == pl.col("said")).then(2).when(pl.col("base") == pl.col("said")).then(1).otherwise(0)
    ways = ways.with_columns(rank.fill_null(0).alias("rank"))
    has_kin = (pl.col("rank").max() > 0).over(KEY)
    nearest = pl.when(tested & (pl.col("rank") > 0)).then("rank").max().over(KEY)
    ways = ways.with_columns(
        (tested & pl.when(has_kin).then(pl.col("rank") == nearest).otherwise(pl.lit(value=True)).fill_null(value=False)).alias("counts"),
        # of those that can't be tried, the stated one is the one to tell of
        (pl.when(has_kin).then(pl.col("rank") == pl.col("rank").max().over(KEY)).otherwise(pl.lit(value=True))).alias("pool"),
        has_kin.alias("has_kin"),
    )  # fmt: skip
    good = pl.col("counts") & (pl.col("state") == CONSISTENT)
    ways = ways.with_columns(good.alias("good"))
    ways = ways.with_columns(
        pl.col("counts").sum().over(KEY).alias("n_counts"),
        pl.col("good").sum().over(KEY).alias("n_good"),
        pl.when(pl.col("counts") & ~pl.col("good")).then(pl.col("gap")).otherwise(0.0).alias("gap_"),
    )
    mixed = ways.filter(pl.col("good") & (pl.col("n_good") < pl.col("n_counts")))
    words = mixed.group_by(KEY).agg(pl.col("words").sort().str.join(" or ").alias("good_words"))
    ways = ways.join(words, on=KEY, how="left", maintain_order="left")
    # a convention that the paper may have meant lacks inputs: then nothing that the others say is a contradiction
    may_be_meant = ~pl.col("has_kin") & ~pl.col("base_tried")
    hopeless = (may_be_meant.any().over(KEY)) & (pl.col("n_good") == 0)
    return ways.with_columns(
        (pl.col("counts") & ~hopeless).alias("counts"),
        (pl.col("pool") & (~hopeless | may_be_meant)).alias("pool"),
        pl.when(hopeless).then(0).otherwise("n_counts").alias("n_counts"),
        pl.when(hopeless).then(0.0).otherwise("gap_").alias("gap_"),
    )


def _without_needless(best: pl.DataFrame) -> pl.DataFrame:
    """A number that some formula tests isn't untestable; of several ways in which one can't be, the one that lacks least."""
    best = best.with_columns((pl.col("n_counts") > 0).any().over("output").alias("is_tested"))
    tested = best.filter(pl.col("n_counts") > 0)
    rest = (
        best.filter(~pl.col("is_tested"))
        .sort("output", "lacks", "name")
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
    strength = pl.when("soft").then(pl.lit(str(Strength.LIKELY))).otherwise(pl.lit(str(Strength.CERTAIN)))
    other = pl.format("{}, the other way to read it", "or_reads")
    return frame.select(
        verdict.alias("verdict"), pl.col("name").alias("formula"), "quantity", "paper_id", "context_id", "output_id",
        "reported", "place", "quote", "reported_lo", "reported_hi",
        *(pl.when(~untestable).then(end).alias(end) for end in ("lo", "mid", "hi")),
        pl.when(wrong).then("gap").alias("gap"), pl.when(wrong).then(_kind()).alias("gap_kind"),
        pl.when(only).then(pl.when(pl.col("state") == OTHER_READING).then(other).otherwise("good_words")).alias("only_as"),
        pl.when(wrong).then(strength).alias("strength"), pl.when(untestable).then("missing").otherwise(pl.lit("")).alias("missing"),
        pl.lit(value=False).alias("of_ratio"),
    ).cast(CHECK_COLUMNS)  # type: ignore[arg-type]  # fmt: skip


def _kind() -> pl.Expr:
    return pl.when("is_factor").then(pl.lit("factor")).otherwise(pl.lit("difference"))


def _inputs(best: pl.DataFrame, inputs: pl.DataFrame, parameters: list[str]) -> pl.DataFrame:
    chosen = best.filter(pl.col("n_counts") > 0).select("check", "formula", "at")
    found = chosen.join(inputs, on=["formula", "at"]).sort("check", "position")
    names = pl.Series("parameter", parameters, dtype=pl.String)[found["parameter"]]
    return found.with_columns(names).select(list(INPUT_COLUMNS)).cast(INPUT_COLUMNS)  # type: ignore[arg-type]


def _ways(best: pl.DataFrame, ways: pl.DataFrame) -> pl.DataFrame:
    """The conventions tried for each verdict; none where the field has only one."""
    found = best.select("check", KEY).join(ways.filter(pl.col("way") != ""), on=KEY).sort("check", "name")
    verdict = pl.col("state").replace_strict(
        {place: str(one) for place, one in enumerate(VERDICTS)}, return_dtype=pl.String
    )
    wrong = pl.col("state") == INCONSISTENT
    counts = pl.col("counts") | ((pl.col("rank") > 0) | ~pl.col("has_kin"))
    return found.select(
        "check", pl.col("name").alias("formula"), "words", verdict.alias("verdict"),
        *(pl.when(pl.col("state") > UNTESTABLE).then(end).alias(end) for end in ("lo", "mid", "hi")),
        pl.when(wrong).then("gap").alias("gap"), pl.when(wrong).then(_kind()).alias("gap_kind"), "missing",
        counts.alias("counts"),
    ).cast(WAY_COLUMNS)  # type: ignore[arg-type]  # fmt: skip
