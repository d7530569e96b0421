"""What all pictures share: axes, colours, markers, labels with units, error bars, and arrows for limits.

Colours are those of Okabe and Ito (Color Universal Design, 2008), told apart also by people who are colour-blind; a marker
goes with each, so that colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kb.plots import STYLE, UNITS
from schema.quantities import Q

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "BLACK",
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "SKY",
    "VERMILLION",
    "draw",
    "label_of",
    "legend_below",
    "looks",
    "new_axes",
]

BLUE, VERMILLION, GREEN, ORANGE, SKY, PURPLE, BLACK = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#E69F00",
    "#56B4E9",
    "#CC79A7",
    "#000000",
)
GREY = "#666666"
_COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "h")
_ARROW = 13  # points


def new_axes(size: tuple[float, float]) -> Axes:
    """Axes of a figure of their own, in inches, which needs no screen."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({**STYLE, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=size, layout="constrained", dpi=300)
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def looks(names: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """A colour and a marker for each name, in alphabetical order; both differ for as many as there are."""
    known = sorted({name or "not stated" for name in names})
    return {
        name: (_COLOURS[place % len(_COLOURS)], _MARKERS[place % len(_MARKERS)]) for place, name in enumerate(known)
    }


def label_of(quantity: str, unit: str | None = None) -> str:
    """A quantity with its unit, for an axis."""
    words = quantity.replace("_", " ")
    unit = Q[quantity].unit if unit is None and quantity in {one.name for one in Q} else unit
    words = words[:1].upper() + words[1:]
    return f"{words} ({UNITS.get(unit, unit)})" if unit else words


def draw(
    axes: Axes,
    rows: Sequence[Mapping[str, Any]],
    x: str,
    y: str,
    look: tuple[str, str],
    label: str | None = None,
    *,
    filled: bool = True,
) -> None:
    """Rows as points with their intervals: ``x`` and ``y`` are prefixes of ``…lo``, ``…mid``, ``…hi``.

    A limit stands at its known end, with an arrow towards the open one; a range without a middle is a bar without a marker.
    """
    colour, marker = look
    for row in rows:
        places, errors, arrows = [], [], []
        for axis, prefix in enumerate((x, y)):
            place, error, arrow = _span(
                row[f"{prefix}lo"], row[f"{prefix}mid"], row[f"{prefix}hi"], str(row.get(f"{prefix}qualifier") or "")
            )
            places.append(place)
            errors.append(error)
            if arrow:
                arrows.append((axis, arrow))
        if places[0] is None or places[1] is None:
            continue
        bare = not arrows and (row[f"{x}mid"] is None or row[f"{y}mid"] is None)
        axes.errorbar(
            places[0], places[1], xerr=_pair(errors[0]), yerr=_pair(errors[1]), fmt="none" if bare else marker, color=colour, ecolor=colour,
            markersize=5, markerfacecolor=colour if filled else "white", capsize=2, elinewidth=0.9, markeredgewidth=0.9, zorder=3,
        )  # fmt: skip
        for axis, arrow in arrows:
            offset = (arrow * _ARROW, 0) if axis == 0 else (0, arrow * _ARROW)
            style = {
                "arrowstyle": "-|>",
                "color": colour,
                "linewidth": 0.9,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 7,
            }
            axes.annotate(
                "",
                xytext=(places[0], places[1]),
                xy=offset,
                textcoords="data",
                xycoords=_offset(axes, places[0], places[1]),
                arrowprops=style,
                zorder=3,
            )
    if label is not None:
        axes.plot(
            [],
            [],
            marker=marker,
            color=colour,
            markerfacecolor=colour if filled else "white",
            linestyle="",
            markersize=5,
            label=label,
        )


def _offset(axes: Axes, x: float, y: float) -> Any:
    """Points away from a place in the data."""
    from matplotlib.text import OffsetFrom

    anchor = axes.annotate("", xy=(x, y))
    return OffsetFrom(anchor, (0.5, 0.5), "points")


def _span(
    low: float | None, middle: float | None, high: float | None, qualifier: str
) -> tuple[float | None, tuple[float, float], int]:
    """Where to draw a number, how far its interval reaches down and up, and whether an arrow goes down (−1) or up (1)."""
    if low is None and high is None:
        return middle, (0.0, 0.0), 0
    if low is None or (qualifier.startswith("<") and middle is None):
        return high, (0.0, 0.0), -1
    if high is None:
        return low, (0.0, 0.0), 1
    place = (low + high) / 2 if middle is None else middle
    return place, (place - low, high - place), 0


def _pair(error: tuple[float, float]) -> list[list[float]] | None:
    down, up = (max(0.0, one) for one in error)
    return [[down], [up]] if down or up else None


def legend_below(axes: Axes, columns: int = 3, title: str | None = None) -> None:
    """A legend under the axes, where it covers no number; none for a single name."""
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) > 1:
        axes.figure.legend(  # a constrained layout makes room for what is "outside"
            handles,
            labels,
            loc="outside lower center",
            ncols=min(columns, len(labels)),
            frameon=False,
            fontsize=7.5,
            title=title,
            handletextpad=0.4,
            columnspacing=1.2,
        )
