"""Pictures of effects and verdicts: forest, funnel, parity."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any

import polars as pl

from kb.meta.effect_sizes import Effects
from kb.meta.pictures_style import BLACK, BLUE, GREY, ORANGE, SKY, VERMILLION, draw, legend_below, looks, new_axes
from kb.meta.pooling import Pooled, TooFew

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["forest_plot", "funnel_plot", "parity_plot"]

_NAMES = {
    "log_ratio": "treatment ÷ control",
    "difference": "treatment − control",
    "standardised_difference": "Hedges' g",
}
_VERDICTS = {"consistent": (BLUE, "o"), "consistent only as": (ORANGE, "^"), "inconsistent": (VERMILLION, "X")}
_ROW = 0.3  # inches
_LONGEST = 44


def forest_plot(effects: Effects, pooled: Pooled | TooFew | None = None, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """Each effect with its interval, an arrow for a limit; below, the pooled effect as a diamond and its prediction interval.

    Log ratios are shown as factors on a log axis, with 1, no effect, marked. The frame has what is drawn, a row a line.
    """
    ratio = effects.measure == "log_ratio"
    rows = _rows(effects.frame.sort("paper", maintain_order=True))
    frame = pl.DataFrame(
        rows,
        schema={
            "label": pl.String,
            "paper": pl.String,
            "lo": pl.Float64,
            "mid": pl.Float64,
            "hi": pl.Float64,
            "text": pl.String,
        },
    )
    if ratio:
        frame = frame.with_columns(pl.col("lo", "mid", "hi").exp())
    frame = frame.with_columns(
        text=pl.Series([_text(*row) for row in frame.select("lo", "mid", "hi").iter_rows()], dtype=pl.String)
    )
    lines = frame.height + (1 if pooled is not None else 0)
    axes = new_axes((6.6, 0.95 + _ROW * max(lines, 2)))
    axes.axvline(1.0 if ratio else 0.0, color=GREY, linewidth=0.8, zorder=1)
    known = looks(frame["paper"].to_list())
    labels, texts = frame["label"].to_list(), frame["text"].to_list()
    for place, row in enumerate(frame.iter_rows(named=True)):
        draw(
            axes, [{**row, "y_lo": place, "y_mid": place, "y_hi": place}], "", "y_", known[row["paper"] or "not stated"]
        )
    if pooled is not None:
        labels.append(_pooled_label(pooled))
        texts.append(_diamond(axes, pooled, frame.height, ratio=ratio) if isinstance(pooled, Pooled) else "")
    if ratio:
        _factors(axes, frame, pooled)
    axes.margins(x=0.08)
    axes.set_yticks(range(lines), labels)
    axes.set_ylim(lines - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    for place, text in enumerate(texts):
        axes.annotate(
            text,
            xy=(1.02, place),
            xycoords=("axes fraction", "data"),
            va="center",
            ha="left",
            fontsize=7.5,
            annotation_clip=False,
        )
    quantities = sorted(set(effects.frame["quantity"].to_list())) if "quantity" in effects.frame.columns else []
    what = f"{quantities[0].replace('_', ' ')}, " if len(quantities) == 1 else ""
    unit = effects.frame["unit"][0] if effects.measure == "difference" and len(quantities) == 1 else ""
    axes.set_xlabel(
        (what + _NAMES[effects.measure])[:1].upper()
        + (what + _NAMES[effects.measure])[1:]
        + (f" ({unit})" if unit else "")
    )
    _finish(axes, title)
    return axes, frame


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    several = frame["quantity"].n_unique() > 1 if "quantity" in frame.columns else False
    rows = []
    for row in frame.iter_rows(named=True):
        words = row.get("coating") or row.get("differs") or row.get("treatment") or ""
        quantity = f" · {row['quantity'].replace('_', ' ')}" if several else ""
        rows.append({"label": _short(f"{row['paper']}: {words}{quantity}" if words else row["paper"]), "paper": row["paper"],
                     "lo": row["lo"], "mid": row["effect"], "hi": row["hi"], "text": ""})  # fmt: skip
    return rows


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _text(low: float | None, middle: float | None, high: float | None) -> str:
    if middle is None:
        return (
            f"≥ {low:.3g}"
            if high is None and low is not None
            else f"≤ {high:.3g}"
            if low is None and high is not None
            else f"{low:.3g} to {high:.3g}"
        )
    return f"{middle:.3g} [{low:.3g}, {high:.3g}]"


def _pooled_label(pooled: Pooled | TooFew) -> str:
    if isinstance(pooled, TooFew):
        return f"not pooled, too few: {pooled.papers} paper{'' if pooled.papers == 1 else 's'} with a number"
    kind = "fixed effect" if pooled.estimator == "fixed" else f"random effects, {pooled.estimator}"
    return f"pooled, {pooled.papers} papers ({kind})"


def _diamond(axes: Axes, pooled: Pooled, place: int, *, ratio: bool) -> str:
    low, middle, high = pooled.interval[0], pooled.estimate, pooled.interval[1]
    ahead = pooled.prediction
    if ratio:
        low, middle, high = exp(low), exp(middle), exp(high)
        ahead = None if ahead is None else (exp(ahead[0]), exp(ahead[1]))
    if ahead is not None:
        axes.plot(
            ahead, [place, place], color=SKY, linewidth=3, solid_capstyle="butt", zorder=2, label="prediction interval"
        )
    axes.fill(
        [low, middle, high, middle], [place, place - 0.28, place, place + 0.28], color=BLACK, zorder=3, linewidth=0
    )
    return _text(low, middle, high)


def _factors(axes: Axes, frame: pl.DataFrame, pooled: Pooled | TooFew | None) -> None:
    """A log axis whose ticks are round factors, few enough to be read."""
    from matplotlib.ticker import FixedLocator, NullLocator

    ends = [value for end in ("lo", "mid", "hi") for value in frame[end].to_list() if value]
    if isinstance(pooled, Pooled):
        ends += [exp(end) for end in (pooled.prediction or pooled.interval)]
    low, high = min([1.0, *ends]), max([1.0, *ends])
    for steps in (
        (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2),
        (0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4),
        (0.1, 0.2, 0.5, 1, 2, 5, 10),
        (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50),
        None,
    ):
        if steps is None or (steps[0] <= low * 1.02 and high <= steps[-1] * 1.02):
            break
    axes.set_xscale("log")
    if steps is not None:
        shown = [step for step in steps if low * 0.9 <= step <= high * 1.1]
        axes.xaxis.set_major_locator(FixedLocator(shown))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")


def funnel_plot(effects: Effects, pooled: Pooled | TooFew | None = None, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """Effects against their standard errors, the surest on top; inside the lines lie 95 % where papers do not differ.

    Limits have no standard error and are not drawn: their number is written below. Source: Sterne and Egger, J. Clin. Epidemiol. 54 (2001) 1046.
    """
    frame = effects.exact.select("paper", "effect", (pl.col("variance").sqrt()).alias("standard_error"))
    axes = new_axes((4.4, 3.6))
    top = 1.08 * float(frame["standard_error"].max() or 1.0) if frame.height else 1.0  # type: ignore[arg-type]
    for paper, look in looks(frame["paper"].to_list()).items():
        one = frame.filter(pl.col("paper") == paper)
        axes.plot(
            one["effect"].to_numpy(),
            one["standard_error"].to_numpy(),
            linestyle="",
            marker=look[1],
            color=look[0],
            markersize=5,
            label=paper,
        )
    if isinstance(pooled, Pooled):
        m = pooled.estimate
        axes.axvline(m, color=GREY, linewidth=0.8)
        axes.plot(
            [m - 1.96 * top, m, m + 1.96 * top],
            [top, 0, top],
            color=GREY,
            linewidth=0.8,
            linestyle=(0, (4, 2)),
            label="95 %, papers alike",
        )
    axes.axvline(0.0, color=GREY, linewidth=0.6, linestyle=":")
    axes.set_ylim(top, 0)
    axes.set_ylabel("Standard error")
    limits = effects.frame.height - frame.height
    axes.set_xlabel(f"{'ln(' if effects.measure == 'log_ratio' else ''}{_NAMES[effects.measure]}{')' if effects.measure == 'log_ratio' else ''}"
                    + (f"\n{limits} limit{'s' if limits > 1 else ''} not drawn" if limits else ""))  # fmt: skip
    legend_below(axes, 2 if frame["paper"].n_unique() < 8 else 4)
    _finish(axes, title)
    return axes, frame


def parity_plot(verdicts: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """What papers report against what their other numbers give (:func:`kb.meta.parity`), on the line where they agree.

    The colour and marker are the verdict, each number in its quantity's catalogue unit. Zero and negative numbers have no
    place on a log axis: how many there are is written below, and the frame, which says what was ``drawn``, has them.
    """
    drawable = pl.all_horizontal(
        pl.col(f"{side}_{end}").fill_null(1.0) > 0 for side in ("reported", "computed") for end in ("lo", "mid", "hi")
    )
    frame = verdicts.with_columns(drawn=drawable)
    shown = frame.filter(pl.col("drawn"))
    axes = new_axes((4.4, 4.4))
    axes.set_xscale("log")
    axes.set_yscale("log")
    for verdict, look in _VERDICTS.items():
        rows = list(shown.filter(pl.col("verdict") == verdict).iter_rows(named=True))
        if rows:
            draw(axes, rows, "computed_", "reported_", look, f"{verdict} ({len(rows)})", filled=verdict != "consistent")
    ends = [
        value
        for side in ("reported", "computed")
        for end in ("lo", "mid", "hi")
        for value in shown[f"{side}_{end}"].drop_nulls().to_list()
    ]
    if ends:
        span = (min(ends) / 2, max(ends) * 2)
        axes.plot(span, span, color=GREY, linewidth=0.8, zorder=1)
        axes.set_xlim(span)
        axes.set_ylim(span)
    axes.set_aspect("equal")
    units = sorted(set(shown["unit"].to_list()))
    unit = f" ({units[0]})" if len(units) == 1 and units[0] else " (each in its own unit)" if len(units) > 1 else ""
    left = frame.height - shown.height
    axes.set_xlabel(f"Recomputed{unit}" + (f"\n{left} zero or negative, not drawn" if left else ""))
    axes.set_ylabel(f"Reported{unit}")
    legend_below(axes, 3)
    _finish(axes, title)
    return axes, frame


def _finish(axes: Axes, title: str) -> None:
    if title:
        axes.set_title(title, fontsize=9, loc="left")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontsize(8)
