"""Effects of treatments against their controls, with intervals, and what had to be left out.

An effect is computed from a pair of readings (:func:`kb.meta.contrasts`). Its interval ``lo`` to ``hi`` is the worst case
over both readings, as everywhere in this base: no values inside the printed digits give anything else.

Its variance, which pooling needs, follows from the printed digits where nothing better is stated. A reading that is only
known to lie between two ends is given the rectangular distribution over them, whose variance is the square of the width
over 12: the choice of the Guide to the Expression of Uncertainty in Measurement (JCGM 100:2008, 4.3.7) when nothing
speaks for one place in the interval over another. "About", a range, a ± and a rounding are all such intervals. Where a
paper says that its ± is a standard deviation, ask for ``plus_minus="standard_deviation"``: half the width is then it.

This variance is that of the *print*. How much cells made alike differ is unknown where a paper shows one of each, so a
fixed-effect interval from printed digits alone is far too narrow: pool with random effects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, isfinite, lgamma, log, sqrt
from typing import Any, Literal

import polars as pl

from kb.meta.paging import MetaError
from schema.errors import near
from schema.quantities import Q

__all__ = ["MEASURES", "Effects", "Measure", "by_paper", "effects", "hedges_g", "one_quantity"]

Measure = Literal["log_ratio", "difference", "standardised_difference"]
MEASURES: tuple[Measure, ...] = ("log_ratio", "difference", "standardised_difference")
SIDES = ("control", "treatment")
NO_PAIR = "no pair of readings"
OPEN = "open on both ends: the limits say nothing about the effect"
NO_RATIO = "no ratio: zero of this quantity is a convention, or a value may be zero or less"
NO_REPLICATES = "no replicates stated: a standard deviation and a number of samples are needed on both sides"
_ADDED = {"effect": pl.Float64, "lo": pl.Float64, "hi": pl.Float64, "variance": pl.Float64, "censored": pl.String}
Ends = tuple[float, float | None, float]


@dataclass(frozen=True)
class Effects:
    """Effects of one measure, and what was left out.

    ``frame`` has the columns of the pairs, and ``effect`` (null where a limit leaves no middle), ``lo``, ``hi`` (null where
    open), ``variance`` and ``censored``: ``no``, ``left`` (at most ``hi``), ``right`` (at least ``lo``) or ``interval``.
    ``left_out`` has the other pairs with a ``reason``.
    """

    measure: Measure
    frame: pl.DataFrame
    left_out: pl.DataFrame

    def of(self, quantity: str | None = None, **equal: str) -> Effects:
        """Those of a quantity, or with other columns equal to something: ``effects.of(coating_method="sputtering")``."""
        wanted = equal | ({"quantity": quantity} if quantity else {})
        unknown = [name for name in wanted if name not in self.frame.columns]
        if unknown:
            raise MetaError(
                unknown[0], "no column of that name", near(unknown[0], self.frame.columns) or "see effects.frame"
            )
        return self.where(*(pl.col(name) == value for name, value in wanted.items()))

    def where(self, *conditions: pl.Expr) -> Effects:
        """Those for which polars expressions hold. What was left out stays counted where it lacks an expression's columns."""
        known = set(self.left_out.columns)
        on_pairs = [one for one in conditions if known.issuperset(one.meta.root_names())]
        left_out = self.left_out.filter(*on_pairs) if on_pairs else self.left_out
        return replace(self, frame=self.frame.filter(*conditions) if conditions else self.frame, left_out=left_out)

    @property
    def exact(self) -> pl.DataFrame:
        """The effects that are numbers and not limits."""
        return self.frame.filter(pl.col("censored") == "no")

    @property
    def papers(self) -> list[str]:
        """The papers that give an effect or a limit to one."""
        return sorted(set(self.frame["paper"].to_list()))

    def counts(self) -> dict[str, int]:
        """How many pairs there were, how many gave a number, a limit, or nothing, and why."""
        limits = self.frame.height - self.exact.height
        reasons = self.left_out["reason"].value_counts().sort("reason").rows() if self.left_out.height else []
        return {
            "pairs": self.frame.height + self.left_out.height,
            "effects": self.exact.height,
            "limits": limits,
            **dict(reasons),
        }


def effects(
    pairs: pl.DataFrame,
    measure: Measure = "log_ratio",
    *,
    plus_minus: Literal["limits", "standard_deviation"] = "limits",
) -> Effects:
    """Effects of treatment against control: ``log_ratio`` is ln(treatment / control), ``difference`` treatment − control.

    ``standardised_difference`` is Hedges' g and needs columns ``control_n`` and ``treatment_n`` beside readings printed
    with a ± that is a standard deviation. Limits stay limits; pairs that give nothing come back in ``left_out``.
    """
    if measure not in MEASURES:
        raise MetaError(repr(measure), "no measure of that name", near(measure, MEASURES) or ", ".join(MEASURES))
    missing = [f"{side}_{end}" for side in SIDES for end in ("lo", "mid", "hi") if f"{side}_{end}" not in pairs.columns]
    if missing:
        raise MetaError(
            "pairs", f"no column {missing[0]!r}", "give the frame of kb.meta.contrasts, or one with its columns"
        )
    made: list[dict[str, Any]] = []
    for row in pairs.iter_rows(named=True):
        found = _effect(row, measure, standard_deviation=plus_minus == "standard_deviation")
        made.append({"reason": found} if isinstance(found, str) else found)
    schema = {**_ADDED, "reason": pl.String}
    added = pl.DataFrame([{name: one.get(name) for name in schema} for one in made], schema=schema)
    whole = pairs.hstack(added)
    return Effects(
        measure,
        whole.filter(pl.col("reason").is_null()).drop("reason"),
        whole.filter(pl.col("reason").is_not_null()).drop(*_ADDED),
    )


def _effect(row: Mapping[str, Any], measure: Measure, *, standard_deviation: bool) -> dict[str, Any] | str:
    if row["quantity"] is None:
        return NO_PAIR
    control, treatment = _ends(row, "control"), _ends(row, "treatment")
    if measure == "standardised_difference":
        return _standardised(row, control, treatment)
    if measure == "log_ratio":
        logs = [_logs(ends, row["quantity"]) for ends in (control, treatment)]
        if logs[0] is None or logs[1] is None:
            return NO_RATIO
        control, treatment = logs[0], logs[1]
    lo, hi = treatment[0] - control[2], treatment[2] - control[0]
    if not isfinite(lo) and not isfinite(hi):
        return OPEN
    if any((row.get(f"{side}_qualifier") or "=")[0] in "<>" for side in SIDES) or not (isfinite(lo) and isfinite(hi)):
        kind = "interval" if isfinite(lo) and isfinite(hi) else "right" if isfinite(lo) else "left"
        return {"lo": lo if isfinite(lo) else None, "hi": hi if isfinite(hi) else None, "censored": kind}
    middle = (
        (lo + hi) / 2 if control[1] is None or treatment[1] is None else treatment[1] - control[1]
    )  # a range: its mean
    return {
        "effect": middle,
        "lo": lo,
        "hi": hi,
        "variance": _variance(row, control, treatment, standard_deviation),
        "censored": "no",
    }


def _ends(row: Mapping[str, Any], side: str) -> Ends:
    lo, mid, hi = (row[f"{side}_{end}"] for end in ("lo", "mid", "hi"))
    return (-inf if lo is None else float(lo)), mid, (inf if hi is None else float(hi))


def _logs(ends: Ends, quantity: str) -> Ends | None:
    lo, mid, hi = ends
    if Q[quantity].by_difference or hi <= 0 or (mid is not None and mid <= 0) or (isfinite(lo) and lo < 0):
        return None
    return (
        (log(lo) if isfinite(lo) and lo > 0 else -inf),
        None if mid is None else log(mid),
        (log(hi) if isfinite(hi) else inf),
    )


def _variance(row: Mapping[str, Any], control: Ends, treatment: Ends, standard_deviation: bool) -> float:
    total = 0.0
    for side, (lo, _, hi) in zip(SIDES, (control, treatment), strict=True):
        stated = standard_deviation and row.get(f"{side}_qualifier") == "±"
        total += (hi - lo) ** 2 / (4 if stated else 12)
    return total


def _standardised(row: Mapping[str, Any], control: Ends, treatment: Ends) -> dict[str, Any] | str:
    counts = [row.get(f"{side}_n") for side in SIDES]
    stated = all(row.get(f"{side}_qualifier") == "±" for side in SIDES)
    if not stated or control[1] is None or treatment[1] is None or not all(n is not None and n > 1 for n in counts):
        return NO_REPLICATES
    deviations = [(ends[2] - ends[0]) / 2 for ends in (control, treatment)]
    g, variance = hedges_g(treatment[1], deviations[1], counts[1] or 0, control[1], deviations[0], counts[0] or 0)
    half = 1.959963984540054 * sqrt(variance)
    return {"effect": g, "lo": g - half, "hi": g + half, "variance": variance, "censored": "no"}


def hedges_g(
    mean: float, deviation: float, n: float, control_mean: float, control_deviation: float, control_n: float
) -> tuple[float, float]:
    """Hedges' g with its exact small-sample correction, and its large-sample variance.

    Source: Hedges, J. Educ. Stat. 6 (1981) 107; variance of Hedges and Olkin, Statistical Methods for Meta-Analysis (1985).
    """
    degrees = n + control_n - 2
    pooled = sqrt(((n - 1) * deviation**2 + (control_n - 1) * control_deviation**2) / degrees)
    correction = exp(lgamma(degrees / 2) - log(sqrt(degrees / 2)) - lgamma((degrees - 1) / 2))
    g = correction * (mean - control_mean) / pooled
    return g, 1 / n + 1 / control_n + g**2 / (2 * (n + control_n))


def one_quantity(given: Effects) -> None:
    """Refuse to pool apples with pears: raises :class:`MetaError` for effects on several quantities."""
    found = sorted(set(given.frame["quantity"].drop_nulls().to_list())) if "quantity" in given.frame.columns else []
    if len(found) > 1:
        raise MetaError(
            f"{found[0]}, {found[1]}",
            "effects on several quantities have no common mean",
            "pool effects.of(quantity), one at a time",
        )


def by_paper(given: Effects, keep: Sequence[str] = (), correlation: float = 1.0) -> Effects:
    """One effect a paper (and value of ``keep``): the mean of its effects, which are not independent.

    Effects of one paper share a control, a laboratory and a batch. Their mean's variance is that of correlated numbers,
    V = (Σ vᵢ + Σᵢ≠ⱼ r √(vᵢ vⱼ)) / m² with r = ``correlation``, 1 when nothing is known: then several effects of a paper
    weigh no more than one. Source: Borenstein, Hedges, Higgins and Rothstein, Introduction to Meta-Analysis (2009), ch. 24.
    Limits are no numbers to average: a paper with an effect that is a limit keeps each of them as it is, and they are
    counted by :meth:`Effects.counts`. ``effects_in_paper`` says how many numbers were averaged.
    """
    columns = ["paper", *keep]
    rows = []
    for values, group in given.exact.group_by(columns, maintain_order=True):
        roots = group["variance"].sqrt().to_list()
        m, independent = len(roots), sum(root**2 for root in roots)
        variance = (independent + correlation * (sum(roots) ** 2 - independent)) / m**2
        means = {name: float(group[name].to_numpy().mean()) for name in ("effect", "lo", "hi")}
        rows.append(
            dict(zip(columns, values, strict=True))
            | means
            | {"variance": variance, "censored": "no", "effects_in_paper": m}
        )
    kinds = {name: given.frame.schema[name] for name in columns}
    frame = pl.DataFrame(rows, schema={**kinds, **_ADDED, "effects_in_paper": pl.Int64}).sort(columns)
    limits = (
        given.frame.filter(pl.col("censored") != "no")
        .select(*columns, *_ADDED)
        .with_columns(effects_in_paper=pl.lit(1, pl.Int64))
    )
    return replace(given, frame=pl.concat([frame, limits]))
