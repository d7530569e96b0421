"""From the answers of the graph to flat rows and frames, by the columns that the declarations give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.client.frame import Frame

if TYPE_CHECKING:
    from kb.client.core import Order
    from kb.table import Table

__all__ = ["Col", "List", "camel", "dtype", "enumerated", "flat", "frame_of", "order_of", "table_of", "units_of"]

_CONDITIONS = "conditions(first: 100) { quantity printed state }"


class Col(NamedTuple):
    """One column: its name, its path in a record, what it is.

    ``kind`` is text, conditions (as one text), int, float, bool or list; word or phrase of a closed list, whose words the graph writes in
    capitals. A number is in ``unit``, or in what the column ``unit_in`` says. ``by`` is what a list is sorted by.
    """

    name: str
    path: str
    kind: str
    doc: str
    unit: str = ""
    unit_in: str = ""
    by: str = ""


class List(NamedTuple):
    """One kind of record: the field of Query that pages it (empty for none), the GraphQL type, and its columns."""

    field: str
    type: str
    columns: tuple[Col, ...]

    @property
    def selection(self) -> str:
        """What a document selects for these columns."""
        below: dict[str, list[str]] = {}
        for column in self.columns:
            if column.kind == "conditions":
                below[_CONDITIONS] = []
                continue
            head, _, rest = column.path.partition(".")
            if head:
                below.setdefault(head, []).extend([rest] if rest else [])
        return " ".join(f"{head} {{ {' '.join(rest)} }}" if rest else head for head, rest in below.items())


def camel(name: str) -> str:
    """``order_by`` as GraphQL spells it."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def flat(one: List, node: Mapping[str, Any]) -> dict[str, Any]:
    """A record as a row."""
    row: dict[str, Any] = {}
    for column in one.columns:
        value: Any = node
        for key in column.path.split("."):
            value = value.get(key) if value is not None else None
        if value is not None and column.kind in ("word", "phrase"):
            value = value.lower() if column.kind == "word" else value.lower().replace("_", " ")
        if column.kind == "conditions":
            value = "; ".join(map(_stated, value)) or None
        row[column.name] = value
    return row


def _stated(one: Mapping[str, Any]) -> str:
    return f"{one['quantity']}={one['printed'] or one['state'].lower().replace('_', ' ')}"


def dtype(kind: str) -> Any:
    """The polars type of a kind of column."""
    import polars as pl

    kinds: dict[str, Any] = {"int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean, "list": pl.List(pl.String)}
    return kinds.get(kind, pl.String)


def units_of(one: List, data: Any) -> dict[str, str]:
    """The units of a frame's number columns: those that hold for the whole column."""
    units: dict[str, str] = {}
    of_rows: dict[str, list[str]] = {}
    for column in one.columns:
        if column.kind != "float" or column.name not in data.columns:
            continue
        if column.unit:
            units[column.name] = column.unit
        elif column.unit_in in data.columns:
            if column.unit_in not in of_rows:
                of_rows[column.unit_in] = data[column.unit_in].unique().drop_nulls().to_list()
            if len(of_rows[column.unit_in]) == 1:
                units[column.name] = str(of_rows[column.unit_in][0])
    return units


def frame_of(one: List, rows: Sequence[Mapping[str, Any]], build: str, more: Mapping[str, str] | None = None) -> Frame:
    """Rows as a frame, typed also where a column is empty; ``more`` are number columns beside the declared, and their units."""
    import polars as pl

    schema = {column.name: dtype(column.kind) for column in one.columns if column.path}
    schema |= dict.fromkeys(more or {}, pl.Float64)
    data = pl.DataFrame(rows, schema=schema, orient="row")
    docs = {column.name: column.doc for column in one.columns}
    return Frame(data, units_of(one, data) | dict(more or {}), docs, build)


def enumerated(one: List, where: Mapping[str, Any]) -> dict[str, Any]:
    """A filter as GraphQL spells it: names in camel case, words of closed lists in capitals, as frames don't show them."""
    words = {camel(c.name): c for c in one.columns if c.kind in ("word", "phrase")}
    made: dict[str, Any] = {}
    for key, value in where.items():
        name = camel(key)
        if name in ("and", "or", "not"):
            made[name] = enumerated(one, value) if isinstance(value, Mapping) else [enumerated(one, v) for v in value]
        elif name in words and isinstance(value, Mapping):
            made[name] = {camel(op): _capitals(given) for op, given in value.items()}
        else:
            made[name] = _camelled(value)
    return made


def _capitals(given: Any) -> Any:
    if isinstance(given, str):
        return re.sub(r"[ -]", "_", given).upper()
    return [_capitals(one) for one in given] if isinstance(given, (list, tuple)) else given


def _camelled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {camel(key): _camelled(below) for key, below in value.items()}
    return [_camelled(one) for one in value] if isinstance(value, (list, tuple)) else value


def order_of(one: List, order: Order | None) -> list[dict[str, Any]] | None:
    """An order as GraphQL spells it: ``"year"``, ``"-year"``, ``"-ionic_conductivity"``, or its own form."""
    if order is None:
        return None
    columns = {column.name: column.by for column in one.columns if column.by}
    made = []
    for each in [order] if isinstance(order, (str, Mapping)) else order:
        if isinstance(each, str):
            name, direction = each.removeprefix("-"), "DESC" if each.startswith("-") else "ASC"
            by = {"by": columns[name].upper()} if name in columns else {"quantity": name}
            made.append(by | {"direction": direction})
        else:
            made.append(_camelled(each))
    return made


def table_of(data: dict[str, Any]) -> Table:
    """A comparison from its answer."""
    from kb.table import table_from

    for line in data["lines"]:
        line["record"] = line.pop("about")
        for value in line["values"]:
            value["provenance"] = value["provenance"].lower()
            value["sources"] = [one["id"] for one in value["sources"]]
            value["contradicted_by"] = value.pop("contradictedBy")
    return table_from(data)
