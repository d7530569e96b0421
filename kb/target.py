"""Where a base is written: a SQLite file that is put in place whole, or a PostgreSQL server in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from kb.database import (
    APPLICATION_ID,
    can_open,
    database_url,
    file_of,
    not_written,
    one_transaction,
    open_engine,
    rows_of,
    running_of,
)
from kb.history import Running, running_file
from kb.lock import locked_file, locked_server
from kb.snapshots import aside, builds_folder, put_in_place
from kb.writer import Writer

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Target", "target_of"]


class Target(Protocol):
    """A place for a base."""

    def running(self) -> Running | None:
        """What it holds."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep other refreshes away; raises :class:`~kb.lock.BusyError`."""

    def before(self, papers: Collection[str] | None, table: str) -> pl.DataFrame:
        """The rows of a table that it holds now, of some papers or all."""

    def writing(self, *, keeps: bool, build: str, keep: int) -> AbstractContextManager[Writer]:
        """A writer into a base that is empty, or with ``keeps`` has what it holds now; at the end it is seen by all."""


def target_of(database: str | None) -> Target:
    """The place that an option or the environment names; raises :class:`~kb.database.DatabaseProblemError`."""
    file = file_of(database_url(database))
    if file is None:
        return _Server(database)
    if can_open(database) and file.stat().st_size:
        open_engine(str(file), must_exist=False).dispose()  # a file of somebody else's is refused before the work
    return _File(file)


class _File:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.engine: sa.Engine | None = None

    def running(self) -> Running | None:
        return running_file(self.file)

    @contextmanager
    def locked(self) -> Iterator[None]:
        folder = builds_folder(self.file)
        try:
            folder.mkdir(exist_ok=True)
            lock = locked_file(folder / "lock", str(self.file))
            with lock:
                yield
        except OSError as error:
            raise not_written(str(self.file), str(error.strerror or error)) from error
        finally:
            if self.engine is not None:
                self.engine.dispose()

    def before(self, papers: Collection[str] | None, table: str) -> pl.DataFrame:
        if self.engine is None:
            self.engine = open_engine(str(self.file))
        return _frame(self.engine, table, papers)

    @contextmanager
    def writing(self, *, keeps: bool, build: str, keep: int) -> Iterator[Writer]:
        try:
            with aside(self.file, self.file if keeps else None) as made:
                engine = sa.create_engine(f"sqlite:///{made}", creator=lambda: _fast(made))
                sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
                try:
                    with one_transaction(engine, str(self.file)) as connection:
                        writer = Writer(connection)
                        if keeps:
                            yield writer
                        else:
                            with writer.anew():
                                yield writer
                finally:
                    engine.dispose()
                put_in_place(made, self.file, build, keep)
        except (OSError, sqlite3.Error) as error:
            raise not_written(str(self.file), str(getattr(error, "strerror", None) or error)) from error


def _fast(file: Path) -> sqlite3.Connection:
    """A connection for a file that nobody else sees, and that is thrown away when anything goes wrong: no journal."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 8192")
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -131072",
                    "foreign_keys = OFF", f"application_id = {APPLICATION_ID}"):  # fmt: skip
        connection.execute(f"PRAGMA {setting}")
    return connection


class _Server:
    def __init__(self, database: str | None) -> None:
        self.database = database
        self.engine = open_engine(database, must_exist=False)

    def running(self) -> Running | None:
        return running_of(self.database)

    @contextmanager
    def locked(self) -> Iterator[None]:
        try:
            with self.engine.connect() as connection, locked_server(connection, self.engine.url.render_as_string()):
                yield
        finally:
            self.engine.dispose()

    def before(self, papers: Collection[str] | None, table: str) -> pl.DataFrame:
        return _frame(self.engine, table, papers)

    @contextmanager
    def writing(self, *, keeps: bool, build: str, keep: int) -> Iterator[Writer]:  # noqa: ARG002
        with one_transaction(self.engine) as connection:
            writer = Writer(connection)
            if keeps:
                yield writer
            else:
                with writer.anew():
                    yield writer


def _frame(engine: sa.Engine, table: str, papers: Collection[str] | None) -> pl.DataFrame:
    from kb.frames import frame_of

    return frame_of(table, rows_of(engine, table, papers))
