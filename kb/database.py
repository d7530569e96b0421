"""The database: where it is, whether it is ours, and how a build replaces its content in one transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from kb.history import SCHEMA_VERSION, Running, running, running_file
from kb.snapshots import snapshot_of
from kb.writer import Writer
from schema.errors import KbError
from schema.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "APPLICATION_ID", "DEFAULT", "SCHEMA_VERSION", "DatabaseProblemError", "build_of", "can_open", "database_url", "file_of",
    "not_written", "one_transaction", "open_engine", "place_of", "replace_content", "rows_of", "running_of",
]  # fmt: skip

DEFAULT = "kb.sqlite"
APPLICATION_ID = 0x6B62_7373  # marks a SQLite file as ours


class DatabaseProblemError(KbError):
    """The database is missing, foreign, unwritable or of another version."""

    code = "database"


def database_url(option: str | None = None) -> str:
    """The database's URL: the option, else ``KB_DATABASE_URL``, else ``kb.sqlite`` in this folder."""
    chosen = option or os.environ.get("KB_DATABASE_URL") or DEFAULT
    if "://" not in chosen:
        return f"sqlite:///{chosen}"
    return chosen.replace("postgresql://", "postgresql+psycopg://", 1).replace(
        "postgres://", "postgresql+psycopg://", 1
    )


def open_engine(option: str | None = None, *, must_exist: bool = True) -> sa.Engine:
    """An engine on the base. With ``must_exist`` a base that was never built is an error that says how to build it."""
    url = database_url(option)
    file = file_of(url)
    if file is not None:
        _check_file(file, must_exist=must_exist)
    more = {"creator": _Pinned(file)} if file is not None and must_exist else {}
    try:
        engine = sa.create_engine(url, **more)
    except (sa.exc.ArgumentError, ModuleNotFoundError) as error:
        raise DatabaseProblemError(
            url.partition("@")[2] or url, f"not a database that is known here: {error}",
            "use a file name or sqlite:///… or postgresql://… (pip install solid-state-kb[postgresql])",
        ) from error  # fmt: skip
    if file is not None:
        sa.event.listen(engine, "connect", _manual_transactions)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            _check_ours(connection, str(file or engine.url.render_as_string()), must_exist=must_exist)
    except (OperationalError, DatabaseError) as error:
        engine.dispose()
        where = str(file or engine.url.render_as_string())
        raise DatabaseProblemError(where, f"cannot be opened: {error.orig}", "check path, rights and server") from error
    except KbError:
        engine.dispose()
        raise
    return engine


def can_open(option: str | None) -> bool:
    """Whether there is something to open; raises when it could not be built there either."""
    file = file_of(database_url(option))
    if file is None:
        return True
    _check_file(file, must_exist=False)
    return file.exists()


def file_of(url: str) -> Path | None:
    """The SQLite file of a URL, or None when it leads elsewhere."""
    made = sa.make_url(url)
    if made.get_backend_name() != "sqlite" or made.database in (None, "", ":memory:"):
        return None
    return Path(str(made.database))


def place_of(option: str | None) -> tuple[int, int, int, int] | None:
    """What tells one file in a SQLite base's place from the next; None for a server. A file that isn't there is all zero."""
    file = file_of(database_url(option))
    if file is None:
        return None
    try:
        told = file.stat()
    except FileNotFoundError:
        return 0, 0, 0, 0
    return told.st_dev, told.st_ino, told.st_mtime_ns, told.st_size


def _check_file(file: Path, *, must_exist: bool) -> None:
    if not file.exists():
        if must_exist:
            raise DatabaseProblemError(str(file), "there is no base here", "run `kb build`, or name it with --database")
        if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
            raise DatabaseProblemError(str(file), "the folder can't be written", "choose another path with --database")
        return
    if file.is_dir():
        raise DatabaseProblemError(str(file), "is a folder", "name a file with --database")
    with file.open("rb") as opened:
        head = opened.read(16)
    if head and head != b"SQLite format 3\0":
        raise DatabaseProblemError(str(file), "is not a SQLite file", "choose another path with --database")
    if not must_exist and not os.access(file, os.W_OK):
        raise DatabaseProblemError(
            str(file), "can't be written", "change its rights, or choose another with --database"
        )


class _Pinned:
    """Opens connections to one build of a SQLite file for reading, also after another has taken its place.

    A swap puts a new file in the old one's place, and connections that are open stay with the old one; one that is
    opened later goes to the snapshot, so that nothing is ever put together from two builds.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.build: str | None = None

    def __call__(self) -> sqlite3.Connection:
        connection, build = self._opened(self.file)
        if self.build is not None and build != self.build:
            connection.close()
            kept = snapshot_of(self.file, self.build)
            if not kept.exists():
                raise DatabaseProblemError(
                    str(self.file), f"build {self.build} was replaced by {build} while it was read, and is no longer kept",
                    "open the base again",
                )  # fmt: skip
            connection, build = self._opened(kept)
        self.build = build
        return connection

    @staticmethod
    def _opened(file: Path) -> tuple[sqlite3.Connection, str | None]:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            found = connection.execute("SELECT build FROM build").fetchone()
        except sqlite3.OperationalError:  # no base, which is told with better words later
            found = None
        return connection, found[0] if found else None


def _manual_transactions(connection: Any, _record: Any) -> None:
    # the driver begins transactions late and not before DDL; we begin them ourselves, so that a build is one
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA foreign_keys = OFF")


def _check_ours(connection: sa.Connection, where: str, *, must_exist: bool) -> None:
    names = set(sa.inspect(connection).get_table_names())
    if names and "build" not in names:
        raise DatabaseProblemError(
            where, f"holds other tables ({', '.join(sorted(names)[:3])} …) and is not a knowledge base",
            "choose another path with --database; nothing was changed",
        )  # fmt: skip
    if not names and must_exist:
        raise DatabaseProblemError(where, "the base is empty", "run `kb build`")
    if names and must_exist:
        version = connection.execute(sa.text("SELECT schema_version FROM build")).scalar()
        if version != SCHEMA_VERSION:
            raise DatabaseProblemError(where, f"was built with table version {version}", "run `kb build`")


def build_of(engine: sa.Engine) -> str | None:
    """The id of the build that the base holds, or None when it holds none."""
    with engine.connect() as connection:
        if "build" not in sa.inspect(connection).get_table_names():
            return None
        found = connection.execute(sa.text("SELECT build, schema_version FROM build")).one_or_none()
    return None if found is None or found.schema_version != SCHEMA_VERSION else str(found.build)


def running_of(option: str | None) -> Running | None:
    """What a base holds, and how it came to be; None when there is none."""
    file = file_of(database_url(option))
    if file is not None:
        return running_file(file)
    engine = open_engine(option, must_exist=False)
    try:
        with engine.connect() as connection:
            there = set(sa.inspect(connection).get_table_names())
            if "build" not in there:
                return None
            return running(lambda sql: connection.exec_driver_sql(sql).all(), remembers="history" in there)
    finally:
        engine.dispose()


@contextmanager
def one_transaction(engine: sa.Engine, where: str | None = None) -> Iterator[sa.Connection]:
    """A connection in a transaction that is kept whole or not at all; what the database refuses is our error."""
    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, DatabaseError) as error:
        raise not_written(where or engine.url.render_as_string(), str(error.orig)) from error


def not_written(where: str, why: str) -> DatabaseProblemError:
    """The error of a build that could not be written."""
    mend = "close what uses the base, check rights and disk, and build again; the old base is untouched"
    return DatabaseProblemError(where, f"the build was not written: {why}", mend)


def replace_content(engine: sa.Engine, tables: Mapping[str, pl.DataFrame]) -> None:
    """Replace the whole content in one transaction: readers see the old base or the new one."""
    with one_transaction(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        writer = Writer(connection)
        with writer.anew():
            writer.add(tables)


def rows_of(engine: sa.Engine, table: str, papers: Collection[str] | None = None) -> list[dict[str, Any]]:
    """All rows of one table, or those of some papers where its rows are of a paper, in the order of their keys."""
    made = TABLES[table].metadata.tables[table]
    asked = sa.select(made).order_by(*made.primary_key.columns)
    of = made.c.id if table == "paper" else made.c.get("paper_id")
    if papers is not None and of is not None:
        asked = asked.where(of.in_(list(papers)))
    with engine.connect() as connection:
        found = connection.execute(asked)
        return [dict(row._mapping) for row in found]
