"""Every named comparison. One entry gives the GraphQL field, ``kb compare NAME`` and ``client.compare("NAME")``.

A comparison puts records on one stated basis, and each cell says where its number comes from: reported, normalised
(how), derived (from what) or missing (what would be needed). Bases are never mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.base import Base
from kb.compare_balance import BALANCE, balance_against_cycle_life
from kb.compare_cells import CELLS, LEVELS, cells_by_energy_and_balance
from kb.compare_claims import CLAIMS, CONTRASTS, reported_against_recomputed, treatments_against_controls
from kb.compare_coverage import ASKED, COVERAGE, coverage_of_conditions, coverage_of_papers
from kb.compare_electrolytes import ELECTROLYTES, electrolytes_at_temperature
from kb.compare_films import FILMS, films_by_areal_resistance
from kb.compare_papers import ACROSS, quantity_across_papers
from kb.compare_rates import RATES, rate_capability
from kb.compare_records import records_side_by_side
from kb.narrow import narrowed, paper_of
from kb.table import Column, Table
from kb.table_values import finished
from schema.errors import KbError, near
from schema.quantities import Q
from schema.vocabulary import Verdict

__all__ = ["COMPARISONS", "Argument", "Comparison", "UnknownComparisonError", "compare", "words_of"]

Given = str | Sequence[str] | Mapping[str, str]


class UnknownComparisonError(KbError):
    """A comparison that does not exist, or an argument that it doesn't take."""

    code = "unknown-comparison"


@dataclass(frozen=True)
class Argument:
    """One argument of a comparison.

    ``kind`` is text, choice, quantity, quantities, ids or conditions; on a command line several are separated by
    commas, conditions by semicolons. ``choices`` are what can be chosen, and what each of them means. Without a
    default it has to be given where it is ``required``; ``example`` shows how.
    """

    name: str
    doc: str
    default: str = ""
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    example: str = ""

    def value(self, given: Given) -> Any:
        """What the function gets: text, a tuple, or ranges by condition."""
        if self.kind in ("ids", "quantities"):
            names = given.split(",") if isinstance(given, str) else list(given)
            return tuple(one.strip() for one in names if one.strip())
        if self.kind == "conditions":
            if isinstance(given, Mapping):
                return dict(given)
            text = given if isinstance(given, str) else "; ".join(given)
            parts = [part.partition("=") for part in text.split(";") if part.strip()]
            return {name.strip(): words.strip() for name, _, words in parts}
        return words_of(given)


PAPERS = Argument("papers", "Slugs of the papers that count; all when left out, where the base is small enough.", kind="ids")  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """One named comparison: its sentence, arguments, columns and function.

    ``columns`` is empty where they follow from the arguments. The GraphQL field is called as the comparison unless
    ``graph_name`` says otherwise.
    """

    name: str
    doc: str
    own_arguments: tuple[Argument, ...]
    columns: tuple[Column, ...]
    make: Callable[..., Table]
    graph_name: str = ""

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Its own, and the papers that count; records that are named say themselves which those are."""
        return self.own_arguments if self.of_records else (*self.own_arguments, PAPERS)

    @property
    def of_records(self) -> bool:
        """Whether it is about records that are named."""
        return any(one.name == "ids" for one in self.own_arguments)


def compare(base: Base, name: str, **arguments: Given) -> Table:
    """The table of one comparison; raises :class:`UnknownComparisonError` for an unknown name, argument or choice."""
    chosen = COMPARISONS.get(name)
    if chosen is None:
        hint = near(name, COMPARISONS) or f"known are {', '.join(COMPARISONS)}"
        raise UnknownComparisonError(repr(name), "no comparison of that name", hint)
    known = {argument.name: argument for argument in chosen.arguments}
    for key in arguments:
        if key not in known:
            hint = near(key, known) or f"it takes {', '.join(known)}"
            raise UnknownComparisonError(name, f"no argument {key!r}", hint)
    values = {key: _value(name, one, arguments.get(key, one.default)) for key, one in known.items()}
    papers = [paper_of(one) for one in map(base.now_called, values["ids"])] if chosen.of_records else values.pop("papers")  # fmt: skip
    if chosen.of_records:
        of_base = {row["id"] for row in base.rows("paper")}
        papers = [one for one in papers if one in of_base] or sorted(of_base)[:1]
    small = narrowed(base, papers)
    return finished(small, chosen.make(small, **values))


def _value(name: str, argument: Argument, given: Given) -> Any:
    value = argument.value(given)
    if argument.required and not value:
        raise UnknownComparisonError(name, f"{argument.name} is missing", f"give it, as {argument.name}={argument.example}")  # fmt: skip
    if argument.choices and value not in argument.choices:
        hint = near(str(value), argument.choices) or f"use {', '.join(argument.choices)}"
        raise UnknownComparisonError(name, f"{value!r} is no {argument.name}", hint)
    if argument.kind in ("quantity", "quantities", "conditions"):
        for one in (value,) if argument.kind == "quantity" else value:
            Q[one]
    return value


def words_of(given: Given) -> str:
    """An argument as one text: what a generic field or a command line takes."""
    if isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        return "; ".join(f"{name}={words}" for name, words in given.items())
    return ",".join(given)


CLAIM = Argument("claims", "Whether what papers quote from others is shown too.", "own", "choice", {
    "own": "What the papers themselves made and measured.", "all": "What they quote from others, too.",
})  # fmt: skip
TEMPERATURE = Argument("temperature", "The temperature, with its unit.", "25 degC", example="25 degC")
LEVEL_WORDS = dict(zip(LEVELS, (
    "The active material alone.", "The composite electrode.", "Electrodes and separator, without collectors.",
    "The same with half of each collector.", "The same with the whole collectors.", "The cell with its packaging.",
), strict=True))  # fmt: skip
KINDS = {"all": "Every kind of record."} | {one: f"Of {one}s alone." for one in ("coating", "electrolyte", "electrode", "cell", "experiment")}  # fmt: skip
VERDICTS = {"all": "All but the untestable ones."} | {
    one.value: f"Those that are {one.value} alone." for one in Verdict
}

COMPARISONS: dict[str, Comparison] = {
    made.name: made
    for made in (
        Comparison(
            "electrolytes_at_temperature", "Electrolytes at a reference temperature: conductivity, thickness, areal resistance.",
            (TEMPERATURE, CLAIM), ELECTROLYTES, electrolytes_at_temperature,
        ),
        Comparison(
            "films_by_areal_resistance", "Electrolyte layers by areal resistance: thickness over conductivity at one temperature, and what is printed.",
            (TEMPERATURE,
             Argument("form", "Which layers count.", "thin", "choice", {"thin": "Films, thin films and membranes.", "all": "Pellets and powders, too."}),
             CLAIM),
            FILMS, films_by_areal_resistance,
        ),
        Comparison(
            "cells_by_energy_and_balance", "Full cells by specific energy on one accounting level and by N/P ratio, with retention.",
            (Argument("level", "The accounting level of the energy ledger.", "active_material", "choice", LEVEL_WORDS),),
            CELLS, cells_by_energy_and_balance,
        ),
        Comparison(
            "balance_against_cycle_life", "N/P ratio by both conventions against retention and cycle life.",
            (CLAIM,), BALANCE, balance_against_cycle_life,
        ),
        Comparison(
            "rate_capability", "The capacity of each cell at each printed rate, and its share of that at the lowest rate.",
            (Argument("tests", "Which capacities count.", "all", "choice",
                      {"all": "Every capacity that is printed with its rate.", "rate_tests": "Those of rate tests alone."}), CLAIM),
            RATES, rate_capability,
        ),
        Comparison(
            "treatments_against_controls", "Coated against bare, treated against untreated: every pair that a paper gives, with ratio and difference.",
            (Argument("kind", "Kind of the compared records.", "all", "choice", KINDS),), CONTRASTS, treatments_against_controls,
        ),
        Comparison(
            "reported_against_recomputed", "Each paper's numbers against what its other numbers give.",
            (Argument("verdict", "One verdict only; all but untestable by default.", "all", "choice", VERDICTS),),
            CLAIMS, reported_against_recomputed,
        ),
        Comparison(
            "quantity_across_papers", "One quantity across papers, by family or composition: its spread, and where two papers conflict.",
            (Argument("quantity", "The quantity.", "ionic_conductivity", "quantity", example="ionic_conductivity"),
             Argument("by", "What makes a group.", "family", "choice",
                      {"family": "Records of one family of materials.", "composition": "Records of one composition."}), CLAIM),
            ACROSS, quantity_across_papers,
        ),
        Comparison(
            "coverage_of_papers", "How many numbers of each paper can be checked at all, and how many conditions it states.",
            (), COVERAGE, coverage_of_papers,
        ),
        Comparison(
            "coverage_of_conditions", "Which conditions papers state: each with how many records state it, the least stated first.",
            (Argument("by", "What is asked for.", "checklist", "choice",
                      {"checklist": "The items of the reporting checklist.", "conditions": "The conditions of experiments."}),),
            ASKED, coverage_of_conditions,
        ),
        Comparison(
            "records_side_by_side", "Two to twenty records of any kind side by side, over one to twenty quantities.",
            (Argument("ids", "The ids of the records, 2 to 20.", kind="ids", required=True, example="nguyen2024/cse,nguyen2024/spe"),
             Argument("quantities", "The quantities, 1 to 20.", kind="quantities", required=True, example="ionic_conductivity,activation_energy"),
             Argument("at", "Only numbers measured under these conditions.", kind="conditions", example="temperature=20..30 degC"),
             Argument("basis", "What fills a cell.", "derived", "choice",
                      {"reported": "Printed numbers alone.", "derived": "Where none is printed, what follows from other printed numbers."})),
            (), records_side_by_side, "compare",
        ),
    )
}  # fmt: skip
"""All comparisons by name."""
