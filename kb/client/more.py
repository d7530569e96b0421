"""Readings long and wide, whole tables, references, explanations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb.client.core import Core, Order, Where
from kb.client.declared import EXPLANATION, LISTS
from kb.client.errors import ClientError
from kb.client.frame import Frame
from kb.client.rows import dtype, flat, frame_of, units_of
from kb.client.steps import Steps, method

if TYPE_CHECKING:
    from kb.client.told import Told

__all__ = ["OWN", "More"]

OWN = ("measured", "setting", "derived")
"""Claims that are a paper's own: not other people's numbers, designs or theory."""
_STATED = "stated: conditions(first: 30) { quantity label state value { lo mid hi unit } }"
_AT_ONCE = 200


class More(Core):
    """The methods that are written by hand."""

    @method
    def readings(
        self, quantity: str | Sequence[str] | None = None, paper: str | None = None, *, where: Where | None = None,
        order_by: Order | None = None, at: Sequence[str] = (), limit: int | None = None,
        units: Mapping[str, str] | None = None,
    ) -> Steps[Frame]:  # fmt: skip
        """Printed numbers in long form: one row a reading, as ``value``, ``lo``, ``hi`` and ``qualifier`` in ``unit``.

        An open end or a missing middle is null; ``printed``, ``where`` and ``quote`` lead back to the paper. Units are
        the catalogue's, or those chosen by quantity: ``units={"ionic_conductivity": "S/cm"}``. Conditions that are
        named in ``at`` ride along as columns (``temperature``, ``temperature_lo``, ``temperature_hi``), null where the
        paper states none. ``where`` and ``order_by`` are as for the other lists. All pages are read, or ``limit`` rows;
        ``table("readings")`` gets all of them at once, and much faster.
        """
        return (yield from self._readings(quantity, paper, where, order_by, at, limit, units))

    @method
    def wide(
        self, quantities: Sequence[str], *, at: Mapping[str, str] | None = None, of: str | None = None,
        where: Where | None = None, claims: Sequence[str] = OWN, units: Mapping[str, str] | None = None,
    ) -> Steps[Frame]:  # fmt: skip
        """Numbers in wide form: one row a record, and for each quantity its value, ``_lo``, ``_hi`` and ``_qualifier``.

        Each column has one unit, the catalogue's or that of ``units``. ``at`` are ranges of conditions that a number
        must surely have been measured in: ``at={"temperature": "20..30 degC"}``. ``of`` is a kind of record, such as
        electrolyte; ``where`` filters readings. Where a record has several readings of a quantity, the first by id
        stands, one without a label before the others; ``_count`` says how many there are, ``_reading`` is the id of
        the one that stands. Repeated prints and claims that are not among ``claims`` are left out.
        """
        import polars as pl

        ranges = {name: _range(name, words) for name, words in (at or {}).items()}
        own = {"claim": {"in": list(claims)}, **({"subject_kind": {"eq": of}} if of else {})}
        kept = {"and": [own, dict(where)]} if where else own
        long = yield from self._readings(list(quantities), None, kept, None, tuple(ranges), None, None)
        data = long.data
        for name, (low, high) in ranges.items():
            slack = 1e-9 * max(1.0, abs(low), abs(high))
            data = data.filter(pl.col(f"{name}_lo") >= low - slack, pl.col(f"{name}_hi") <= high + slack)
        data = data.filter(pl.col("repeats").is_null())
        data = data.with_columns((pl.col("label") != "").alias("labelled")).sort("labelled", "id")
        key = ["subject_id", "paper_id", "subject_kind"]
        made = data.select(key).unique().sort("subject_id")
        known: dict[str, str] = {}
        for name in quantities:
            these = data.filter(pl.col("quantity") == name)
            firsts = these.group_by(key, maintain_order=True).agg(
                pl.col("value").first().alias(name), pl.col("lo").first().alias(f"{name}_lo"),
                pl.col("hi").first().alias(f"{name}_hi"), pl.col("qualifier").first().alias(f"{name}_qualifier"),
                pl.col("id").first().alias(f"{name}_reading"), pl.len().cast(pl.Int64).alias(f"{name}_count"),
            )  # fmt: skip
            made = made.join(firsts, on=key, how="left").with_columns(pl.col(f"{name}_count").fill_null(0))
            known |= dict.fromkeys((name, f"{name}_lo", f"{name}_hi"), _unit_of(name))
        made = made.rename({"subject_id": "id", "subject_kind": "kind"}).sort("id")
        frame = Frame(made, known, {}, long.build)
        return frame.in_units(units) if units else frame

    @method
    def table(self, name: str) -> Steps[Frame]:
        """A whole table at once, as Arrow or Parquet from a server: all rows of one kind of record, in the order of their ids.

        The columns are those of the method of the same name, which pages; a million rows take seconds. A download that
        breaks off goes on where it was. With ``cache`` it is not made again while the build is the same.
        """
        import polars as pl

        found, form, build = yield from self._source.table(name)
        if form == "table":
            data = pl.from_arrow(found)
            assert isinstance(data, pl.DataFrame)
        else:
            data = pl.read_parquet(found) if form == "parquet" else pl.read_ipc_stream(found)
        data = data.with_columns(pl.col(pl.Categorical).cast(pl.String))
        one = LISTS.get(name)
        if one is None:  # a server that is newer than this client
            return Frame(data, {}, {}, build)
        kinds: dict[str, Any] = {
            column.name: dtype(column.kind) for column in one.columns if column.name in data.columns
        }
        docs = {column.name: column.doc for column in one.columns}
        return Frame(
            data.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items()), units_of(one, data), docs, build
        )

    @method
    def download(self, name: str, to: str | Path) -> Steps[Path]:
        """A whole table into a file, ``….arrow`` or ``….parquet`` by its name; the file is there when it is complete."""
        path = Path(to)
        form = path.suffix.removeprefix(".")
        if form not in ("arrow", "parquet"):
            raise ClientError(str(path), "neither .arrow nor .parquet", "name the file by the form that you want")
        yield from self._source.download(name, form, path)
        return path

    @method
    def cite(self, of: Any, style: Literal["bibtex", "csl"] = "bibtex") -> Steps[str]:
        """The papers behind a frame, as BibTeX or CSL-JSON: those that any id in it leads to. Ids alone will do, too."""
        from kb.client.cite import bibtex, csl

        slugs = sorted(_slugs(of))
        papers: list[dict[str, Any]] = []
        for start in range(0, len(slugs), _AT_ONCE):
            where = {"id": {"in": slugs[start : start + _AT_ONCE]}}
            found = yield from self._records("papers", where, None, None, None)
            papers += found.data.to_dicts()
        return bibtex(papers) if style == "bibtex" else json.dumps(csl(papers), ensure_ascii=False, indent=1) + "\n"

    @method
    def explain(self, of: Any) -> Steps[Told]:
        """Why a verdict or derived value is what it is, or what a printed number is used for: by its id, or a row of a frame.

        The answer prints as text; ``explanation`` holds it as data.
        """
        from kb.client.told import told_from

        record = of.get("id") if isinstance(of, Mapping) else of
        if not isinstance(record, str):
            raise ClientError(
                "explain", f"{of!r} is no id, and no row with one", "give an id, or one of frame.rows(named=True)"
            )
        data, _ = yield from self._answer(
            f"query($id: ID!) {{ explanation(id: $id) {{ {EXPLANATION} }} }}", {"id": record}
        )
        return told_from(data["explanation"])

    def _readings(
        self, quantity: str | Sequence[str] | None, paper: str | None, where: Where | None, order_by: Order | None,
        at: Sequence[str], limit: int | None, units: Mapping[str, str] | None,
    ) -> Steps[Frame]:  # fmt: skip
        wanted = [dict(where)] if where else []
        if quantity:
            wanted.append({"quantity": {"eq": quantity} if isinstance(quantity, str) else {"in": list(quantity)}})
        if paper:
            wanted.append({"paper": {"id": {"eq": paper}}})
        asked = wanted[0] if len(wanted) == 1 else {"and": wanted} if wanted else None
        if not at:
            return (yield from self._records("readings", asked, order_by, limit, units))
        one = LISTS["readings"]
        nodes, build = yield from self._nodes(one, asked, order_by, limit, _STATED)
        more: dict[str, str] = dict.fromkeys((f"{name}{end}" for name in at for end in ("", "_lo", "_hi")), "")
        rows = [flat(one, node) | _stated(node["stated"], at, more) for node in nodes]
        made = frame_of(one, rows, build, more)
        return made.in_units(units) if units else made


def _stated(conditions: Sequence[Mapping[str, Any]], at: Sequence[str], units: dict[str, str]) -> dict[str, Any]:
    """The conditions that are wanted, as columns; ``units`` learns their units."""
    row: dict[str, Any] = {}
    for one in sorted(conditions, key=lambda one: bool(one["label"])):
        name, value = one["quantity"], one["value"]
        if name in at and value and name not in row:
            row |= {name: value["mid"], f"{name}_lo": value["lo"], f"{name}_hi": value["hi"]}
            units |= dict.fromkeys((name, f"{name}_lo", f"{name}_hi"), value["unit"])
    return row


def _range(quantity: str, words: str) -> tuple[float, float]:
    """A range such as ``20..30 degC`` in the catalogue's unit."""
    from kb.graph.ranges import span
    from schema.quantities import Q

    units = Q[quantity].units
    low, high = span(quantity, words)
    return units.from_si(low), units.from_si(high)


def _unit_of(quantity: str) -> str:
    from schema.quantities import Q

    return Q[quantity].unit


def _slugs(of: Any) -> set[str]:
    """The slugs of papers that ids lead to: an id begins with its paper's."""
    if isinstance(of, str):
        return {of.partition("/")[0]}
    data = getattr(of, "data", of)
    if hasattr(data, "columns") and hasattr(data, "get_column"):
        names = [name for name in data.columns if name == "id" or re.search(r"(_id|_sources|_reading)$", name)]
        ids = (
            one
            for name in names
            for words in data.get_column(name).drop_nulls().unique()
            for one in str(words).split("; ")
        )
    elif isinstance(of, Iterable):
        ids = (str(one.get("id", "")) if isinstance(one, Mapping) else str(one) for one in of)
    else:
        raise ClientError("cite", f"{of!r} is no frame, and no ids", "give a frame, or a list of ids")
    return {one.partition("/")[0] for one in ids if one}
