"""A ledger in words, as a cell engineer would like to read it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from compute.ledger.count import Ledger
from compute.ledger.figures import Figure, Level, Match
from compute.ledger.layers import STATES, Lithium

__all__ = ["told", "told_matches"]


def told(ledger: Ledger, row: int = 0) -> str:
    """Levels, layers, accounting, assumptions, doubts and what is missing, of one cell."""
    cell = ledger.cell
    lines = [
        ", ".join(f"{name} {_interval(ledger.figure(name), row)}" for name in ("areal capacity", "areal energy")),
        "",
        *_table(
            ("level", "per mass", "per volume, discharged", "charged"),
            [
                (level, [ledger.figures[level, "specific energy", None],
                         *(ledger.figures[level, "energy density", state] for state in STATES)])
                for level in Level
            ],
            row,
        ),
        "",
        *_table(
            ("layer", "mass", "thickness, discharged", "charged"),
            [
                (name, [ledger.layers[name, "mass", None], *(ledger.layers[name, "thickness", state] for state in STATES)])
                for name in cell.stack
            ],
            row,
        ),
    ]  # fmt: skip
    every = (*ledger.figures.values(), *ledger.layers.values())
    lines += _list("counted", _accounting(ledger))
    lines += _list("assumed", dict.fromkeys(note for figure in every for note in figure.assumed))
    lines += _list("doubtful", ledger.doubts(row))
    lines += _list("given, but not needed here", ledger.unused)
    lines += _list("missing", _missing(ledger, row))
    return "\n".join(lines)


WIDTHS = (34, 24, 28, 0)
"""Of the columns at least; a longer interval widens its own."""


def _table(heads: Sequence[str], rows: Iterable[tuple[str, list[Figure]]], row: int) -> list[str]:
    cells = [heads, *((name, *(_interval(one, row) for one in figures)) for name, figures in rows)]
    widths = [max(least, *(len(line[place]) + 1 for line in cells)) for place, least in enumerate(WIDTHS)]
    return ["".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def told_matches(matches: Iterable[Match]) -> str:
    """Which levels give a claimed figure, and by how much it is off the others: one line each."""
    lines = []
    for one in matches:
        state = f", {one.state}" if one.state else ""
        if one.agrees is None:
            says = f"not computable without {', '.join(one.missing)}"
        elif one.agrees:
            says = "gives the claim"
        else:
            factor, side = (
                (one.factor, "above") if one.factor > 1 else (1 / one.factor if one.factor else math.inf, "below")
            )
            says = f"the claim is {side} it, at least by a factor of {factor:.3g}"
        lines.append(f"{one.level}{state}: {says}")
    return "\n".join(lines)


def _accounting(ledger: Ledger) -> list[str]:
    cell = ledger.cell
    said = [f"the cell as assembled {cell.assembled}; its mass is the same in both states"]
    if isinstance(cell.negative, Lithium):
        said.append(
            "the lithium given is the reservoir left after a discharge; a charge plates that of the areal capacity onto it"
            if cell.assembled == "discharged"
            else "the lithium given is all there is; a discharge strips that of the areal capacity from it"
        )
    if cell.packaging is not None:
        said.append(f"the packaging around the stack with {cell.packaging.around}")
    return said


def _missing(ledger: Ledger, row: int) -> list[str]:
    """Each lacking input, with the figures that wait for it."""
    waiting: dict[tuple[str, ...], list[str]] = {}
    for (of, measure, state), figure in ledger.figures.items():
        names = figure.missing(row)
        if names:
            waiting.setdefault(names, []).append(f"{measure} of {of}{f' {state}' if state else ''}")
    return [f"{', '.join(names)} (for {', '.join(figures)})" for names, figures in waiting.items()]


def _list(head: str, items: Iterable[str]) -> list[str]:
    found = [f"  {item}" for item in items]
    return ["", f"{head}:", *found] if found else []


def _interval(figure: Figure, row: int) -> str:
    lo, mid, hi = figure.shown(row)
    unit = figure.shown_unit
    if math.isnan(lo) or math.isnan(hi):
        return "?"
    low, middle, high = (f"{one:.4g}" for one in (lo, mid, hi))
    if hi == math.inf:
        return f"at least {low} {unit}"
    if low == high:
        return f"{low} {unit}"
    if lo <= 0:
        return f"at most {high} {unit}"
    return f"{low} to {high} {unit}" if math.isnan(mid) else f"{middle} ({low} to {high}) {unit}"
