"""Full text of records: SQLite's FTS5, or a tsvector of PostgreSQL; both find whole words, whatever their case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SEARCHED", "SEARCH_AFTER", "SEARCH_TABLE", "search_rows"]

SEARCHED = {
    "paper": ("title", "authors"), "material": ("written", "name", "formula"), "electrolyte": ("written", "slug", "note"),
    "coating": ("written", "slug", "note"), "electrode": ("written", "slug", "note"), "cell": ("written", "slug", "note"),
    "experiment": ("title", "note"), "reading": ("quote", "printed", "label"), "statement": ("quote",),
    "misprint": ("printed", "reason", "quote"), "contrast": ("differs", "quote"),
}  # fmt: skip
"""Tables with a full-text index, and the columns in it."""

SEARCH_TABLE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search USING fts5(record_id UNINDEXED, kind UNINDEXED, words, tokenize='unicode61', detail='none')",
        "INSERT INTO search VALUES (?, ?, ?)",
    ),
    "postgresql": (
        "CREATE TABLE search (record_id TEXT, kind TEXT, words_vector tsvector)",
        "INSERT INTO search VALUES (%s, %s, to_tsvector('simple', %s))",
    ),
}
"""Of each kind of database, how the table is made, and how a row comes into it."""

SEARCH_AFTER = {"sqlite": (), "postgresql": ("CREATE INDEX search_words ON search USING gin (words_vector)",)}
"""What follows when all rows are there."""


def search_rows(tables: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Id, kind and words of every record of some tables that is found by its words."""
    import polars as pl

    for table, columns in SEARCHED.items():
        frame = tables.get(table)
        if frame is not None and not frame.is_empty():
            words = pl.concat_str(columns, separator=" ", ignore_nulls=True).alias("words")
            yield frame.select("id", pl.lit(table).alias("kind"), words)
