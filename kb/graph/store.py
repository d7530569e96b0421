"""The database as the graph reads it: raw statements on one connection a thread, which stop at a deadline."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import orjson
import sqlalchemy as sa

from schema.errors import KbError

__all__ = ["Store", "TimeoutProblemError", "store_of"]

Rows = list[tuple[Any, ...]]
STEPS = 20_000
"""How many steps of SQLite's machine lie between two looks at the clock: below a millisecond."""


class TimeoutProblemError(KbError):
    """A query that would take too long."""

    code = "timeout"


class Store:
    """Statements with ``?`` for parameters, run on SQLite or PostgreSQL. ``statements`` counts them, for tests."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self._local = threading.local()
        self.statements = 0

    def _connection(self) -> Any:
        found = getattr(self._local, "connection", None)
        if found is None:
            taken = self.engine.raw_connection()
            found = taken.driver_connection
            taken.detach()  # this thread's for good: the pool must not hand it to another one
            self._local.taken, self._local.connection = taken, found
            self._local.deadline = None
            if self.sqlite:
                assert isinstance(found, sqlite3.Connection)
                found.execute("PRAGMA query_only = 1")
                found.execute("PRAGMA mmap_size = 1073741824")
                found.execute("PRAGMA cache_size = -65536")
                local = self._local
                found.set_progress_handler(
                    lambda: int(local.deadline is not None and time.monotonic() > local.deadline), STEPS
                )
            else:
                assert found is not None, "a connection that was opened a moment ago"
                found.autocommit = True
        return found

    def until(self, deadline: float | None) -> None:
        """From now on this thread's statements stop at this moment of ``time.monotonic()``."""
        connection = self._connection()
        self._local.deadline = deadline
        if not self.sqlite:
            left = 0 if deadline is None else max(1, int((deadline - time.monotonic()) * 1000))
            connection.execute(f"SET statement_timeout = {left}")

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """All rows of a statement; raises :class:`TimeoutProblemError` when it does not come to its end in time."""
        connection = self._connection()
        self.statements += 1
        try:
            if self.sqlite:
                rows: Rows = connection.execute(sql, parameters).fetchall()
                return rows
            with connection.cursor() as cursor:
                cursor.execute(sql.replace("%", "%%").replace("?", "%s"), parameters)
                return list(cursor.fetchall())
        except Exception as error:
            if "interrupted" in str(error) or type(error).__name__ == "QueryCanceled":
                raise TimeoutProblemError(
                    "this query", "takes too long", "ask for fewer records, or narrow the filter"
                ) from error
            raise

    @cached_property
    def by_code(self) -> str:
        """What makes a text sort by its code points, as SQLite sorts it, where the database has a language's order."""
        if self.sqlite:
            return ""
        order = self.run("SELECT datcollate FROM pg_database WHERE datname = current_database()")[0][0]
        return "" if order.partition(".")[0] in ("C", "POSIX") else ' COLLATE "C"'

    def among(self, column: str) -> str:
        """The condition that a column is one of the keys of one parameter, whatever their number."""
        return f"{column} IN (SELECT value FROM json_each(?))" if self.sqlite else f"{column} = ANY(?)"

    def keys(self, keys: Iterable[Any]) -> Any:
        """That one parameter."""
        return orjson.dumps(list(keys)).decode() if self.sqlite else list(keys)

    def floor(self, expression: str) -> str:
        """The whole part of a number that is not negative."""
        return f"CAST({expression} AS INTEGER)" if self.sqlite else f"floor({expression})::int"


_stores: WeakKeyDictionary[sa.Engine, Store] = WeakKeyDictionary()


def store_of(engine: sa.Engine) -> Store:
    """The one store of a database, so that whatever reads it for an operation heeds the operation's deadline."""
    found = _stores.get(engine)
    if found is None:
        found = _stores.setdefault(engine, Store(engine))
    return found
