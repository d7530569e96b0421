"""The enums of the graph: the closed vocabularies, quantities, and how a column's text becomes an enum's name."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry

from schema import vocabulary as v
from schema.quantities import Q

__all__ = ["ENUMS", "NAMES", "Direction", "Match", "QuantityName"]


class Direction(Enum):
    """Which way a list is sorted."""

    ASC = "asc"
    DESC = "desc"


class Match(Enum):
    """How sure it must be that an interval fulfils a condition."""

    SURELY = "surely"
    POSSIBLY = "possibly"


if TYPE_CHECKING:

    class QuantityName(Enum):
        """A quantity of the catalogue."""

        value: str

else:
    QuantityName = Enum(
        "QuantityName",
        {q.name: strawberry.enum_value(q.name, description=f"[{q.unit or 'no unit'}] {q.doc}") for q in Q},
    )

_WORDS: dict[type[Enum], str] = {
    Direction: "Which way a list is sorted.",
    Match: "How sure it must be that an interval fulfils a condition: surely (every value of it does) or possibly (some do).",
    QuantityName: "A quantity of the catalogue, with its unit.",
    v.Verdict: "Whether readings can all be true together.",
    v.Claim: "What kind of claim a number is. They are never mixed.",
    v.Provenance: "Where the number in a cell of a comparison comes from.",
    v.Family: "What kind of material it is.",
    v.ElectrolyteKind: "Of what nature an electrolyte is.",
    v.ElectrolyteForm: "In what shape an electrolyte is used.",
    v.Role: "What a constituent is there for.",
    v.CellKind: "What a cell is built to measure.",
    v.CellFormat: "The housing of a cell.",
    v.LayerRole: "What a layer of a cell's stack is.",
    v.Method: "How something was measured or computed.",
    v.StepMethod: "How something was made.",
    v.How: "How a number was obtained from the paper.",
    v.ConditionState: "What a paper says of a condition.",
    v.Relation: "What a statement says of its numbers.",
    v.Issue: "What is wrong with a misprint.",
    v.Strength: "How sure a contradiction or misprint is.",
    v.CheckedBy: "Who checked the records of a paper.",
}

ENUMS: dict[str, type[Enum]] = {}
NAMES: dict[str, dict[str, str]] = {}
"""For each enum, the name of the member that a column's text is."""


def _declared(kind: type[Enum], words: str) -> None:
    ENUMS[kind.__name__] = strawberry.enum(kind, description=words)
    NAMES[kind.__name__] = {str(_value(member)): member.name for member in kind}


def _value(member: Enum) -> Any:
    value = member.value
    return getattr(value, "value", value)


for _kind, _text in _WORDS.items():
    _declared(_kind, _text)
