"""Pooling that keeps limits: "over 800 h" against "510 h" is an effect of at least something, and counts as that.

The model is the normal random-effects model, θ ~ N(μ, τ²). A number contributes its density, a limit the probability of
what it leaves open: Tobin's likelihood (Econometrica 26 (1958) 24), for interval-censored effects. μ's interval is that of
its profile likelihood, which needs no symmetry. With few papers and many limits τ and μ are hardly known: look at
:func:`surely` first, which assumes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

import polars as pl

from kb.meta.effect_sizes import Effects, by_paper, one_quantity
from kb.meta.paging import MetaError
from kb.meta.pooling import TooFew

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["CensoredPooled", "pool_censored", "surely"]

_FAR = 30.0  # standard deviations beyond which nothing is looked for


@dataclass(frozen=True)
class CensoredPooled:
    """The mean effect by a likelihood that knows of limits. An end of the interval that the data do not bound is None."""

    estimate: float
    interval: tuple[float | None, float | None]
    tau2: float
    papers: int
    effects: int
    limits: int
    measure: str
    level: float
    counts: dict[str, int]
    notes: tuple[str, ...]

    @property
    def ratio(self) -> tuple[float, float | None, float | None]:
        """Estimate and interval of a log ratio as factors; raises for other measures."""
        if self.measure != "log_ratio":
            raise MetaError(self.measure, "only log ratios are factors", "use estimate and interval")
        low, high = (None if end is None else exp(end) for end in self.interval)
        return exp(self.estimate), low, high


def surely(given: Effects) -> pl.DataFrame:
    """How many papers surely saw an increase, surely a decrease, or neither for sure, limits included, for each quantity.

    An increase is sure in a paper when the whole interval of each of its effects is above zero, none being below.
    """
    by = ["quantity"] if "quantity" in given.frame.columns else []
    up, down = pl.col("lo").fill_null(-inf) > 0, pl.col("hi").fill_null(inf) < 0
    papers = given.frame.group_by([*by, "paper"]).agg(
        up.all().alias("up"),
        down.all().alias("down"),
        pl.len().alias("n"),
        (pl.col("censored") != "no").sum().alias("limits"),
    )
    groups = papers.group_by(by) if by else papers.group_by(pl.lit("all").alias("quantity"))
    return groups.agg(
        pl.len().alias("papers"), pl.col("up").sum().alias("surely_up"), pl.col("down").sum().alias("surely_down"),
        (~pl.col("up") & ~pl.col("down")).sum().alias("open"), pl.col("n").sum().alias("effects"), pl.col("limits").sum(),
    ).sort("papers", "quantity", descending=[True, False])  # fmt: skip


def pool_censored(given: Effects, level: float = 0.95, correlation: float = 1.0) -> CensoredPooled | TooFew:
    """Pool numbers and limits together by maximum likelihood.

    The numbers of one paper are first made one (:func:`~kb.meta.by_paper`); its limits are the tightest that all of them
    together give. A paper that has both gives the number. Too few: fewer than three papers, or fewer than two numbers.
    """
    import numpy as np

    one_quantity(given)
    counts = given.counts()
    exact = by_paper(given, correlation=correlation).exact
    numbered = set(exact["paper"].to_list())
    limits = given.frame.filter((pl.col("censored") != "no") & ~pl.col("paper").is_in(list(numbered)))
    limits = limits.group_by("paper").agg(pl.col("lo").max(), pl.col("hi").min()).sort("paper")
    crossed = limits.filter(pl.col("lo") > pl.col("hi"))["paper"].to_list()
    limits = limits.filter(~pl.col("paper").is_in(crossed))
    papers = exact.height + limits.height
    if exact.height < 2 or papers < 3:
        return TooFew(
            f"{papers} paper{'' if papers == 1 else 's'}, {exact.height} with a number", papers, given.frame, counts
        )
    y, v = exact["effect"].to_numpy(), exact["variance"].to_numpy()
    low, high = limits["lo"].fill_null(-inf).to_numpy(), limits["hi"].fill_null(inf).to_numpy()
    scale = max(float(np.std(y)), float(np.sqrt(v.mean())), 1e-9)
    mean, tau, best = _fit(y, v, low, high, scale)
    from scipy import stats  # type: ignore[import-untyped]

    drop = float(stats.chi2.ppf(level, 1)) / 2
    ends = tuple(_end(y, v, low, high, scale, mean, best - drop, side) for side in (-1, 1))
    notes = ["maximum likelihood: the variance between papers is biased towards zero"]
    notes += [f"{paper}: its limits contradict each other, left out" for paper in crossed]
    return CensoredPooled(
        mean,
        (ends[0], ends[1]),
        tau**2,
        papers,
        exact.height,
        limits.height,
        given.measure,
        level,
        counts,
        tuple(notes),
    )


def _likelihood(mean: float, tau: float, y: Floats, v: Floats, low: Floats, high: Floats) -> float:
    import numpy as np
    from scipy import special

    total = v + tau**2
    found = -0.5 * float((np.log(2 * np.pi * total) + (y - mean) ** 2 / total).sum())
    if len(low):
        a, b = (low - mean) / tau, (high - mean) / tau
        flip = a > 0  # the upper tail loses its digits: look at the lower one
        a, b = np.where(flip, -b, a), np.where(flip, -a, b)
        upper, lower = special.log_ndtr(b), special.log_ndtr(a)
        found += float((upper + np.log1p(-np.exp(np.minimum(lower - upper, -1e-300)))).sum())
    return found


def _profile(mean: float, y: Floats, v: Floats, low: Floats, high: Floats, scale: float) -> tuple[float, float]:
    """The best likelihood at a mean, and the tau that gives it."""
    from scipy import optimize

    best = optimize.minimize_scalar(
        lambda t: -_likelihood(mean, exp(t), y, v, low, high),
        bounds=(log(scale) - 12, log(scale) + 6),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return -float(best.fun), exp(float(best.x))


def _fit(y: Floats, v: Floats, low: Floats, high: Floats, scale: float) -> tuple[float, float, float]:
    from scipy import optimize

    start = float(y.mean())
    found = optimize.minimize_scalar(
        lambda m: -_profile(m, y, v, low, high, scale)[0],
        bracket=(start - scale, start + scale),
        method="brent",
        options={"xtol": 1e-10},
    )
    best, tau = _profile(float(found.x), y, v, low, high, scale)
    return float(found.x), tau, best


def _end(
    y: Floats, v: Floats, low: Floats, high: Floats, scale: float, mean: float, level: float, side: int
) -> float | None:
    from scipy import optimize

    def above(m: float) -> float:
        return _profile(m, y, v, low, high, scale)[0] - level

    reach = scale / sqrt(len(y))
    while above(mean + side * reach) > 0:
        reach *= 2
        if reach > _FAR * scale:
            return None
    return float(optimize.brentq(above, mean, mean + side * reach, xtol=1e-10))
