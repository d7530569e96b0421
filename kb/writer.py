"""Rows into the tables of a base: all of them anew, part by part, or those of some papers in place of what they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from kb.history import HISTORY_TABLES, Event, history_rows
from kb.search import SEARCH_AFTER, SEARCH_TABLE, search_rows
from schema.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

__all__ = ["VIEWS", "Writer"]

VIEWS = ("readings", "checks", "electrolyte_conductivities")
AT_ONCE = 20_000
"""How many rows are handed over in one call."""
ASIDE = "kb_aside"
"""The schema of PostgreSQL in which a base is built before it takes its place."""
_UNKEYED = ("node", "subject_value")
"""Tables of papers whose rows are found by their ids: these begin with the paper's slug."""


class Writer:
    """Writes through one open connection, inside its transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.mark = "?" if self.dialect == "sqlite" else "%s"
        metadata = next(iter(TABLES.values())).metadata
        self.tables = [table for table in metadata.sorted_tables if table.name in TABLES]

    # -- the whole base ------------------------------------------------------------------------------------------------

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Empty tables to be filled; at the end they get their indexes and take the place of those that were there."""
        home = self._aside()
        for table in self.tables:
            self.connection.execute(CreateTable(table))
        self._run(SEARCH_TABLE[self.dialect][0], *HISTORY_TABLES.values())
        yield
        for table in self.tables:  # the indexes come last: that is the quicker way
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                self.connection.execute(CreateIndex(index))
        self._run(*SEARCH_AFTER[self.dialect], *_views(self.dialect))
        if home is not None:
            self._take_place(home)
        self._run("ANALYZE")

    def _aside(self) -> str | None:
        """Make room for new tables: in a schema aside where there is one, so that readers wait only for the exchange."""
        if self.dialect == "postgresql":
            home = str(self.connection.exec_driver_sql("SELECT current_schema()").scalar())
            self._run(
                f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE", f"CREATE SCHEMA {ASIDE}", f"SET LOCAL search_path TO {ASIDE}"
            )
            return home
        self._run(*_drops(self._names()))
        return None

    def _take_place(self, home: str) -> None:
        self._run(f'SET LOCAL search_path TO "{home}"', *_drops(self._names()))
        for name in self._names():
            self._run(f'ALTER TABLE {ASIDE}."{name}" SET SCHEMA "{home}"')
        for view in VIEWS:
            self._run(f'ALTER VIEW {ASIDE}."{view}" SET SCHEMA "{home}"')
        self._run(f"DROP SCHEMA {ASIDE}")

    def _names(self) -> list[str]:
        return [*(table.name for table in self.tables), "search", *HISTORY_TABLES]

    # -- rows ----------------------------------------------------------------------------------------------------------

    def add(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Insert rows, and what is found by their words."""
        for table in self.tables:
            frame = tables.get(table.name)
            if frame is not None and frame.height:
                columns = [column.name for column in table.columns]
                names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join([self.mark] * len(columns))
                self._insert(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', frame.select(columns))
        for words in search_rows(tables):
            self._insert(SEARCH_TABLE[self.dialect][1], words)

    def remove(self, papers: Sequence[str]) -> None:
        """Take away every row of some papers."""
        for paper in papers:
            self._delete("search", "record_id", paper)
            self._delete("material_element", "material_id", paper)
            for table in reversed(self.tables):
                names = table.columns.keys()
                if table.name in ("paper", *_UNKEYED):
                    self._delete(table.name, "id", paper)
                elif "paper_id" in names:
                    self._execute(f'DELETE FROM "{table.name}" WHERE paper_id = {self.mark}', (paper,))

    def _delete(self, table: str, column: str, paper: str) -> None:
        # "/" is followed by "0": all ids of a paper's records begin with its slug and a slash
        collate = ' COLLATE "C"' if self.dialect == "postgresql" else ""
        where = f"{column} = {self.mark} OR ({column}{collate} >= {self.mark} AND {column}{collate} < {self.mark})"
        self._execute(f'DELETE FROM "{table}" WHERE {where}', (paper, f"{paper}/", f"{paper}0"))

    def remember(self, build: str, seeds: Mapping[str, str], events: Iterable[Event]) -> None:
        """Write down of which seeds the base is made, and its history."""
        self._run("DELETE FROM made_from", "DELETE FROM history")
        self._execute(f"UPDATE build SET build = {self.mark}", (build,))
        self._many(f"INSERT INTO made_from VALUES ({self.mark}, {self.mark})", sorted(seeds.items()))
        marks = ", ".join([self.mark] * 5)
        self._many(f"INSERT INTO history VALUES ({marks})", history_rows(events))

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        found = {}
        for name in TABLES:
            found[name] = int(self.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0)
        return found

    # -- statements ----------------------------------------------------------------------------------------------------

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self.connection.exec_driver_sql(statement)

    def _execute(self, statement: str, values: tuple[object, ...]) -> None:
        self.connection.exec_driver_sql(statement, values)

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self.connection.exec_driver_sql(statement, list(rows))

    def _insert(self, statement: str, frame: pl.DataFrame) -> None:
        for part in frame.iter_slices(AT_ONCE):
            self._many(statement, part.rows())


def _drops(names: Sequence[str]) -> list[str]:
    return [
        *(f"DROP VIEW IF EXISTS {view}" for view in VIEWS),
        *(f'DROP TABLE IF EXISTS "{name}"' for name in reversed(names)),
    ]


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
