"""Pictures of what papers measured: Arrhenius, Pareto, energy, rate capability, retention, N/P ratio against cycles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from kb.meta.arrhenius import BOLTZMANN, KELVIN, ArrheniusFit, Form, series_of
from kb.meta.pictures_style import GREY, draw, label_of, legend_below, looks, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["arrhenius_plot", "energy_plot", "np_plot", "pareto_plot", "rate_plot", "retention_plot"]


def arrhenius_plot(
    readings: pl.DataFrame, fits: Mapping[str, ArrheniusFit] | None = None, form: Form = "sigma", title: str = ""
) -> tuple[Axes, pl.DataFrame]:
    """Conductivity on a log axis against 1000/T, °C on top; a family's fit as a line through each of its electrolytes.

    ``readings`` is the frame of ``points(base, "ionic_conductivity")``; numbers without a temperature are not drawn.
    """
    from math import exp

    frame = series_of(readings, form).with_columns(
        (pl.col(f"y{end}").exp()).alias(f"s_{name}") for end, name in (("_lo", "lo"), ("", "mid"), ("_hi", "hi"))
    )
    frame = frame.with_columns(pl.col("x").alias("x_mid"))
    axes = new_axes((4.6, 3.9))
    known = looks(frame["family"].to_list())
    for family, look in known.items():
        rows = list(frame.filter(pl.col("family").fill_null("not stated") == family).iter_rows(named=True))
        fit = (fits or {}).get(family)
        draw(axes, rows, "x_", "s_", look, family.replace("_", " ") + (f", {fit.energy:.2f} eV" if fit else ""))
        for one in fit.series.iter_rows(named=True) if fit else ():
            slope = -fit.energy / BOLTZMANN if fit else 0.0
            middle = (one["x_lo"] + one["x_hi"]) / 2000
            anchor = one["intercept"] - one["energy"] / BOLTZMANN * middle
            ends = (one["x_lo"], one["x_hi"])
            axes.plot(
                ends, [exp(anchor + slope * (x / 1000 - middle)) for x in ends], color=look[0], linewidth=1.0, zorder=2
            )
    axes.set_yscale("log")
    axes.margins(x=0.08, y=0.08)
    axes.set_xlabel("1000 / T (K$^{-1}$)")
    axes.set_ylabel("Ionic conductivity (S cm$^{-1}$)" if form == "sigma" else "σT (S K cm$^{-1}$)")
    top = axes.secondary_xaxis("top", functions=(_celsius, _inverse))
    low, high = axes.get_xlim()
    wanted = [degrees for degrees in range(-60, 301, 10) if low <= 1000 / (degrees + KELVIN) <= high]
    top.set_xticks(wanted[:: max(1, -(-len(wanted) // 6))])
    top.tick_params(labelsize=8)
    top.set_xlabel("Temperature (°C)", fontsize=9)
    legend_below(axes)
    _finish(axes, title)
    return axes, frame


def _celsius(x: Any) -> Any:
    import numpy as np

    return 1000 / np.maximum(x, 1e-9) - KELVIN


def _inverse(degrees: Any) -> Any:
    import numpy as np

    return 1000 / np.maximum(np.asarray(degrees) + KELVIN, 1e-9)


def pareto_plot(front: pl.DataFrame, title: str = "", by: str = "paper") -> tuple[Axes, pl.DataFrame]:
    """The frame of :func:`kb.meta.pareto_front`: filled on the front, half-tone possibly on it, empty dominated.

    Axes are logarithmic where numbers span more than a decade.
    """
    axes = new_axes((4.6, 3.8))
    for name, look in looks(front[by].to_list()).items():
        for status in ("front", "possibly", "dominated"):
            rows = list(front.filter((pl.col(by) == name) & (pl.col("status") == status)).iter_rows(named=True))
            if rows:
                words = {"front": "on the front", "possibly": "possibly", "dominated": "dominated"}[status]
                draw(
                    axes,
                    [_qualified(row) for row in rows],
                    "x_",
                    "y_",
                    look,
                    f"{name}, {words}",
                    filled=status == "front",
                )
                if status == "possibly":
                    draw(axes, rows, "x_", "y_", (GREY, "."), None)
    for axis in "xy":
        _scaled(axes, front, axis)
    axes.set_xlabel(label_of(front["x_quantity"][0], front["x_unit"][0]) if front.height else "")
    axes.set_ylabel(label_of(front["y_quantity"][0], front["y_unit"][0]) if front.height else "")
    legend_below(axes, 2)
    _finish(axes, title)
    return axes, front


def energy_plot(pairs: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """Specific energy against energy density: ``side_by_side`` of the two; filled when measured, empty for designs and quoted."""
    axes = new_axes((4.6, 3.6))
    for name, look in looks(pairs["paper"].to_list()).items():
        for own in (True, False):
            rows = [
                _qualified(row)
                for row in pairs.filter(pl.col("paper") == name).iter_rows(named=True)
                if (row["x_claim"] in ("measured", "derived")) == own
            ]
            if rows:
                draw(axes, rows, "x_", "y_", look, f"{name}, {'measured' if own else 'design or quoted'}", filled=own)
    for row in pairs.unique("name", keep="first", maintain_order=True).iter_rows(named=True):
        place = [_where(row, axis) for axis in "xy"]
        if None not in place:
            axes.annotate(row["name"], xy=(place[0], place[1]), xytext=(6, -10), textcoords="offset points", fontsize=7)
    axes.set_xlabel(label_of(pairs["x_quantity"][0], pairs["x_unit"][0]) if pairs.height else "")
    axes.set_ylabel(label_of(pairs["y_quantity"][0], pairs["y_unit"][0]) if pairs.height else "")
    axes.margins(0.16)
    legend_below(axes, 2)
    _finish(axes, title)
    return axes, pairs


def rate_plot(readings: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """Rate capability: ``points(base, "discharge_capacity_per_active_mass", at=("c_rate",))``, a line through the rates of one test."""
    return _curves(readings, "c_rate", "C-rate (h$^{-1}$)", title, log=True)


def retention_plot(readings: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """Retention: ``points(base, "capacity_retention", at=("cycle_count",))``, a line through the cycles of one test."""
    axes, frame = _curves(readings, "cycle_count", "Cycles", title, log=False)
    axes.set_ylim(0, 114)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlim(left=0)
    return axes, frame


def np_plot(pairs: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """N/P ratio against cycles: ``side_by_side`` of cycles (``x``) and N/P ratio (``y``); 1, no lithium to spare, is marked."""
    axes = new_axes((4.4, 3.2))
    for name, look in looks(pairs["name"].to_list()).items():
        draw(
            axes,
            [_qualified(row) for row in pairs.filter(pl.col("name") == name).iter_rows(named=True)],
            "x_",
            "y_",
            look,
            name,
        )
    axes.axhline(1.0, color=GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.set_xlabel("Cycles")
    axes.set_ylabel("N/P ratio")
    axes.margins(0.12)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    legend_below(axes, 2)
    _finish(axes, title)
    return axes, pairs


def _curves(readings: pl.DataFrame, along: str, words: str, title: str, *, log: bool) -> tuple[Axes, pl.DataFrame]:
    frame = readings.filter(pl.col(f"{along}_lo").is_not_null() | pl.col(f"{along}_hi").is_not_null()).sort(
        "subject", f"{along}_mid", maintain_order=True
    )
    frame = frame.with_columns(curve=pl.col("paper") + ": " + pl.col("subject").str.split("/").list.last())
    axes = new_axes((5.0, 3.9))
    if log:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    for name, look in looks(frame["curve"].to_list()).items():
        one = frame.filter(pl.col("curve") == name)
        draw(axes, [{**row, "y_lo": row["lo"], "y_mid": row["mid"], "y_hi": row["hi"], "y_qualifier": row["qualifier"]} for row in one.iter_rows(named=True)],
             f"{along}_", "y_", look, name)  # fmt: skip
        known = one.filter(pl.col("mid").is_not_null() & pl.col(f"{along}_mid").is_not_null())
        for _, line in known.group_by(
            "conditions", pl.col("id").str.replace(r"/[^/]*/[^/]*$", ""), maintain_order=True
        ):
            axes.plot(line[f"{along}_mid"].to_numpy(), line["mid"].to_numpy(), color=look[0], linewidth=0.9, zorder=2)
    if log and frame.height:
        _few_ticks(axes, frame[f"{along}_mid"].drop_nulls().to_list())
    axes.set_xlabel(words)
    axes.set_ylabel(label_of(frame["quantity"][0], frame["unit"][0]) if frame.height else "")
    legend_below(axes, 2)
    _finish(axes, title)
    return axes, frame


def _few_ticks(axes: Axes, values: list[float]) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    steps = [digit * 10.0**power for power in range(-4, 5) for digit in (1, 2, 5)]
    axes.xaxis.set_major_locator(
        FixedLocator([step for step in steps if min(values) * 0.99 <= step <= max(values) * 1.01])
    )
    axes.xaxis.set_minor_locator(NullLocator())
    axes.margins(x=0.06)


def _qualified(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose one-sided prints say so: "<" stands at the front of what was printed, and leaves no middle."""
    made = dict(row)
    for axis in "xy":
        below = made[f"{axis}_mid"] is None and made[f"{axis}_hi"] is not None and made[f"{axis}_lo"] in (None, 0.0)
        made[f"{axis}_qualifier"] = "<" if below else ""
    return made


def _where(row: Mapping[str, Any], axis: str) -> Any:
    return next((row[f"{axis}_{end}"] for end in ("mid", "hi", "lo") if row[f"{axis}_{end}"] is not None), None)


def _scaled(axes: Axes, frame: pl.DataFrame, axis: str) -> None:
    known = [
        value for end in ("lo", "mid", "hi") for value in frame[f"{axis}_{end}"].drop_nulls().to_list() if value > 0
    ]
    if known and max(known) / min(known) > 10:
        (axes.set_xscale if axis == "x" else axes.set_yscale)("log")


def _finish(axes: Axes, title: str) -> None:
    if title:
        axes.set_title(title, fontsize=9, loc="left")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontsize(8)
