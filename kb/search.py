"""Full text of records: SQLite's FTS5, or a tsvector of PostgreSQL; both find whole words, whatever their case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SEARCHED", "write_search"]

SEARCHED = {
    "paper": ("title", "authors"), "material": ("written", "name", "formula"), "electrolyte": ("written", "slug", "note"),
    "coating": ("written", "slug", "note"), "electrode": ("written", "slug", "note"), "cell": ("written", "slug", "note"),
    "experiment": ("title", "note"), "reading": ("quote", "printed", "label"), "statement": ("quote",),
    "misprint": ("printed", "reason", "quote"), "contrast": ("differs", "quote"),
}  # fmt: skip
"""Tables with a full-text index, and the columns in it."""


def write_search(connection: sa.Connection, tables: Mapping[str, pl.DataFrame]) -> None:
    """Make the index anew from the tables that are being written, in the same transaction."""
    sqlite = connection.engine.dialect.name == "sqlite"
    connection.execute(sa.text("DROP TABLE IF EXISTS search"))
    if sqlite:
        connection.execute(sa.text("CREATE VIRTUAL TABLE search USING fts5(record_id UNINDEXED, kind UNINDEXED, words, tokenize='unicode61', detail='none')"))  # fmt: skip
    else:
        connection.execute(sa.text("CREATE TABLE search (record_id TEXT, kind TEXT, words_vector tsvector)"))
    insert = (
        "INSERT INTO search VALUES (?, ?, ?)"
        if sqlite
        else "INSERT INTO search VALUES (%s, %s, to_tsvector('simple', %s))"
    )
    for table, columns in SEARCHED.items():
        frame = tables.get(table)
        if frame is None or frame.is_empty():
            continue
        import polars as pl

        words = frame.select(
            "id", pl.lit(table).alias("kind"), pl.concat_str(columns, separator=" ", ignore_nulls=True).alias("words")
        )
        for part in words.iter_slices(100_000):
            connection.exec_driver_sql(insert, part.rows())
    if not sqlite:
        connection.execute(sa.text("CREATE INDEX search_words ON search USING gin (words_vector)"))
