"""Every table of the base, part by part, its rows in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kb.build import KEYS
from kb.frames import KINDS
from schema.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from kb.base import Base

__all__ = ["columns_of", "described", "frames_of", "tables"]

AT_ONCE = 50_000
"""How many rows are held at a time."""

TEXTS = 'COLLATE "C"'
"""PostgreSQL's order of texts by their bytes, which is SQLite's."""


def tables() -> list[str]:
    """The names of all tables."""
    return list(TABLES)


def columns_of(table: str) -> list[str]:
    """The columns of a table in their order."""
    return list(KINDS[table])


def described(table: str) -> dict[str, str]:
    """What a table's columns mean, where their names don't say it; under an empty name, what the table holds."""
    model = TABLES[table]
    fields: dict[str, Any] = model.model_fields
    return {"": (model.__doc__ or "").strip()} | {n: f.description for n, f in fields.items() if f.description}


def frames_of(base: Base, table: str) -> Iterator[pl.DataFrame]:
    """The rows of a table; one empty frame when it has none."""
    import polars as pl

    kinds = KINDS[table]
    keys = KEYS.get(table, "id")
    names = [keys] if isinstance(keys, str) else keys
    collate = TEXTS if base.engine.dialect.name == "postgresql" else ""
    order = ", ".join(f'"{name}" {collate if kinds[name] == pl.String else ""}' for name in names)
    columns = ", ".join(f'"{name}"' for name in kinds)
    with base.engine.connect() as connection:
        found = connection.execution_options(stream_results=True).execute(
            sa.text(f'SELECT {columns} FROM "{table}" ORDER BY {order}')
        )
        empty = True
        for rows in found.partitions(AT_ONCE):
            empty = False
            yield _frame([tuple(row) for row in rows], kinds)
        if empty:
            yield _frame([], kinds)


def _frame(rows: list[tuple[Any, ...]], kinds: dict[str, Any]) -> pl.DataFrame:
    import polars as pl

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pl.DataFrame(
        [pl.Series(name, list(values), dtype=pl.Int64).cast(kind) if kind == pl.Boolean and rows else pl.Series(name, values, dtype=kind)
         for (name, kind), values in zip(kinds.items(), columns, strict=True)]
    )  # fmt: skip
