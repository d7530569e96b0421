"""GraphQL from Python: one document answered from a base, and the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from kb.base import Base
    from kb.graph.engine import Engine

__all__ = ["engine_of", "execute", "sdl"]

_engines: WeakKeyDictionary[Base, Engine] = WeakKeyDictionary()


def engine_of(base: Base) -> Engine:
    """The engine over an open base, made once."""
    from kb.graph.engine import Engine

    found = _engines.get(base)
    if found is None:
        found = _engines[base] = Engine(base)
    return found


def sdl() -> str:
    """The schema in the schema definition language."""
    from kb.graph.engine import sdl as made

    return made()


def execute(
    base: Base, document: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """Answer one document from a base: ``{"data": …}`` and, when something is wrong, ``{"errors": […]}``."""
    import orjson

    answer: dict[str, Any] = orjson.loads(engine_of(base).run(document, variables, operation))
    return answer
