"""A comparison's answer: rows of typed cells, each of which says where its number comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from schema.vocabulary import Provenance

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Column", "Line", "Table", "Value", "table_from"]


@dataclass(frozen=True)
class Value:
    """One cell: the number in ``unit`` (an end is ``None`` where open or absent), its text, its provenance and why.

    The unit is the column's unless the lines of a column differ. ``contradicted_by`` are the checks that contradict the
    printed number, or one that it rests on.
    """

    text: str
    provenance: Provenance
    why: str = ""
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    sources: tuple[str, ...] = ()
    unit: str = ""
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: its name, unit and what it says; ``number`` tells whether its cells hold numbers."""

    name: str
    unit: str
    doc: str
    number: bool = True


@dataclass(frozen=True)
class Line:
    """One row: its id, how people call it, its paper, a cell for each column, and the record that it is about."""

    id: str
    label: str
    paper: str
    values: tuple[Value, ...]
    record: str = ""

    @property
    def about(self) -> str:
        """The id of the record: the line's own where it has no other."""
        return self.record or self.id


@dataclass(frozen=True)
class Table:
    """A whole comparison on one stated basis."""

    name: str
    title: str
    basis: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as JSON and GraphQL carry it."""
        made = asdict(self)
        for line in made["lines"]:
            for value in line["values"]:
                value["provenance"] = Provenance(value["provenance"]).value
        return made

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a line: a number column gives ``name``, ``name_lo``, ``name_hi`` and words on them."""
        made = []
        for line in self.lines:
            row: dict[str, Any] = {"id": line.id, "label": line.label, "paper": line.paper}
            for column, value in zip(self.columns, line.values, strict=True):
                if not column.number:
                    row[column.name] = value.text
                    continue
                row |= {
                    column.name: value.mid, f"{column.name}_lo": value.lo, f"{column.name}_hi": value.hi,
                    f"{column.name}_text": value.text, f"{column.name}_provenance": value.provenance.value,
                    f"{column.name}_unit": value.unit or column.unit, f"{column.name}_sources": "; ".join(value.sources),
                    f"{column.name}_contradicted_by": "; ".join(value.contradicted_by),
                }  # fmt: skip
            made.append(row)
        return made

    def to_polars(self) -> pl.DataFrame:
        """The flat rows as a polars frame, typed also where a column is empty."""
        import polars as pl

        schema: dict[str, Any] = {"id": pl.String, "label": pl.String, "paper": pl.String}
        for column in self.columns:
            if not column.number:
                schema[column.name] = pl.String
                continue
            schema |= {column.name: pl.Float64, f"{column.name}_lo": pl.Float64, f"{column.name}_hi": pl.Float64}
            schema |= {
                f"{column.name}_{end}": pl.String
                for end in ("text", "provenance", "unit", "sources", "contradicted_by")
            }
        return pl.DataFrame(self.rows(), schema=schema, orient="row")

    def to_pandas(self) -> pd.DataFrame:
        """The flat rows as a pandas frame."""
        return self.to_polars().to_pandas()


def table_from(data: dict[str, Any]) -> Table:
    """A table from its plain data: the inverse of :meth:`Table.as_dict`."""
    columns = tuple(Column(**column) for column in data["columns"])
    lines = tuple(
        Line(
            line["id"], line["label"], line["paper"],
            tuple(_value(value) for value in line["values"]), line["record"],
        )
        for line in data["lines"]
    )  # fmt: skip
    notes: Sequence[str] = data.get("notes", ())
    return Table(data["name"], data["title"], data["basis"], columns, lines, tuple(notes))


def _value(data: dict[str, Any]) -> Value:
    lists = {name: tuple(data[name]) for name in ("sources", "contradicted_by")}
    return Value(**(data | lists | {"provenance": Provenance(data["provenance"])}))
