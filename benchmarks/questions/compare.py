"""One question answered by its plan and by Strawberry's executor, and how the answers agree."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from kb.graph.engine import Engine
from questions.draw import Question

__all__ = ["Outcome", "outcome"]


@dataclass(frozen=True)
class Outcome:
    """``kind``: planned, left (to the executor), error or invalid; ``difference`` is empty when the answers agree."""

    kind: str
    difference: str = ""


def outcome(fast: Engine, slow: Engine, asked: Question) -> Outcome:
    """Ask both; the plan is asked by itself, so that nothing it can't do is hidden by the executor that stands in for it."""
    arguments = (asked.document, asked.variables, asked.operation)
    ordinary = slow.run(*arguments)
    whole = fast.run(*arguments)
    failed = b'"errors":' in ordinary and "errors" in orjson.loads(ordinary)
    kind, difference = "planned", "" if whole == ordinary else f"run: {_apart(whole, ordinary)}"
    prepared = fast.prepared(asked.document)
    if prepared.errors:
        return Outcome("invalid", difference)
    try:
        planned = fast._planned(prepared, asked.variables, asked.operation)
    except Exception as error:  # noqa: BLE001 - whatever it is, the executor must know of an error too
        kind = "error"
        if not failed:
            difference = f"only the plan fails: {type(error).__name__}: {error}"
    else:
        if planned is None:
            kind = "error" if failed else "left"
        elif planned != ordinary:
            difference = f"plan: {_apart(planned, ordinary)}"
    return Outcome(kind, difference)


def _apart(one: bytes, other: bytes) -> str:
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, place - 60)
    return f"at {place}: …{one[start : place + 80]!r} instead of …{other[start : place + 80]!r}"
