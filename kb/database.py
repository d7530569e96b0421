"""The database: where it is, whether it is ours, and how a build replaces its content in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable

from kb.search import write_search
from schema.errors import KbError
from schema.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "DEFAULT", "SCHEMA_VERSION", "DatabaseProblemError", "build_of", "can_open", "database_url", "open_engine", "replace_content",
    "rows_of",
]  # fmt: skip

DEFAULT = "kb.sqlite"
SCHEMA_VERSION = 5
APPLICATION_ID = 0x6B62_7373  # marks a SQLite file as ours
VIEWS = ("readings", "checks", "electrolyte_conductivities")


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
    file = _file(url)
    if file is not None:
        _check_file(file, must_exist=must_exist)
    try:
        engine = sa.create_engine(url)
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
    file = _file(database_url(option))
    if file is None:
        return True
    _check_file(file, must_exist=False)
    return file.exists()


def _file(url: str) -> Path | None:
    made = sa.make_url(url)
    if made.get_backend_name() != "sqlite" or made.database in (None, "", ":memory:"):
        return None
    return Path(str(made.database))


def _check_file(file: Path, *, must_exist: bool) -> None:
    if not file.exists():
        if must_exist:
            raise DatabaseProblemError(str(file), "there is no base here", "run `kb build`, or name it with --database")
        if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
            raise DatabaseProblemError(str(file), "the folder can't be written", "choose another path with --database")
        return
    if file.is_dir():
        raise DatabaseProblemError(str(file), "is a folder", "name a file with --database")
    if file.stat().st_size and file.read_bytes()[:16] != b"SQLite format 3\0":
        raise DatabaseProblemError(str(file), "is not a SQLite file", "choose another path with --database")
    if not must_exist and not os.access(file, os.W_OK):
        raise DatabaseProblemError(
            str(file), "can't be written", "change its rights, or choose another with --database"
        )


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


AT_ONCE = 100_000
"""How many rows are handed over in one call."""


@contextmanager
def _one_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        raise DatabaseProblemError(
            engine.url.render_as_string(), f"the build was not written: {error.orig}",
            "close what uses the base, check rights and disk, and build again; the old base is untouched",
        ) from error  # fmt: skip


def replace_content(engine: sa.Engine, tables: Mapping[str, pl.DataFrame]) -> None:
    """Replace the whole content in one transaction: readers see the old base or the new one."""
    metadata = next(iter(TABLES.values())).metadata
    ours = [metadata.tables[name] for name in TABLES]
    with _one_transaction(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        for view in VIEWS:
            connection.execute(sa.text(f"DROP VIEW IF EXISTS {view}"))
        metadata.drop_all(connection, tables=ours)
        ordered = [table for table in metadata.sorted_tables if table.name in TABLES]
        for table in ordered:
            connection.execute(CreateTable(table))
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        for table in ordered:  # the indexes come last: that is the quicker way
            frame = tables.get(table.name)
            if frame is not None and frame.height:
                columns = [column.name for column in table.columns]
                names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join([mark] * len(columns))
                for part in frame.select(columns).iter_slices(AT_ONCE):
                    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', part.rows())
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                connection.execute(CreateIndex(index))
        write_search(connection, tables)
        for statement in _views(engine.dialect.name):
            connection.execute(sa.text(statement))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")


def _views(dialect: str) -> list[str]:
    joined = "string_agg({0}, '; ' ORDER BY {0})" if dialect == "postgresql" else "group_concat({0}, '; ')"
    conditions = joined.format("c.quantity || '=' || coalesce(c.printed, c.state)")

    def shown(column: str) -> str:
        return f"(r.{column} - q.si_offset) / q.si_factor AS {column}"

    readings = f"""
        CREATE VIEW readings AS SELECT r.id, r.paper_id AS paper, r.owner_id AS owner, r.owner_kind, r.quantity, r.label,
            r.printed, r.qualifier, {shown("lo")}, {shown("mid")}, {shown("hi")}, q.unit,
            (SELECT {conditions} FROM condition c WHERE c.experiment_id = r.owner_id) AS conditions,
            r.place AS "where", r.quote, r.claim, e.method, r.subject_id AS subject, r.checked_by
        FROM reading r JOIN quantity q ON q.name = r.quantity LEFT JOIN experiment e ON e.id = r.owner_id"""
    checks = """
        CREATE VIEW checks AS SELECT v.id, v.paper_id AS paper, v.verdict, v.formula, v.quantity, v.reported,
            (v.computed_lo - v.si_offset) / v.si_factor AS computed_lo,
            (v.computed_mid - v.si_offset) / v.si_factor AS computed_mid,
            (v.computed_hi - v.si_offset) / v.si_factor AS computed_hi, v.unit, v.gap, v.gap_kind, v.only_as, v.strength, v.missing
        FROM verdict v"""
    conductivities = f"""
        CREATE VIEW electrolyte_conductivities AS SELECT el.id, el.paper_id AS paper, el.written, el.kind, el.family, el.form,
            r.printed, {shown("lo")}_ms_cm, {shown("mid")}_ms_cm, {shown("hi")}_ms_cm,
            t.printed AS temperature, r.claim, r.quote
        FROM electrolyte el JOIN reading r ON r.subject_id = el.id AND r.quantity = 'ionic_conductivity'
        JOIN quantity q ON q.name = r.quantity
        LEFT JOIN condition t ON t.experiment_id = r.owner_id AND t.quantity = 'temperature'"""
    return [readings, checks, conductivities]


def rows_of(engine: sa.Engine, table: str) -> list[dict[str, Any]]:
    """All rows of one table, in the order of their keys."""
    made = TABLES[table].metadata.tables[table]
    with engine.connect() as connection:
        found = connection.execute(sa.select(made).order_by(*made.primary_key.columns))
        return [dict(row._mapping) for row in found]
