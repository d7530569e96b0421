"""Activation energies of families of electrolytes, from the conductivities that papers print at several temperatures.

ln σ (or ln σT) falls on a line against 1/T whose slope is −Ea/k. Each electrolyte of each paper has its own intercept and
those of a family share the slope: the within-group estimator (analysis of covariance), so that a paper that measures
higher throughout does not tilt the line. Source: the Arrhenius relation; analysis of covariance as in Searle, Linear
Models (1971). An electrolyte at one temperature has nothing to say about the slope: it is counted, not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, Literal

import polars as pl

from kb.meta.paging import MetaError
from schema.quantities import Q

__all__ = ["ArrheniusFit", "arrhenius_fits", "series_of"]

BOLTZMANN = 8.617333262e-5
"""eV/K, exact in the SI (CODATA 2018) to these digits."""
KELVIN = 273.15
Form = Literal["sigma", "sigma_t"]


@dataclass(frozen=True)
class ArrheniusFit:
    """The common activation energy of a family in eV, with its interval.

    ``surely`` is the range that no values inside the printed digits leave: it needs no statistics, and it is what there is
    when two temperatures alone give the slope (``interval`` is then None). ``series`` has a row an electrolyte, with its
    own ``energy`` and ``intercept``.
    """

    family: str
    form: Form
    energy: float
    interval: tuple[float, float] | None
    surely: tuple[float, float]
    papers: int
    points: int
    series: pl.DataFrame
    left_out: dict[str, int]


def series_of(readings: pl.DataFrame, form: Form = "sigma") -> pl.DataFrame:
    """Conductivities as points of an Arrhenius plot, from the frame of ``points(base, "ionic_conductivity")``.

    ``x`` is 1000/T in 1/K and ``y`` ln σ in S/cm (ln σT in S K/cm), each with ``_lo`` and ``_hi``. Numbers without a
    temperature or without a middle are left out.
    """
    need = [
        name
        for name in ("family", "paper", "subject", "lo", "mid", "hi", "temperature_mid")
        if name not in readings.columns
    ]
    if need:
        raise MetaError(
            "readings", f"no column {need[0]!r}", 'give the frame of kb.meta.points(base, "ionic_conductivity")'
        )
    factor = Q["ionic_conductivity"].units.factor / 100  # catalogue unit to S/cm
    usable = readings.filter(pl.col("mid").is_not_null() & pl.col("temperature_mid").is_not_null() & (pl.col("lo") > 0))
    kelvin = {end: pl.col(f"temperature_{end}") + KELVIN for end in ("lo", "mid", "hi")}
    ends = {end: pl.col(end).log() + pl.lit(factor).log() for end in ("lo", "mid", "hi")}
    if form == "sigma_t":
        ends = {end: ends[end] + kelvin[end].log() for end in ends}
    return usable.with_columns(
        x=1000 / kelvin["mid"],
        x_lo=1000 / kelvin["hi"],
        x_hi=1000 / kelvin["lo"],
        y=ends["mid"],
        y_lo=ends["lo"],
        y_hi=ends["hi"],
    )


def arrhenius_fits(readings: pl.DataFrame, form: Form = "sigma", level: float = 0.95) -> dict[str, ArrheniusFit]:
    """One fit for each family that has an electrolyte at two temperatures or more, by name."""
    points = series_of(readings, form)
    found: dict[str, ArrheniusFit] = {}
    for (family,), group in points.group_by("family", maintain_order=True):
        if family is None:
            continue
        several = group.filter(pl.col("temperature_mid").n_unique().over("subject") > 1)
        if not several.height:
            continue
        left = {
            "no temperature, no middle": readings.filter(pl.col("family") == family).height - group.height,
            "one temperature only": group.height - several.height,
        }
        found[str(family)] = _fit(str(family), form, several, level, {reason: n for reason, n in left.items() if n})
    return dict(sorted(found.items()))


def _fit(family: str, form: Form, points: pl.DataFrame, level: float, left_out: dict[str, int]) -> ArrheniusFit:
    from scipy import stats  # type: ignore[import-untyped]

    rows: list[dict[str, Any]] = []
    sxx = sxy = syy = 0.0
    lo = hi = 0.0
    for (subject,), group in points.group_by("subject", maintain_order=True):
        x, y = group["x"].to_numpy() / 1000, group["y"].to_numpy()
        dx = x - x.mean()
        own = float((dx**2).sum())
        slope = float((dx * y).sum()) / own
        sxx, sxy, syy = sxx + own, sxy + float((dx * y).sum()), syy + float(((y - y.mean()) ** 2).sum())
        lo += float((dx * group["y_hi"].to_numpy())[dx > 0].sum() + (dx * group["y_lo"].to_numpy())[dx < 0].sum())
        hi += float((dx * group["y_lo"].to_numpy())[dx > 0].sum() + (dx * group["y_hi"].to_numpy())[dx < 0].sum())
        rows.append({
            "paper": group["paper"][0], "subject": str(subject), "energy": -slope * BOLTZMANN, "points": group.height,
            "intercept": float(y.mean() - slope * x.mean()), "x_lo": 1000 * float(x.min()), "x_hi": 1000 * float(x.max()),
        })  # fmt: skip
    slope = sxy / sxx
    degrees = points.height - len(rows) - 1
    interval = None
    if degrees > 0:
        error = (max(0.0, syy - slope * sxy) / degrees / sxx) ** 0.5
        far = float(stats.t.ppf((1 + level) / 2, degrees)) * error
        interval = (-(slope + far) * BOLTZMANN, -(slope - far) * BOLTZMANN)
    series = pl.DataFrame(rows)
    return ArrheniusFit(
        family, form, -slope * BOLTZMANN, interval, _temperatures(points, -lo / sxx * BOLTZMANN, -hi / sxx * BOLTZMANN),
        series["paper"].n_unique(), points.height, series, left_out,
    )  # fmt: skip


def _temperatures(points: pl.DataFrame, low: float, high: float) -> tuple[float, float]:
    """Widen a range of slopes by what the temperatures' own intervals ("room temperature") allow, worst case.

    Of two temperatures, the slope goes as the inverse of their distance: it is the least when they are farthest apart.
    """
    if (points["x_hi"] == points["x_lo"]).all():
        return low, high
    nearest, farthest = inf, 0.0
    for _, group in points.group_by("subject", maintain_order=True):
        cold, warm = group.sort("x").row(-1, named=True), group.sort("x").row(0, named=True)
        apart = cold["x"] - warm["x"]
        nearest = min(nearest, (cold["x_lo"] - warm["x_hi"]) / apart)
        farthest = max(farthest, (cold["x_hi"] - warm["x_lo"]) / apart)
    return low / farthest, (high / nearest if nearest > 0 else inf)
