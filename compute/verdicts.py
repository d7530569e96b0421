"""Verdicts as columns, and one verdict as an object that can tell its story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from compute.told import tell, words_of_missing
from schema.quantities import Q
from schema.vocabulary import Strength, Verdict

__all__ = ["CHECK_COLUMNS", "Checked", "Verdicts", "Way"]

CHECK_COLUMNS = {
    "verdict": pl.String, "formula": pl.String, "quantity": pl.String, "paper_id": pl.String, "context_id": pl.String,
    "output_id": pl.String, "reported": pl.String, "place": pl.String, "quote": pl.String, "reported_lo": pl.Float64,
    "reported_hi": pl.Float64, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64, "gap": pl.Float64,
    "gap_kind": pl.String, "only_as": pl.String, "strength": pl.String, "missing": pl.String, "of_ratio": pl.Boolean,
}  # fmt: skip
INPUT_COLUMNS = {"check": pl.UInt32, "position": pl.UInt32, "parameter": pl.String, "row": pl.UInt32}
WAY_COLUMNS = {
    "check": pl.UInt32, "formula": pl.String, "words": pl.String, "verdict": pl.String, "lo": pl.Float64,
    "mid": pl.Float64, "hi": pl.Float64, "gap": pl.Float64, "gap_kind": pl.String, "missing": pl.String,
    "counts": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One convention that was tried, or could not be for what is missing; it counts unless the paper states another."""

    formula: str
    words: str
    verdict: Verdict
    computed: tuple[float, float, float] | None
    gap: float | None
    gap_kind: str | None
    missing: tuple[str, ...]
    counts: bool


@dataclass(frozen=True)
class Checked:
    """One verdict about a set of readings. Intervals are in SI; an open end is infinite."""

    verdict: Verdict
    formula: str
    quantity: str
    paper_id: str
    context_id: str
    output_id: str
    reported: str
    place: str | None
    quote: str | None
    reported_lo: float
    reported_hi: float
    computed: tuple[float, float, float] | None = None
    gap: float | None = None
    gap_kind: str | None = None
    only_as: str | None = None
    missing: tuple[str, ...] = ()
    inputs: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    of_ratio: bool = False
    strength: Strength | None = None
    ways: tuple[Way, ...] = ()

    @property
    def id(self) -> str:
        """The output's id and the formula: the same after each rebuild."""
        return f"{self.output_id}#{self.formula}"

    @property
    def unit(self) -> str:
        """The unit in which a person reads the computed interval; a factor or share has none."""
        return "" if self.of_ratio or not self.quantity else Q[self.quantity].unit

    @property
    def told(self) -> str:
        """The whole story: claim, formula with its source, inputs with their quotes, interval, gap, ways tried."""
        return tell(self)


@dataclass(frozen=True)
class Verdicts:
    """Verdicts as frames: one row a check, one an input of a check, one a convention tried; and the facts they used.

    Iterating gives :class:`Checked` objects in the order of the frame.
    """

    checks: pl.DataFrame
    inputs: pl.DataFrame
    ways: pl.DataFrame
    facts: pl.DataFrame = field(repr=False)

    def __len__(self) -> int:
        return self.checks.height

    @cached_property
    def ids(self) -> pl.Series:
        """The id of each check."""
        return self.checks.select((pl.col("output_id") + "#" + pl.col("formula")).alias("id"))["id"]

    def __iter__(self) -> Iterator[Checked]:
        inputs = self.inputs.partition_by("check", as_dict=True)
        ways = self.ways.partition_by("check", as_dict=True)
        for number, row in enumerate(self.checks.iter_rows(named=True)):
            used = inputs.get((number,))
            tried = ways.get((number,))
            yield Checked(
                computed=_box(row), missing=words_of_missing(row["missing"]), verdict=Verdict(row["verdict"]),
                strength=Strength(row["strength"]) if row["strength"] else None,
                inputs=() if used is None else tuple(
                    (one["parameter"], self.facts.row(one["row"], named=True))
                    for one in used.sort("position").iter_rows(named=True)
                ),
                ways=() if tried is None else tuple(_way(one) for one in tried.iter_rows(named=True)),
                **{name: row[name] for name in _PLAIN},
            )  # fmt: skip


_PLAIN = (
    "formula", "quantity", "paper_id", "context_id", "output_id", "reported", "place", "quote", "reported_lo",
    "reported_hi", "gap", "gap_kind", "only_as", "of_ratio",
)  # fmt: skip


def _box(row: Mapping[str, Any]) -> tuple[float, float, float] | None:
    if row["lo"] is None:
        return None
    return row["lo"], float("nan") if row["mid"] is None else row["mid"], row["hi"]


def _way(row: Mapping[str, Any]) -> Way:
    return Way(
        row["formula"], row["words"], Verdict(row["verdict"]), _box(row), row["gap"], row["gap_kind"],
        words_of_missing(row["missing"]), row["counts"],
    )  # fmt: skip
