"""A frame whose numbers know their units: a polars frame inside, pandas and Arrow at hand.

polars has no place for units, so they stand beside the frame: ``units`` by column. Arrow has: ``to_arrow()`` puts
``unit`` and ``doc`` into each field's metadata, and a Parquet file written from it keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from schema.errors import KbError, near

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]

    from kb.table import Table

__all__ = ["Frame", "FrameError"]

ENDS = ("", "_lo", "_hi")
DIGITS = 12  # of a double's 15 to 17: what is left of the way through SI and back is not shown


class FrameError(KbError):
    """A column or unit that a frame does not have, or can't be brought to."""

    code = "frame"


@dataclass(frozen=True, repr=False)
class Frame:
    """Rows with units. Whatever else is asked of it (``filter``, ``sort``, ``columns``, …), its polars frame answers.

    ``units`` are those of the number columns, by name; where the unit differs from row to row, a column ``unit`` (or
    ``…_unit``) says it and ``units`` does not. ``docs`` say what the columns are, ``build`` which base it is from,
    ``basis`` and ``notes`` what is to be said of a comparison, whose cells with their provenance are in ``table``.
    """

    data: pl.DataFrame
    units: Mapping[str, str] = field(default_factory=dict)
    docs: Mapping[str, str] = field(default_factory=dict)
    build: str = ""
    basis: str = ""
    notes: tuple[str, ...] = ()
    table: Table | None = None

    def polars(self) -> pl.DataFrame:
        """The polars frame alone."""
        return self.data

    to_polars = polars

    def to_pandas(self) -> pd.DataFrame:
        """The same for pandas; units stand in its ``attrs``."""
        made = self.data.to_pandas()
        made.attrs["units"] = dict(self.units)
        return made

    def to_arrow(self) -> pa.Table:
        """The same as an Arrow table, each field with ``unit`` and ``doc`` as metadata, the whole with ``build``."""
        import pyarrow as pa

        made = self.data.to_arrow()
        fields = []
        for one in made.schema:
            about = {"unit": self.units.get(one.name), "doc": self.docs.get(one.name)}
            fields.append(one.with_metadata({key: text for key, text in about.items() if text is not None}))
        about = {"build": self.build, "basis": self.basis}
        return made.cast(pa.schema(fields, {key: text for key, text in about.items() if text}))

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def equals(self, other: Frame) -> bool:
        """Whether rows and units are the same."""
        return self.data.equals(other.data) and dict(self.units) == dict(other.units)

    def in_units(self, units: Mapping[str, str] | None = None, **more: str) -> Frame:
        """The same numbers in other units: ``frame.in_units(ionic_conductivity="S/cm")``.

        A name is that of a column, whose ``_lo`` and ``_hi`` go with it, or of a quantity in the rows of a long frame.
        Raises :class:`FrameError` for one that is neither, or a unit of another dimension.
        """
        import polars as pl

        made, now = self.data, dict(self.units)
        for name, wanted in {**(units or {}), **more}.items():
            ends = [name + end for end in ENDS if name + end in now]
            if ends:
                made = made.with_columns(_converted(one, now[one], wanted) for one in ends)
                now |= dict.fromkeys(ends, wanted)
                continue
            held = made["quantity"].cast(pl.String) if "quantity" in made.columns else pl.Series([], dtype=pl.String)
            known = [*now, *held.unique()]
            if name not in known or not {"value", "lo", "hi", "unit"} <= set(made.columns):
                raise FrameError(repr(name), "no column with a unit, and no quantity of the rows", near(name, known) or f"there are {', '.join(sorted(known))}")  # fmt: skip
            these = (pl.col("quantity").cast(pl.String) == name) & pl.col("unit").is_not_null()
            for unit in made.filter(these)["unit"].cast(pl.String).unique().sort():
                where = these & (pl.col("unit").cast(pl.String) == unit)
                made = made.with_columns(
                    *(pl.when(where).then(_converted(end, unit, wanted)).otherwise(end).alias(end) for end in ("value", "lo", "hi")),
                    pl.when(where).then(pl.lit(wanted)).otherwise(pl.col("unit").cast(pl.String)).alias("unit"),
                )  # fmt: skip
            now |= _of_rows(made)
        return Frame(made, now, self.docs, self.build, self.basis, self.notes)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "data":
            raise AttributeError(name)
        return getattr(self.data, name)

    def __getitem__(self, key: Any) -> Any:
        return self.data[key]

    def __len__(self) -> int:
        return self.data.height

    def __iter__(self) -> Iterator[Any]:
        return iter(self.data)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *(one for one in dir(self.data) if not one.startswith("_"))})

    def __repr__(self) -> str:
        return f"{self.data!r}\n{self._words()}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"{self.data._repr_html_()}<small>{escape(self._words())}</small>"

    def _words(self) -> str:
        own = [f"{name} [{unit}]" for name, unit in self.units.items() if unit and not name.endswith(ENDS[1:])]
        said = [f"basis: {self.basis}"] if self.basis else []
        return "; ".join([*said, f"units: {', '.join(own)}" if own else "units: by row, or none"])


def _converted(name: str, unit: str, wanted: str) -> pl.Expr:
    """A column from one unit into another of the same dimension; raises :class:`FrameError`."""
    import polars as pl

    from schema.units import unit as unit_of

    old, new = (unit_of(text, rate=unit == "C") for text in (unit, wanted))
    if old.dimension != new.dimension:
        raise FrameError(f"{name}: {wanted!r}", f"is no unit of what is measured in {unit or 'pure numbers'}", "choose one of the same dimension")  # fmt: skip
    return ((pl.col(name) * old.factor + (old.offset - new.offset)) / new.factor).round_sig_figs(DIGITS)


def _of_rows(data: pl.DataFrame) -> dict[str, str]:
    """The unit of a long frame's numbers, where all rows have the same."""
    units = data["unit"].drop_nulls().unique()
    return dict.fromkeys(("value", "lo", "hi"), str(units[0])) if len(units) == 1 else {}
