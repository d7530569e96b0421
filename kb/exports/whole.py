"""One folder with the whole base in one format."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from kb.exports.linked import write_linked
from kb.exports.seeds import write_seeds
from kb.exports.tables import described, frames_of, tables
from kb.frames import KINDS
from schema.errors import KbError, near
from schema.tables import TABLES

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["FORMATS", "UnknownFormatError", "export_all"]


class UnknownFormatError(KbError):
    """A format that the base is not exported in."""

    code = "unknown-format"


def export_all(base: Base, folder: Path, form: str) -> list[Path]:
    """Write the whole base into a folder; the files written, in their order.

    Raises :class:`UnknownFormatError`, and :class:`OSError` when the folder can't be written.
    """
    if form not in FORMATS:
        mend = near(form, FORMATS) or f"formats: {', '.join(FORMATS)}"
        raise UnknownFormatError(repr(form), "is not a format of exports", mend)
    folder.mkdir(parents=True, exist_ok=True)
    return FORMATS[form](base, folder)


def _parquet(base: Base, folder: Path) -> list[Path]:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    written = []
    for table in tables():
        words = described(table)
        file = folder / f"{table}.parquet"
        kinds = {pl.String: pa.string(), pl.Float64: pa.float64(), pl.Int64: pa.int64(), pl.Boolean: pa.bool_()}
        schema = pa.schema(
            [pa.field(n, kinds[k], metadata={"description": words[n]} if n in words else None) for n, k in KINDS[table].items()],
            metadata={"description": words[""], "build": base.build},
        )  # fmt: skip
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for frame in frames_of(base, table):
                writer.write_table(frame.to_arrow().cast(schema))
        written.append(file)
    return written


def _csv(base: Base, folder: Path) -> list[Path]:
    written = []
    for table in tables():
        file = folder / f"{table}.csv"
        with file.open("wb") as out:
            for number, frame in enumerate(frames_of(base, table)):
                out.write(_named_infinities(frame).write_csv(include_header=number == 0).encode())
        written.append(file)
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(_package(base), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*written, descriptor]


def _named_infinities(frame: pl.DataFrame) -> pl.DataFrame:
    """Without ends that are open: a data package writes these in letters."""
    ends = [name for name, kind in frame.schema.items() if kind == pl.Float64 and frame[name].is_infinite().any()]
    words = {
        name: pl.when(pl.col(name) == float("inf")).then(pl.lit("INF")).when(pl.col(name) == float("-inf")).then(pl.lit("-INF"))
        for name in ends
    }  # fmt: skip
    return frame.with_columns(word.otherwise(pl.col(name).cast(pl.String)).alias(name) for name, word in words.items())


def _package(base: Base) -> dict[str, Any]:
    """The descriptor of a data package: every column with its type, what it means, and where it leads."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "solid-state-kb",
        "title": "What papers on all-solid-state lithium batteries report, recomputed and compared",
        "version": f"{version('solid-state-kb')}+{base.build}",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(table) for table in tables()],
    }


def _resource(table: str) -> dict[str, Any]:
    words = described(table)
    types = {pl.String: "string", pl.Float64: "number", pl.Int64: "integer", pl.Boolean: "boolean"}
    made = TABLES[table].metadata.tables[table]
    fields = [
        {"name": n, "type": types[k]} | ({"description": words[n]} if n in words else {})
        for n, k in KINDS[table].items()
    ]
    keys = [
        {"fields": [column.name],
         "reference": {"resource": key.target_fullname.partition(".")[0], "fields": [key.target_fullname.partition(".")[2]]}}
        for column in made.columns for key in sorted(column.foreign_keys, key=lambda one: one.target_fullname)
    ]  # fmt: skip
    schema: dict[str, Any] = {"fields": fields, "primaryKey": [column.name for column in made.primary_key.columns]}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table, "type": "table", "path": f"{table}.csv", "description": words[""], "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }  # fmt: skip


def _json_lines(base: Base, folder: Path) -> list[Path]:
    import orjson

    written = []
    for table in tables():
        file = folder / f"{table}.jsonl"
        with file.open("wb") as out:
            for frame in frames_of(base, table):
                names = frame.columns
                for row in frame.iter_rows():  # an open end is null, as at every door
                    out.write(orjson.dumps(dict(zip(names, row, strict=True))) + b"\n")
        written.append(file)
    return written


def _sqlite(base: Base, folder: Path) -> list[Path]:
    """A base of its own, with views and full text, without the history of this one."""
    from kb.database import APPLICATION_ID
    from kb.writer import Writer

    file = folder / "kb.sqlite"
    file.unlink(missing_ok=True)

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = OFF")
        return connection

    engine = sa.create_engine(f"sqlite:///{file}", creator=opened)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        writer = Writer(connection)
        with writer.anew():
            for table in tables():
                for frame in frames_of(base, table):
                    writer.add({table: frame})
    engine.dispose()
    with closing(sqlite3.connect(file)) as last:
        last.execute("VACUUM")
    return [file]


def _linked(base: Base, folder: Path) -> list[Path]:
    return [write_linked(base, folder / "kb.jsonld")]


FORMATS: dict[str, Callable[[Base, Path], list[Path]]] = {
    "parquet": _parquet, "csv": _csv, "jsonl": _json_lines, "jsonld": _linked, "sqlite": _sqlite, "seeds": write_seeds,
}  # fmt: skip
"""Formats by name, and what writes them."""
