"""What answers an operation: the interface that the server needs, and where an engine is chosen."""

from __future__ import annotations

from typing import Protocol

import graphql

from kb.base import Base
from schema.errors import KbError

__all__ = ["Engine", "ExecutionTimeoutError", "engine_of"]


class ExecutionTimeoutError(KbError):
    """An operation that took longer than it may; an engine may raise it at its deadline."""

    code = "timeout"


class Engine(Protocol):
    """One open base that answers GraphQL operations."""

    @property
    def build(self) -> str:
        """Id of the build that answers: the validator of every cached answer."""

    @property
    def schema(self) -> graphql.GraphQLSchema:
        """The schema, for validation and cost."""

    def run(
        self, query: str, variables: dict[str, object] | None, operation: str | None, deadline: float | None
    ) -> bytes:
        """The whole JSON response, ``{"data":…}`` or ``{"data":…,"errors":[…]}``, in this order and with no other keys.

        Blocking; called from several worker threads at once. ``deadline`` is a ``time.monotonic()``: what is not
        done by then must stop, the database too, and raise :class:`ExecutionTimeoutError` or say so in its errors.
        Null data with errors that have no path is a request that could not be begun: its variables do not fit.
        """


def engine_of(base: Base) -> Engine:
    """The engine of a base."""
    from kb.graphql import engine_of as made

    return made(base)
