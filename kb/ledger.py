"""The energy ledger of a cell of the base: levels, layers, what each number rests on, claims, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.base import Base, Row, rounded
from schema.errors import KbError, near

if TYPE_CHECKING:
    from compute.ledger import Answer, Level, Match
    from compute.situation import Situation
    from compute.stack import Stack

__all__ = [
    "CLAIMED", "SolveError", "claims_of", "ledger_json", "ledger_text", "situation_of", "solved", "stacks_of_paper", "tables_of",
]  # fmt: skip

CLAIMED = {"specific_energy_of_cell": "specific energy", "energy_density_of_cell": "energy density"}
"""What papers claim for a cell, and the ledger's measure of it."""


class SolveError(KbError):
    """A target of the ledger that can't be understood."""

    code = "solve"


def tables_of(base: Base, paper: str) -> dict[str, list[Row]]:
    """What compute reads of one paper, and the reference data."""
    from compute.tables import COLUMNS

    return {
        name: base.by(name, "paper_id", paper) if "paper_id" in columns else base.rows(name)
        for name, columns in COLUMNS.items()
    }


def situation_of(base: Base, record: str) -> Situation:
    """A cell or experiment with everything that it sees, ready to be changed."""
    from compute.situation import situation

    return situation(tables_of(base, _paper_of(base, record)), record)


def stacks_of_paper(base: Base, paper: str, cells: list[str]) -> dict[str, Stack]:
    """The stacks of some cells of a paper."""
    from compute import world
    from compute.stack import Records, stack_of

    tables = tables_of(base, paper)
    seen = world(tables)
    records = Records(tables, seen)
    return {cell: stack_of(seen, cell, records) for cell in cells}


def _paper_of(base: Base, cell: str) -> str:
    """The paper of a cell; of an id that is none, the nearest cell is named."""
    paper = cell.partition("/")[0]
    if base.one("paper", paper) is None:
        from compute.stack import StackError

        cells = [row["id"] for row in base.rows("cell")]
        raise StackError(repr(cell), "no cell of that id", near(cell, cells) or "`kb export cells` lists all")
    return paper


def claims_of(base: Base, cell: str) -> list[Row]:
    """Claimed energies: those of the cell and its experiments, else those of its paper's other cells that it doesn't quote."""
    rows = [row for row in base.by("reading", "paper_id", cell.partition("/")[0]) if row["quantity"] in CLAIMED and not row["repeats"]]  # fmt: skip
    own = [row for row in rows if row["subject_id"] == cell]
    return own or [row for row in rows if row["claim"] != "quoted"]


def _matches(stack: Stack, claim: Row) -> list[Match]:
    import math

    from compute.ledger import amount

    low, high = (claim[end] for end in ("lo", "hi"))
    ends = (0.0 if low is None else low, math.nan if claim["mid"] is None else claim["mid"], math.inf if high is None else high)  # fmt: skip
    measure = CLAIMED[claim["quantity"]]
    return stack.ledger.reproduces(
        amount(*ends), "specific energy" if measure == "specific energy" else "energy density"
    )


def ledger_json(base: Base, cell: str, context: str | None = None) -> dict[str, Any]:
    """The ledger as plain data: levels, layers, what was given from where, claims held against each level."""
    stack = _stack(base, cell, context)
    claims = [
        {
            "id": row["id"], "quantity": row["quantity"], "printed": row["printed"], "claim": row["claim"],
            "levels": [
                {"level": str(one.level), "state": one.state, "agrees": one.agrees, "factor": rounded(one.factor),
                 "missing": list(one.missing)}
                for one in _matches(stack, row)
            ],
        }
        for row in claims_of(base, cell)
    ]  # fmt: skip
    return {
        "cell": stack.cell_id, "experiment": stack.context_id, "assembled": stack.cell.assembled,
        "levels": [_plain(row) for row in stack.ledger.as_rows()],
        "layers": [{**_plain(row), "record": stack.of.get(row["of"])} for row in stack.ledger.as_rows("layers")],
        "missing": {str(level): list(names) for level, names in stack.missing.items()},
        "given": [_given(one) for one in stack.given],
        "may_be_given": dict(sorted(stack.asked.items())), "doubts": stack.ledger.doubts(), "notes": list(stack.notes),
        "claims": claims,
    }  # fmt: skip


def _stack(base: Base, cell: str, context: str | None) -> Stack:
    from compute import world
    from compute.stack import stack_of

    tables = tables_of(base, _paper_of(base, cell))
    return stack_of(world(tables), cell, tables, context=context)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("of", "measure", "state", "shown_lo", "shown_mid", "shown_hi", "shown_unit", "assumed", "missing")
    return {key.removeprefix("shown_"): rounded(row[key]) if isinstance(row[key], float) else row[key] for key in kept}


def _given(one: Any) -> dict[str, Any]:
    fact = one.fact
    kept = {key: fact[key] for key in ("id", "kind", "printed", "place", "quote")}
    return {"name": one.name, "input": one.input, "claim": fact["claim"] or None, **kept}


def ledger_text(base: Base, cell: str, context: str | None = None) -> str:
    """The ledger in words: what it counts, levels, layers, assumptions, what is missing, and the paper's claims."""
    from compute.ledger import told, told_matches

    stack = _stack(base, cell, context)
    lines = [f"{base.name(cell)} ({cell}), capacity and voltage of {stack.context_id}", "", told(stack.ledger)]
    if stack.notes:
        lines += ["", "not counted, or counted so:", *(f"  {note}" for note in stack.notes)]
    lines += ["", "given:"]
    for one in stack.given:
        fact = one.fact
        source = fact["place"] if fact["kind"] == "reference" else f"{fact['id']} [{fact['place']}]"
        lines.append(f"  {one.input} = {fact['printed']}  {one.name}, {source}")
    claims = claims_of(base, cell)
    for row in claims:
        other = "" if row["subject_id"] == cell else ", of another cell of the paper"
        lines += [
            "",
            f"claimed: {row['printed']} ({row['claim']}{other}) {row['id']} [{row['place']}] “{row['quote']}”",
        ]
        matches = _matches(stack, row)
        known = [one for one in matches if one.agrees is not None]
        lines += [f"  {line}" for line in told_matches(known).splitlines()]
        lines += (
            [f"  the other {len(matches) - len(known)} can't be computed for what is missing"]
            if len(known) < len(matches)
            else []
        )
    return "\n".join(lines)


def solved(base: Base, cell: str, target: str, by: str, level: str | None = None, state: str = "discharged") -> Answer:
    """What reaches a target, as ``specific energy=400 Wh/kg``, by the areal capacity or the thickness of a layer.

    Without a ``level`` it is the outermost that can be computed. Raises :class:`SolveError`.
    """
    from compute.ledger import reach
    from schema.quantities import Q

    stack = _stack(base, cell, None)
    measure, equals, text = (part.strip() for part in target.partition("="))
    if not equals or measure.replace("_", " ") not in CLAIMED.values():
        raise SolveError("--solve", f"{target!r} is no target", "write 'specific energy=400 Wh/kg' or 'energy density=1000 Wh/L'")  # fmt: skip
    dense = measure.replace("_", " ") == "energy density"
    goal = (Q.energy_density_of_cell if dense else Q.specific_energy_of_cell).read(text).mid
    if goal is None:
        raise SolveError("--solve", f"{text!r} is a limit, not a target", "give one number with its unit")
    if state not in ("discharged", "charged"):
        raise SolveError("--state", f"{state!r} is no state", "use discharged or charged")
    return reach(
        stack.cell, goal, _level(stack, level), by, "energy density" if dense else "specific energy",
        "charged" if state == "charged" else "discharged",
    )  # fmt: skip


def _level(stack: Stack, level: str | None) -> Level:
    from compute.ledger import Level

    if level is None:
        return stack.outermost or Level.FULL
    names = [str(one) for one in Level]
    if level not in names:
        raise SolveError("--level", f"{level!r} is no level", near(level, names) or f"use {', '.join(names)}")
    return Level(level)
