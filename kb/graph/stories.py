"""Explanations, checklists, ledgers and what-ifs as fields of Query: each reads the records of one paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kb.base import Base
from kb.graph.declare import Arg, camel
from kb.graph.page import PageError
from kb.graph.roots import Root
from kb.narrow import narrowed, paper_of

__all__ = ["MOST_CHANGES", "STORIES"]

MOST_CHANGES = 20
CELL = Arg("cell", "ID!", "The id of a cell, or of one experiment of it.")


def camelled(data: Any) -> Any:
    """Plain data with its keys as GraphQL spells them."""
    if isinstance(data, Mapping):
        return {camel(key): camelled(value) for key, value in data.items()}
    return [camelled(one) for one in data] if isinstance(data, (list, tuple)) else data


def _of_paper(base: Base, record: str) -> tuple[Base, str]:
    """The base of a record's paper alone, and the id that the record has now; of an unknown paper, the whole base."""
    record = base.now_called(record)
    paper = paper_of(record)
    known = {row["id"] for row in base.rows("paper")}
    return (narrowed(base, [paper]) if paper in known else base), record


def _explanation(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from kb.explain import explain

    made: dict[str, Any] = camelled(asdict(explain(*_of_paper(base, arguments["id"]))))
    return made


def _checklist(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from kb.checklist import checklist_json

    paper = base.now_called(arguments["paper"])
    made: dict[str, Any] = camelled(checklist_json(narrowed(base, [paper]), paper)[0])
    return made


def _ledger(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from kb.ledger import ledger_json

    made = ledger_json(*_of_paper(base, arguments["cell"]), arguments.get("experiment"))
    made["missing"] = [{"level": level, "names": names} for level, names in made["missing"].items()]
    made["may_be_given"] = list(made["may_be_given"])
    found: dict[str, Any] = camelled(made)
    return found


def _what_if(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from kb.whatif import differences, differences_json

    asked = arguments["changes"]
    if not 1 <= len(asked) <= MOST_CHANGES:
        raise PageError("changes", f"{len(asked)} changes at once", f"give 1 to {MOST_CHANGES}")
    changes = [f"{one['name']}={one['value']}" for one in asked]
    small, cell = _of_paper(base, arguments["cell"])
    made: dict[str, Any] = camelled(differences_json(differences(small, cell, changes)))
    return made


STORIES: tuple[Root, ...] = (
    Root("explanation", "call", "Explanation!", "Why a verdict or derived value is what it is, and what rests on a printed number.",
         args=(Arg("id", "ID!", "The id of a check, derived value, reading, condition or statement."),), call=_explanation),
    Root("checklist", "call", "Checklist!", "What the field's reporting checklists ask of each cell and electrolyte of a paper, and what it states.",
         args=(Arg("paper", "ID!", "The slug of the paper."),), call=_checklist),
    Root("ledger", "call", "Ledger!", "A cell's energy per mass and volume at six levels, from its layers, with the paper's claims held against each.",
         args=(CELL, Arg("experiment", "ID", "The experiment whose capacity and voltage count; the one that fits best when left out.")), call=_ledger),
    Root("whatIf", "call", "WhatIf!", "What follows when numbers of a cell are others: everything is computed anew, and what differs is told. Nothing in the base changes.",
         args=(CELL, Arg("changes", "[NamedText!]!", "What changes, 1 to 20: the name of a number (ledger(cell:) lists mayBeGiven) and its new value with the unit; an empty value takes it away.")),
         call=_what_if),
)  # fmt: skip
