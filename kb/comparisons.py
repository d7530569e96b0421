"""Every named comparison. One entry gives the GraphQL field, ``kb compare NAME`` and ``client.compare("NAME")``.

A comparison puts records on one stated basis, and each cell says where its number comes from: reported, normalised
(how), derived (from what) or missing (what would be needed). Bases are never mixed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.base import Base
from kb.compare_cells import LEVELS, cells_by_energy_and_balance
from kb.compare_claims import reported_against_recomputed, treatments_against_controls
from kb.compare_electrolytes import electrolytes_at_temperature
from kb.table import Table
from schema.errors import KbError, near
from schema.vocabulary import Verdict

__all__ = ["COMPARISONS", "Argument", "Comparison", "UnknownComparisonError", "compare"]


class UnknownComparisonError(KbError):
    """A comparison that does not exist, or an argument that it doesn't take."""

    code = "unknown-comparison"


@dataclass(frozen=True)
class Argument:
    """One argument of a comparison: text with a default, or a choice."""

    name: str
    default: str
    doc: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One named comparison: its sentence, its arguments and its function."""

    name: str
    doc: str
    arguments: tuple[Argument, ...]
    make: Callable[..., Table]


def compare(base: Base, name: str, **arguments: str) -> Table:
    """The table of one comparison; raises :class:`UnknownComparisonError` for an unknown name, argument or choice."""
    chosen = COMPARISONS.get(name)
    if chosen is None:
        hint = near(name, COMPARISONS) or f"known are {', '.join(COMPARISONS)}"
        raise UnknownComparisonError(repr(name), "no comparison of that name", hint)
    known = {argument.name: argument for argument in chosen.arguments}
    for key, value in arguments.items():
        if key not in known:
            hint = near(key, known) or f"it takes {', '.join(known)}"
            raise UnknownComparisonError(name, f"no argument {key!r}", hint)
        if known[key].choices and value not in known[key].choices:
            hint = near(value, known[key].choices) or f"use {', '.join(known[key].choices)}"
            raise UnknownComparisonError(name, f"{value!r} is no {key}", hint)
    values = {argument.name: arguments.get(argument.name, argument.default) for argument in chosen.arguments}
    return chosen.make(base, **values)


COMPARISONS: dict[str, Comparison] = {
    made.name: made
    for made in (
        Comparison(
            "electrolytes_at_temperature", "Electrolytes at a reference temperature: conductivity, thickness, areal resistance.",
            (Argument("temperature", "25 degC", "The temperature, with its unit."),
             Argument("claims", "own", "Whether electrolytes that papers quote from others are shown too.", ("own", "all"))),
            electrolytes_at_temperature,
        ),
        Comparison(
            "cells_by_energy_and_balance", "Full cells by specific energy on one accounting level and by N/P ratio, with retention.",
            (Argument("level", "active_material", "The accounting level of the energy ledger.", tuple(LEVELS)),),
            cells_by_energy_and_balance,
        ),
        Comparison(
            "reported_against_recomputed", "Each paper's numbers against what its other numbers give.",
            (Argument("paper", "", "The paper's slug; all papers when empty."),
             Argument("verdict", "all", "One verdict only; all but untestable by default.", ("all", *(v.value for v in Verdict)))),
            reported_against_recomputed,
        ),
        Comparison(
            "treatments_against_controls", "Coated against bare, treated against untreated: every pair that a paper gives.",
            (Argument("kind", "all", "Kind of the compared records.", ("all", "coating", "electrolyte", "electrode", "cell", "experiment")),),
            treatments_against_controls,
        ),
    )
}  # fmt: skip
"""All comparisons by name."""
