"""Whole tables as Arrow, read from the database in batches: memory is bounded by the batch, whatever the table's size."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.ipc  # type: ignore[import-untyped]

from kb.flat import CONDITIONS, FlatTable, flat_table
from schema.quantities import Q

if TYPE_CHECKING:
    from kb.base import Base
    from kb.flat import FlatColumn

__all__ = ["FORMS", "Sink", "batches", "read_table", "schema_of", "write"]

BATCH = 4096  # rows: more are no quicker, and cost memory
GROUP = 8 * BATCH  # rows of a row group in Parquet
FORMS = {"arrow": "application/vnd.apache.arrow.stream", "parquet": "application/vnd.apache.parquet"}
"""The forms of a table, and their media types."""


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes) -> object:
        """Take a part."""


_TYPES: dict[str, Any] = {
    "text": pa.string(), "conditions": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "list": pa.list_(pa.string()),
    "word": pa.dictionary(pa.int32(), pa.string()),
}  # fmt: skip
_TYPED = {"text": "'x'", "conditions": "'x'", "int": "0", "float": "0.5", "bool": "0", "list": "'x'", "word": "'x'"}
_RAW: dict[str, Any] = {"int": pa.int64(), "bool": pa.int64(), "float": pa.float64()}


@lru_cache(maxsize=64)
def schema_of(name: str) -> pa.Schema:
    """The Arrow schema of a table: each field with its ``doc`` and, where it has one, its ``unit`` or ``unit_in``."""
    fields = []
    for column in flat_table(name).columns:
        about = {"doc": column.doc, "unit": column.unit, "unit_in": column.unit_in}
        fields.append(pa.field(column.name, _TYPES[column.kind], metadata={k: v for k, v in about.items() if v}))
    return pa.schema(fields)


def batches(base: Base, name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table in the order of their keys, batch by batch, from the build that the base was opened on."""
    table, schema = flat_table(name), schema_of(name)
    with _raw(base, table) as found:
        for batch in found:
            columns = [_finished(array, column) for array, column in zip(batch.columns, table.columns, strict=True)]
            yield pa.record_batch(columns, schema=schema)


def read_table(base: Base, name: str) -> pa.Table:
    """A whole table in memory."""
    return pa.Table.from_batches(batches(base, name), schema=schema_of(name))


# -- from the database -------------------------------------------------------------------------------------------------


def _select(table: FlatTable, dialect: str) -> str:
    columns = ", ".join(CONDITIONS[dialect] if one.kind == "conditions" else one.sql for one in table.columns)
    collation = ' COLLATE "C"' if dialect == "postgresql" else ""
    return f'SELECT {columns} FROM "{table.entity.table}" t ORDER BY t.{table.entity.key}{collation}'


@contextmanager
def _raw(base: Base, table: FlatTable) -> Iterator[Iterator[pa.RecordBatch]]:
    """Batches as the database gives them: words as text, booleans as 0 and 1."""
    if base.engine.dialect.name == "sqlite":
        # the driver takes a column's type from what it meets first, and would take one that begins with nulls for
        # numbers; the limit keeps SQLite from moving the order out to where it is not allowed
        typed = ", ".join(_TYPED[column.kind] for column in table.columns)
        statement = f"SELECT {typed} UNION ALL SELECT * FROM ({_select(table, 'sqlite')} LIMIT -1)"
        with _connection(base) as connection, closing(connection.cursor()) as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH)})
            cursor.execute(statement)
            with closing(cursor.fetch_record_batch()) as reader:
                yield (batch.slice(1) if place == 0 else batch for place, batch in enumerate(reader))
        return
    names, kinds = [c.name for c in table.columns], [_RAW.get(c.kind, pa.string()) for c in table.columns]
    with base.engine.connect().execution_options(stream_results=True, max_row_buffer=BATCH) as rows:
        found = rows.exec_driver_sql(_select(table, "postgresql").replace("%", "%%"))
        yield (
            pa.record_batch(
                [pa.array(map(_plain, part), kind) for part, kind in zip(zip(*part, strict=True), kinds, strict=True)],
                names=names,
            )
            for part in found.partitions(BATCH)
        )  # fmt: skip


@contextmanager
def _connection(base: Base) -> Iterator[Any]:
    """A connection of the Arrow driver to the build that a base was opened on, also when another has taken its place."""
    from adbc_driver_sqlite import dbapi

    from kb.database import DatabaseProblemError
    from kb.snapshots import snapshot_of

    file = Path(str(base.engine.url.database)).resolve()
    for one in (file, snapshot_of(file, base.build)):
        if one.exists():
            # a build's file never changes: another one takes its place
            with closing(dbapi.connect(f"{one.as_uri()}?mode=ro&immutable=1")) as connection:
                with closing(connection.cursor()) as cursor:
                    cursor.execute("SELECT build FROM build")
                    found = cursor.fetchone()
                if found == (base.build,):
                    yield connection
                    return
    raise DatabaseProblemError(str(file), f"build {base.build} is no longer there", "open the base again")


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _without_first(reader: Any) -> Iterator[pa.RecordBatch]:
    for place, batch in enumerate(reader):
        yield batch.slice(1) if place == 0 else batch


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> pa.Array:
    return pa.array(words, pa.string())


@lru_cache(maxsize=1)
def _units() -> tuple[pa.Array, tuple[int, ...]]:
    """All quantities, and of each the place of its unit among the units."""
    units = list(dict.fromkeys(one.unit for one in Q))
    return pa.array([one.name for one in Q], pa.string()), tuple(units.index(one.unit) for one in Q)


def _finished(array: pa.Array, column: FlatColumn) -> pa.Array:
    if column.kind == "word":
        if column.then == "unit":
            names, places = _units()
            found = pc.index_in(array, value_set=names)
            codes = pc.take(pa.array(places, pa.int32()), found)
        else:
            codes = pc.index_in(array, value_set=_words(column.words))
        return pa.DictionaryArray.from_arrays(codes, _words(column.words))
    if column.kind == "bool":
        return array.cast(pa.bool_())
    if column.kind == "list":
        from kb.graph.values import json_list

        return pa.array([None if one is None else json_list(one) for one in array.to_pylist()], _TYPES["list"])
    if column.then == "per_mole":
        from kb.graph.values import per_mole

        return pa.array([per_mole(one) for one in array.to_pylist()], pa.float64())
    return array.cast(_TYPES[column.kind])


# -- as bytes ----------------------------------------------------------------------------------------------------------


def write(base: Base, name: str, form: str, sink: Sink) -> None:
    """Write a table into a sink as it is read: an Arrow IPC stream (LZ4) or Parquet (Zstandard)."""
    schema = schema_of(name).with_metadata({"build": base.build, "table": name})
    file = pa.PythonFile(_Writable(sink), mode="w")
    if form == "arrow":
        with pa.ipc.new_stream(file, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
            for batch in batches(base, name):
                stream.write_batch(batch)
        return
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    # Parquet has dictionaries of its own, and readers take them for plain text, which is quicker to read
    plain = pa.schema([one.with_type(_plain_type(one.type)) for one in schema], schema.metadata)
    with pq.ParquetWriter(file, plain, compression="zstd") as parquet:
        for group in _groups(batches(base, name)):
            parquet.write_table(pa.Table.from_batches(group).cast(plain), row_group_size=GROUP)


def _plain_type(kind: Any) -> Any:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


class _Writable(io.RawIOBase):
    """A sink as Arrow wants it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._sink.write(bytes(data))
        return len(data)


def _groups(found: Iterator[pa.RecordBatch]) -> Iterator[Sequence[pa.RecordBatch]]:
    group: list[pa.RecordBatch] = []
    for batch in found:
        group.append(batch)
        if sum(one.num_rows for one in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group
