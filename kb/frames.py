"""The tables of the base as polars frames: one column a column of the table, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from schema.tables import TABLES

__all__ = ["KINDS", "frame_of"]


def _kind(column: Any) -> type[pl.DataType]:
    for kind, made in ((sa.Boolean, pl.Boolean), (sa.Float, pl.Float64), (sa.Integer, pl.Int64)):
        if isinstance(column.type, kind):
            return made
    return pl.String


KINDS: dict[str, dict[str, type[pl.DataType]]] = {
    name: {column.name: _kind(column) for column in model.metadata.tables[name].columns}
    for name, model in TABLES.items()
}
"""Column name to type, of every table."""


def frame_of(table: str, rows: Sequence[Mapping[str, Any]] | pl.DataFrame) -> pl.DataFrame:
    """Rows as a frame with all the table's columns; what is not given is null."""
    kinds = KINDS[table]
    if isinstance(rows, pl.DataFrame):
        have = set(rows.columns)
        return rows.select((pl.col(n) if n in have else pl.lit(None)).cast(t).alias(n) for n, t in kinds.items())
    return pl.DataFrame({n: [row.get(n) for row in rows] for n in kinds}, schema=kinds, strict=False)
