"""One effect out of several papers: fixed and random effects, heterogeneity, prediction; or the honest "too few".

Weights, means, standard errors, Q and the estimators of DerSimonian and Laird and of Paule and Mandel are those of
statsmodels; restricted maximum likelihood, which it has not, is computed here. Everything is checked against published
worked examples in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from kb.meta.effect_sizes import Effects, by_paper, one_quantity
from kb.meta.paging import MetaError
from schema.errors import near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["ESTIMATORS", "Pooled", "Tau", "TooFew", "pool", "tau_squared"]

Tau = Literal["REML", "DL", "PM", "ML", "fixed"]
ESTIMATORS: dict[str, str] = {
    "REML": "restricted maximum likelihood (Raudenbush 2009)",
    "DL": "DerSimonian and Laird, Control. Clin. Trials 7 (1986) 177",
    "PM": "Paule and Mandel, J. Res. Natl. Bur. Stand. 87 (1982) 377",
    "ML": "maximum likelihood (Hardy and Thompson 1996)",
    "fixed": "none: one true effect in all papers",
}
"""The estimators of the variance between papers, and where they come from."""
FEWEST = 2
_STEPS, _CLOSE = 200, 1e-12


@dataclass(frozen=True)
class TooFew:
    """No pooled number: too few papers, which are named with their effects."""

    reason: str
    papers: int
    effects: pl.DataFrame
    counts: dict[str, int]

    def __str__(self) -> str:
        return f"too few: {self.reason}"


@dataclass(frozen=True)
class Pooled:
    """The mean effect over papers with its interval, how much papers differ, and where the next one may lie.

    ``tau2`` is the variance of the true effects between papers, ``i2`` the share (in %) of what is seen that is due to it,
    ``q`` the heterogeneity statistic with ``p`` its probability if there were none; ``prediction`` is the interval for the
    true effect in a new paper (None with fewer than three). ``effects`` are the rows pooled, with their ``weight`` in %.
    """

    estimate: float
    standard_error: float
    interval: tuple[float, float]
    tau2: float
    i2: float
    q: float
    p: float
    prediction: tuple[float, float] | None
    papers: int
    estimator: str
    hartung_knapp: bool
    level: float
    measure: str
    effects: pl.DataFrame
    counts: dict[str, int]
    notes: tuple[str, ...]

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Estimate and interval of a log ratio as factors: treatment over control. Raises for other measures."""
        if self.measure != "log_ratio":
            raise MetaError(self.measure, "only log ratios are factors", "use estimate and interval")
        return exp(self.estimate), exp(self.interval[0]), exp(self.interval[1])

    def __str__(self) -> str:
        numbers = self.ratio if self.measure == "log_ratio" else (self.estimate, *self.interval)
        what = "factor " if self.measure == "log_ratio" else ""
        mean, low, high = (f"{number:.3g}" for number in numbers)
        unused = f"; {self.counts['limits']} limits not used" if self.counts["limits"] else ""
        return f"{what}{mean} [{low}, {high}] in {self.papers} papers, tau2 {self.tau2:.3g}, I2 {self.i2:.0f} %{unused}"


def pool(
    given: Effects, tau: Tau = "REML", *, hartung_knapp: bool = True, level: float = 0.95, correlation: float = 1.0,
    prediction: Literal["t", "normal"] = "t",
) -> Pooled | TooFew:  # fmt: skip
    """Pool effects over papers; several effects of one paper are first made one (:func:`~kb.meta.by_paper`).

    ``tau`` estimates the variance between papers, or is ``fixed``. The interval is that of Hartung and Knapp (Stat. Med. 20
    (2001) 3875): a t interval whose width follows the scatter, honest with few papers; without it, normal. The prediction
    interval takes t with papers − 2 degrees of freedom (Higgins, Thompson and Spiegelhalter, J. R. Stat. Soc. A 172 (2009)
    137), or the normal distribution. Limits take no part: they are counted, and :func:`~kb.meta.pool_censored` uses them.
    """
    one_quantity(given)
    rows = by_paper(given, correlation=correlation)
    frame, counts = rows.exact, given.counts()
    if frame.height < FEWEST:
        words = f"{frame.height} paper{'' if frame.height == 1 else 's'} with a number"
        words += f", {counts['limits']} limits" if counts["limits"] else ""
        return TooFew(words, frame.height, given.frame, counts)
    return pooled(
        frame, given.measure, counts, tau=tau, hartung_knapp=hartung_knapp, level=level, prediction=prediction
    )


def pooled(
    frame: pl.DataFrame, measure: str, counts: dict[str, int], *, tau: Tau, hartung_knapp: bool, level: float,
    prediction: Literal["t", "normal"],
) -> Pooled:  # fmt: skip
    """Pool rows that are independent: one a paper, with ``effect`` and ``variance``; at least two."""
    import numpy as np
    from scipy import stats  # type: ignore[import-untyped]

    y, v = frame["effect"].to_numpy(), frame["variance"].to_numpy()
    k = len(y)
    known = v > 0
    tau2 = tau_squared(y, v, tau)
    notes = (
        []
        if all(frame.get_column("effects_in_paper", default=pl.Series([1])) == 1)
        else ["several effects of a paper were averaged"]
    )
    if not known.all() and tau2 == 0:
        raise MetaError(
            "pool", "an effect without any variance, and none between papers", "leave it out, or give its variance"
        )
    found = _combined(y, v + tau2)
    estimate, plain = float(found.mean_effect_fe), float(found.sd_eff_w_fe)
    error = float(np.sqrt(found.var_hksj_fe)) if hartung_knapp else plain
    tail = (1 + level) / 2
    quantile = float(stats.t.ppf(tail, k - 1) if hartung_knapp else stats.norm.ppf(tail))
    within = _combined(y, v) if known.all() else None
    q = float(within.q) if within is not None else float("nan")
    ahead = None
    if k > FEWEST and tau != "fixed":
        far = float(stats.t.ppf(tail, k - 2) if prediction == "t" else stats.norm.ppf(tail)) * sqrt(tau2 + error**2)
        ahead = (estimate - far, estimate + far)
    if counts["limits"]:
        notes.append(f"{counts['limits']} limits took no part, which biases the mean: see surely and pool_censored")
    if k < 5:
        notes.append(f"{k} papers: the variance between papers is hardly known")
    return Pooled(
        estimate, error, (estimate - quantile * error, estimate + quantile * error), tau2, _share(v, tau2, q, tau), q,
        float(stats.chi2.sf(q, k - 1)), ahead, k, tau, hartung_knapp, level, measure,
        frame.with_columns(weight=pl.Series(100 * found.weights_rel_fe)), counts, tuple(notes),
    )  # fmt: skip


def tau_squared(
    effects: Sequence[float] | Floats,
    variances: Sequence[float] | Floats,
    estimator: Tau = "REML",
    moderators: Floats | None = None,
) -> float:
    """The variance between papers; ``moderators`` is a design matrix with its intercept, else the mean alone.

    Raises :class:`MetaError` for an unknown estimator, and where no estimate is reached.
    """
    import numpy as np

    if estimator not in ESTIMATORS:
        raise MetaError(
            repr(estimator), "no estimator of that name", near(estimator, ESTIMATORS) or ", ".join(ESTIMATORS)
        )
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    x = np.ones((len(y), 1)) if moderators is None else np.asarray(moderators, float)
    if estimator == "fixed":
        return 0.0
    if estimator == "DL" and x.shape[1] == 1:
        return max(0.0, float(_combined(y, v, "dl").tau2))
    return _iterated(y, v, x, estimator)


def _combined(y: Floats, v: Floats, method: str = "dl") -> Any:
    from statsmodels.stats.meta_analysis import combine_effects  # type: ignore[import-untyped]

    return combine_effects(y, v, method_re=method)


def _projection(v: Floats, x: Floats) -> Floats:
    """P = W − W X (Xᵀ W X)⁻¹ Xᵀ W of the weights 1/v: what is left of the data when the model has taken its share."""
    import numpy as np

    w = np.diag(1 / v)
    return np.asarray(w - w @ x @ np.linalg.solve(x.T @ w @ x, x.T @ w))


def _iterated(y: Floats, v: Floats, x: Floats, estimator: str) -> float:
    """Fisher scoring for (restricted) likelihood; the moment equations of DerSimonian-Laird and Paule-Mandel by their slope.

    Source: Viechtbauer, J. Educ. Behav. Stat. 30 (2005) 261; DerSimonian and Kacker, Contemp. Clin. Trials 28 (2007) 105.
    """
    import numpy as np

    k, p = x.shape
    if k <= p:
        raise MetaError("tau_squared", f"{k} effects for {p} coefficients", "use fewer moderators")
    if estimator == "DL":
        one = _projection(v, x)
        return max(0.0, float((y @ one @ y - (k - p)) / np.trace(one)))
    tau2 = max(0.0, float(np.var(y, ddof=1) - v.mean()))
    tau2 = max(tau2, 0.0 if (v > 0).all() else float(np.var(y, ddof=1)))
    for _ in range(_STEPS):
        total = v + tau2
        projection = _projection(total, x)
        py = projection @ y
        if estimator == "PM":
            step = float((y @ py - (k - p)) / (py @ py)) if py @ py > 0 else -tau2
        elif estimator == "REML":
            step = float((py @ py - np.trace(projection)) / np.trace(projection @ projection))
        else:
            step = float((py @ py - (1 / total).sum()) / (1 / total**2).sum())
        after = max(0.0, tau2 + step)
        if abs(after - tau2) <= _CLOSE * (1 + tau2) or (after == 0.0 == tau2):
            return after
        tau2 = after
    raise MetaError("tau_squared", f"{estimator} did not settle in {_STEPS} steps", "use DL, or look at the effects")


def _share(v: Floats, tau2: float, q: float, tau: str) -> float:
    """I² in %, from tau2 and the typical variance within papers; of a fixed effect from Q (Higgins and Thompson 2002)."""
    k = len(v)
    if tau == "fixed":
        return max(0.0, 100 * (q - (k - 1)) / q) if q > 0 else 0.0
    if not (v > 0).all():
        return 100.0
    w = 1 / v
    typical = (k - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum())
    return float(100 * tau2 / (tau2 + typical))
