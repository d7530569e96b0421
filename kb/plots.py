"""Pictures of a cell's numbers: sweep, tornado, and the waterfall of the energy ledger.

Each function draws its frame on axes and gives both back. Matplotlib is imported late and drawn without a screen.
Colours are those of Okabe and Ito, told apart also by people who are colour-blind, and never the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["save", "sweep_plot", "tornado_plot", "waterfall_plot"]

BLUE, ORANGE, GREY, SKY = "#0072B2", "#D55E00", "#666666", "#56B4E9"
WIDE = 0.62
STYLE: dict[Any, Any] = {
    "font.family": "sans-serif", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False,
    "axes.labelsize": 9, "xtick.labelsize": 8, "ytick.labelsize": 8, "legend.frameon": False, "legend.fontsize": 8,
    "savefig.dpi": 300, "svg.fonttype": "none", "pdf.fonttype": 42,
}  # fmt: skip
UNITS = {"um": "µm", "degC": "°C", "mAh/cm2": "mAh cm$^{-2}$", "mg/cm2": "mg cm$^{-2}$", "mAh/g": "mAh g$^{-1}$",
         "g cm-3": "g cm$^{-3}$", "Wh/kg": "Wh kg$^{-1}$", "Wh/L": "Wh L$^{-1}$", "mWh/cm2": "mWh cm$^{-2}$",
         "mS/cm": "mS cm$^{-1}$", "ohm cm2": "Ω cm$^{2}$", "mA/cm2": "mA cm$^{-2}$"}  # fmt: skip


def sweep_plot(frame: pl.DataFrame, title: str = "", mark: float | None = None) -> tuple[Axes, pl.DataFrame]:
    """A sweep: the middle as a line, its interval as a band; ``mark`` is the value that the paper prints."""
    axes = _axes((4.2, 3.0))
    known = frame.filter(frame["lo"].is_not_null() | frame["hi"].is_not_null())
    x, unit = known["value"].to_numpy(), str(frame["input_unit"][0])
    both = known.filter(known["lo"].is_not_null() & known["hi"].is_not_null())
    wide = both.height > 1
    axes.fill_between(both["value"].to_numpy(), both["lo"].to_numpy(), both["hi"].to_numpy(), color=SKY, alpha=0.35, linewidth=0, label="interval")  # fmt: skip
    for end in ("lo", "hi"):
        axes.plot(both["value"].to_numpy(), both[end].to_numpy(), color=BLUE, linewidth=0.6)
    middle = known.filter(known["mid"].is_not_null())
    if middle.height:
        axes.plot(middle["value"].to_numpy(), middle["mid"].to_numpy(), color=BLUE, linewidth=1.6, marker="" if wide else "o", label="middle")  # fmt: skip
    if mark is not None and x.min() <= mark <= x.max():
        axes.axvline(
            mark,
            color=ORANGE,
            linewidth=1.0,
            linestyle=(0, (4, 2)),
            label=f"as printed, {mark:.4g} {_unit(unit)}".strip(),
        )
    axes.set_xlabel(_label(str(frame["input"][0]), unit))
    axes.set_ylabel(_wrapped(_label(_short(str(frame["output"][0])), str(frame["unit"][0])), 30))
    axes.margins(x=0.0)
    low = min(value for end in ("lo", "mid", "hi") for value in known[end].drop_nulls().to_list())
    axes.set_ylim(bottom=0.0 if low >= 0 else None)
    _legend(axes, "best")
    return _done(axes, title), frame


def tornado_plot(frame: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """A tornado: for each input a wide bar for the step and a narrow one for its printed interval, around the middle."""
    axes = _axes((5.6, 0.9 + 0.42 * max(frame.height, 2)))
    base, step = float(frame["base"][0]), float(frame["step"][0])
    for place, row in enumerate(frame.iter_rows(named=True)):
        for low, high, size, colour, hatch in (
            ("at_less", "at_more", 0.62, SKY, ""), ("at_lo", "at_hi", 0.26, ORANGE, ""),
        ):  # fmt: skip
            ends = [base if row[end] is None else row[end] for end in (low, high)]
            axes.barh(place, ends[1] - ends[0], left=ends[0], height=size, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4,
                      label=(f"± {100 * step:g} %" if colour == SKY else "printed interval") if place == 0 else None)  # fmt: skip
    axes.axvline(base, color="black", linewidth=0.8)
    axes.set_yticks(range(frame.height), [_input(row) for row in frame.iter_rows(named=True)])
    axes.invert_yaxis()
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.04)
    axes.set_xlabel(_wrapped(_label(_short(str(frame["output"][0])), str(frame["unit"][0])), 44))
    _legend(axes, "lower right" if _room_right(frame) else "lower left")
    return _done(axes, title), frame


def _room_right(frame: pl.DataFrame) -> bool:
    last = frame.tail(2)
    ends = [value for end in ("at_less", "at_more", "at_lo", "at_hi") for value in last[end] if value is not None]
    every = [value for end in ("at_less", "at_more", "at_lo", "at_hi") for value in frame[end] if value is not None]
    return not ends or max(every) - max(ends) >= min(ends) - min(every)


def waterfall_plot(levels: pl.DataFrame, title: str = "") -> tuple[Axes, pl.DataFrame]:
    """The specific energy from level to level: a bar with its interval for each, and above it what the added layers cost.

    ``levels`` has ``level``, ``lo``, ``mid``, ``hi`` in Wh/kg, from the inside out.
    """
    axes = _axes((5.4, 3.4))
    before, labels = None, []
    for place, row in enumerate(levels.iter_rows(named=True)):
        sure = (
            row["lo"] if row["mid"] is None else row["mid"]
        )  # without a middle, what it is at least, and a band up to its limit
        top = row["hi"] if row["mid"] is None else row["mid"]
        axes.bar(place, sure, width=WIDE, color=BLUE, zorder=2)
        if top > sure:
            axes.bar(place, top - sure, bottom=sure, width=WIDE, color=SKY, zorder=2)
        if before is not None and before > top:
            axes.bar(
                place,
                before - top,
                bottom=top,
                width=WIDE,
                color="white",
                edgecolor=GREY,
                hatch="////",
                linewidth=0.6,
                zorder=1,
            )
            axes.plot([place - 1 + WIDE / 2, place - WIDE / 2], [before, before], color=GREY, linewidth=0.6)
        ends = [[sure - row["lo"]], [row["hi"] - sure]]
        axes.errorbar(place, sure, yerr=ends, color="black", capsize=2.5, linewidth=0.9, zorder=3)
        text = f"{row['lo']:.0f}–{row['hi']:.0f}" if row["mid"] is None else f"{row['mid']:.0f}"
        labels.append(f"{_wrapped(row['level'])}\n{text}")
        before = top
    axes.set_xticks(range(levels.height), labels)
    axes.set_ylabel(_label("specific energy", "Wh/kg"))
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(-0.6, levels.height - 0.4)
    axes.set_ylim(top=1.22 * max(levels["hi"].to_list()))  # room for the legend
    if levels.height > 1:
        from matplotlib.patches import Patch

        patches = [Patch(facecolor="white", edgecolor=GREY, hatch="////", label="lost to the layers added")]
        if levels["mid"].null_count():
            patches.append(Patch(facecolor=SKY, label="between its limits, no middle"))
        _legend(axes, "upper right", patches)
    return _done(axes, title), levels


def save(axes: Axes, file: Path) -> None:
    """Write a picture; PNG, PDF or SVG by the file's ending. Raises OSError or ValueError where it can't be written."""
    from matplotlib.figure import Figure

    figure = axes.figure
    assert isinstance(figure, Figure)
    figure.savefig(file, metadata={"Software": None} if file.suffix.lower() == ".png" else None)


def _axes(size: tuple[float, float]) -> Axes:
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=size, layout="constrained", dpi=300)
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def _legend(
    axes: Axes, place: Literal["best", "upper right", "lower left", "lower right"], handles: Sequence[Artist] = ()
) -> None:
    shown = list(handles or axes.get_legend_handles_labels()[0])
    axes.legend(handles=shown, loc=place, frameon=False, fontsize=8)


def _done(axes: Axes, title: str) -> Axes:
    if title:
        axes.set_title(title, fontsize=9, loc="left")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontsize(8)
    return axes


def _unit(unit: str) -> str:
    return UNITS.get(unit, unit)


def _label(name: str, unit: str) -> str:
    words = name.replace("_", " ")
    words = words[:1].upper() + words[1:]
    return f"{words} ({_unit(unit)})" if unit else words


def _short(output: str) -> str:
    """An output without the record it belongs to, and without its formula."""
    return output.rpartition("/")[2].partition(":")[0] if "/" in output else output


def _input(row: dict[str, Any]) -> str:
    unit = f" {_unit(row['input_unit'])}" if row["input_unit"] else ""
    return f"{row['input'].replace('_', ' ')}\n{row['nominal']:.4g}{unit}"


def _wrapped(words: str, width: int = 14) -> str:
    """Words on several lines; a unit in brackets stays whole."""
    import textwrap

    head, bracket, unit = words.partition(" (")
    return "\n".join(
        textwrap.wrap(
            f"{head}{bracket.replace(' ', chr(0xA0))}{unit.replace(' ', chr(0xA0))}", width, break_long_words=False
        )
    )
