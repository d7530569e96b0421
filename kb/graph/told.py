"""The stories of checks and derived values: those of a whole page read together, when they are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from kb.base import Base, Row
from kb.frames import KINDS
from kb.graph.store import Store, store_of
from kb.tell import told

__all__ = ["told_checks", "told_derived"]


class _Few(Base):
    """The rows that some stories need, in the place of the whole base."""

    def __init__(self, links: Mapping[tuple[str, str], Mapping[Any, list[Row]]], records: Mapping[str, Row]) -> None:
        self._links, self._records = links, records

    def by(self, table: str, column: str, value: Any) -> list[Row]:
        return list(self._links[table, column].get(value, ()))

    def record(self, record: str) -> Row | None:
        return self._records.get(record)


def _read(store: Store, table: str, column: str, keys: Iterable[str]) -> list[Row]:
    """The rows of a table whose column is one of the keys, in the order of their ids."""
    kinds = KINDS[table]
    names = ", ".join(f'"{name}"' for name in kinds)
    wanted = sorted(set(keys))
    if not wanted:
        return []
    rows = store.run(f'SELECT {names} FROM "{table}" WHERE {store.among(column)} ORDER BY id', [store.keys(wanted)])
    truths = [name for name, kind in kinds.items() if kind == pl.Boolean]
    made = [dict(zip(kinds, row, strict=True)) for row in rows]
    for one in made:
        one.update({name: bool(one[name]) for name in truths})
    return made


def _stories(base: Base, table: str, ids: Sequence[str], links: Sequence[tuple[str, str]]) -> dict[str, str]:
    store = store_of(base.engine)
    rows = _read(store, table, "id", ids)
    linked = {(other, column): _grouped(_read(store, other, column, ids), column) for other, column in links}
    inputs = next(iter(linked.values()))
    wanted = {row["source_id"] for group in inputs.values() for row in group}
    wanted |= {row["output_id"] for row in rows if "output_id" in row}
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, key in store.run(f"SELECT kind, id FROM node WHERE {store.among('id')}", [store.keys(sorted(wanted))]):
        kinds[kind].append(key)
    records = {row["id"]: row for kind, keys in sorted(kinds.items()) for row in _read(store, kind, "id", keys)}
    few = _Few(linked, records)
    return {row["id"]: told(few, row) for row in rows}


def _grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    made: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        made[row[column]].append(row)
    return made


def told_checks(base: Base, ids: Sequence[str], _: Mapping[str, Any]) -> dict[str, str]:
    """The story of each verdict."""
    return _stories(base, "verdict", ids, (("verdict_input", "check_id"), ("verdict_way", "check_id")))


def told_derived(base: Base, ids: Sequence[str], _: Mapping[str, Any]) -> dict[str, str]:
    """The story of each derived value."""
    return _stories(base, "derived", ids, (("derived_input", "derived_id"),))
