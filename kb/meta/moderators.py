"""What makes effects differ: subgroups, meta-regression, and one paper left out at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kb.meta.effect_sizes import Effects, by_paper, one_quantity
from kb.meta.paging import MetaError
from kb.meta.pooling import Pooled, Tau, TooFew, pool, tau_squared
from schema.errors import near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Regression", "leave_one_out", "regress", "subgroups"]

_SPARE = 1  # papers more than coefficients


@dataclass(frozen=True)
class Regression:
    """A mixed-effects meta-regression: how the effect changes with moderators, weighted by what each paper knows.

    ``coefficients`` has ``term``, ``estimate``, ``standard_error``, ``lo``, ``hi``, ``p``; ``r2`` is the share (in %) of the
    variance between papers that the moderators explain; None where there was none.
    """

    coefficients: pl.DataFrame
    tau2: float
    i2: float
    r2: float | None
    papers: int
    left_out: int
    counts: dict[str, int]


def leave_one_out(
    given: Effects, tau: Tau = "REML", *, hartung_knapp: bool = True, level: float = 0.95
) -> pl.DataFrame:
    """The pooled effect without each paper in turn: a result that hangs on one paper shows here. Empty below three papers."""
    rows = []
    for paper in sorted(set(given.exact["paper"].to_list())):
        rest = pool(given.where(pl.col("paper") != paper), tau, hartung_knapp=hartung_knapp, level=level)
        if isinstance(rest, Pooled):
            rows.append({
                "without": paper, "estimate": rest.estimate, "standard_error": rest.standard_error, "lo": rest.interval[0],
                "hi": rest.interval[1], "tau2": rest.tau2, "i2": rest.i2, "q": rest.q, "papers": rest.papers,
            })  # fmt: skip
    numbers = ("estimate", "standard_error", "lo", "hi", "tau2", "i2", "q")
    return pl.DataFrame(rows, schema={"without": pl.String, **dict.fromkeys(numbers, pl.Float64), "papers": pl.Int64})


def subgroups(
    given: Effects, by: str, tau: Tau = "REML", *, hartung_knapp: bool = True, level: float = 0.95
) -> dict[str, Pooled | TooFew]:
    """Pooled within each value of a column such as ``family``, ``method``, ``coating_method`` or ``kind``.

    Each group has its own variance between papers. Effects without the column's value are in the group ``not stated``.
    """
    _known(given, [by])
    label = pl.col(by).cast(pl.String).fill_null("not stated")
    values = sorted(set(given.frame.select(label).to_series().to_list()))
    return {value: pool(given.where(label == value), tau, hartung_knapp=hartung_knapp, level=level) for value in values}


def regress(
    given: Effects, moderators: Sequence[str], tau: Tau = "REML", *, hartung_knapp: bool = True, level: float = 0.95, correlation: float = 1.0
) -> Regression | TooFew:  # fmt: skip
    """Effects against columns, numbers as they are and words as their difference from the first in the alphabet.

    Effects of one paper with equal moderators are first made one; effects without a moderator are left out and counted.
    At least one paper more than there are coefficients is needed. Weights are 1/(variance + tau2); the interval is that of
    Knapp and Hartung (Stat. Med. 22 (2003) 2693), or normal.
    """
    import numpy as np
    from scipy import stats  # type: ignore[import-untyped]
    from statsmodels.regression.linear_model import WLS  # type: ignore[import-untyped]

    one_quantity(given)
    _known(given, moderators)
    stated = given.where(*(pl.col(name).is_not_null() for name in moderators))
    rows = by_paper(stated, keep=tuple(moderators), correlation=correlation).exact
    terms, x = _design(rows, moderators)
    papers, left_out = rows["paper"].n_unique(), given.exact.height - stated.exact.height
    counts = given.counts()
    if papers < len(terms) + _SPARE:
        return TooFew(f"{papers} papers for {len(terms)} coefficients", papers, given.frame, counts)
    y, v = rows["effect"].to_numpy(), rows["variance"].to_numpy()
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise MetaError(
            ", ".join(moderators), "they cannot be told apart: one follows from the others", "leave one of them out"
        )
    tau2 = tau_squared(y, v, tau, x)
    alone = tau_squared(y, v, tau)
    fit = WLS(y, x, weights=1 / (v + tau2)).fit()
    plain = np.sqrt(np.diag(fit.normalized_cov_params))
    error, degrees = (fit.bse, len(y) - len(terms)) if hartung_knapp else (plain, np.inf)
    law: Any = stats.t(degrees) if hartung_knapp else stats.norm()
    far = law.ppf((1 + level) / 2) * error
    frame = pl.DataFrame({
        "term": terms, "estimate": fit.params, "standard_error": error, "lo": fit.params - far, "hi": fit.params + far,
        "p": 2 * law.sf(np.abs(fit.params / error)),
    })  # fmt: skip
    w = np.diag(1 / v)
    left = np.trace(w - w @ x @ np.linalg.solve(x.T @ w @ x, x.T @ w))
    typical = (len(y) - len(terms)) / left
    r2 = None if alone == 0 else max(0.0, 100 * (1 - tau2 / alone))
    return Regression(frame, tau2, float(100 * tau2 / (tau2 + typical)), r2, papers, left_out, counts)


def _known(given: Effects, names: Sequence[str]) -> None:
    for name in names:
        if name not in given.frame.columns:
            raise MetaError(
                name, "the effects have no such column", near(name, given.frame.columns) or "add it to effects.frame"
            )


def _design(rows: pl.DataFrame, moderators: Sequence[str]) -> tuple[list[str], NDArray[np.float64]]:
    import numpy as np

    terms, columns = ["intercept"], [np.ones(rows.height)]
    for name in moderators:
        if rows.schema[name].is_numeric():
            terms.append(name)
            columns.append(rows[name].cast(pl.Float64).to_numpy())
            continue
        for value in sorted(set(rows[name].cast(pl.String).to_list()))[1:]:
            terms.append(f"{name}={value}")
            columns.append((rows[name].cast(pl.String) == value).cast(pl.Float64).to_numpy())
    return terms, np.column_stack(columns)
