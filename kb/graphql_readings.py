"""The types of the graph that hold numbers: readings, conditions, checks, experiments, process steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import strawberry
from strawberry.types import Info

from kb.base import Base, Row, shown, shown_computed
from kb.tell import told
from schema.errors import KbError
from schema.quantities import Q
from schema.vocabulary import Claim, Provenance, Verdict

__all__ = [
    "MAX_PAGE", "Check", "CheckInput", "Condition", "Experiment", "First", "Interval", "ProcessStep", "QuantityName",
    "QuantityType", "Reading", "base_of", "made", "page", "readings_page",
]  # fmt: skip

MAX_PAGE = 500
First = Annotated[int, strawberry.argument(description=f"How many at the most, 1 to {MAX_PAGE}.")]

for _enum, _words in (
    (Verdict, "Whether readings can all be true together."),
    (Claim, "What kind of claim a number is."),
    (Provenance, "Where the number in a cell of a comparison comes from."),
):
    strawberry.enum(_enum, description=_words)

if TYPE_CHECKING:
    from kb.graphql_types import Paper

    class QuantityName(Enum):
        """A quantity of the catalogue."""

        value: str

else:
    QuantityName = strawberry.enum(
        Enum(
            "QuantityName",
            {q.name: strawberry.enum_value(q.name, description=f"[{q.unit or 'no unit'}] {q.doc}") for q in Q},
        ),
        description="A quantity of the catalogue.",
    )
T = TypeVar("T")


class PageError(KbError):
    """A page that is too large, or a unit that does not fit."""

    code = "page"


def base_of(info: Info) -> Base:
    """The base that a request is answered from."""
    return cast(Base, info.context["base"])


def page(rows: list[Row], first: int, after: str | None = None) -> list[Row]:
    """A page of rows in the order of their ids; raises :class:`PageError` for a size out of bounds."""
    if not 1 <= first <= MAX_PAGE:
        raise PageError(f"first: {first}", f"a page has 1 to {MAX_PAGE} records", "ask for less, and go on with after")
    start = [row for row in rows if after is None or row["id"] > after]
    return start[:first]


def made(kind: type[T], row: Row) -> T:
    """A typed record from its row: columns of the same name, the row itself kept for its relations."""
    names = {one.name for one in fields(cast(Any, kind)) if one.init} - {"row"}
    return cast(Callable[..., T], kind)(row=row, **{name: row[name] for name in names})


@strawberry.type(description="One quantity of the catalogue.")
class QuantityType:
    name: str
    unit: str
    owners: str
    low: float
    high: float
    exact: bool
    symbol: str
    doc: str
    emmo_iri: str
    row: strawberry.Private[Row]


@strawberry.type(description="A condition of an experiment: stated, not stated or not applicable.")
class Condition:
    id: strawberry.ID
    quantity: str
    state: str
    printed: str | None
    row: strawberry.Private[Row]

    @strawberry.field(description="Lowest, middle and highest value; null where open.")
    def value(self, unit: str | None = None) -> Interval | None:
        return None if self.row["qualifier"] is None else _interval(self.row, unit)


@strawberry.type(description="An interval in one unit; a null end is open, a null middle is none.")
class Interval:
    lo: float | None
    mid: float | None
    hi: float | None
    unit: str


def _interval(row: Row, unit: str | None) -> Interval:
    lo, mid, hi = shown(row, unit)
    return Interval(lo=lo, mid=mid, hi=hi, unit=unit or Q[row["quantity"]].unit)


@strawberry.type(description="One number as a paper prints it, with its place and its words.")
class Reading:
    id: strawberry.ID
    quantity: str
    label: str = strawberry.field(description="Of what, when a record has several of one quantity.")
    printed: str
    as_read: str | None = strawberry.field(description="What was meant, when the print is a misprint.")
    qualifier: str
    quote: str
    how: str
    claim: Claim
    citation: str | None
    ambiguity: str | None
    or_reads: str | None = strawberry.field(description="The number, read in the other way that ambiguity tells.")
    note: str | None
    checked_by: str
    owner_id: strawberry.ID
    owner_kind: str
    subject_id: strawberry.ID
    subject_kind: str
    repeats: strawberry.ID | None = strawberry.field(description="The reading whose statement this one repeats.")
    row: strawberry.Private[Row]

    @strawberry.field(description="Where in the paper: section, figure, table.")
    def where(self) -> str:
        return str(self.row["place"])

    @strawberry.field(description="The value in the catalogue's unit or in another of the same dimension.")
    def value(self, unit: str | None = None) -> Interval:
        return _interval(self.row, unit)

    @strawberry.field(description="Conditions of the experiment that it stands in.")
    def conditions(self, info: Info) -> list[Condition]:
        rows = base_of(info).by("condition", "experiment_id", self.row["owner_id"])
        return [made(Condition, row) for row in rows]

    @strawberry.field(description="The experiment that it stands in, if any.")
    def experiment(self, info: Info) -> Experiment | None:
        row = base_of(info).one("experiment", self.row["owner_id"])
        return made(Experiment, row) if row else None

    @strawberry.field(description="The checks that judge it or use it.")
    def checks(self, info: Info) -> list[Check]:
        base, record = base_of(info), self.row["id"]
        used = {row["check_id"] for row in base.by("verdict_input", "source_id", record)}
        used |= {row["id"] for row in base.by("verdict", "output_id", record)}
        return [made(Check, row) for key in sorted(used) if (row := base.one("verdict", key))]

    @strawberry.field(description="The paper that prints it.")
    def paper(self, info: Info) -> Annotated[Paper, strawberry.lazy("kb.graphql_types")]:
        from kb.graphql_types import paper_of

        return paper_of(base_of(info), self.row)


@strawberry.type(description="What a check used.")
class CheckInput:
    parameter: str
    source_id: strawberry.ID
    source_kind: str = strawberry.field(description="reading, condition, reference, composition or given")
    row: strawberry.Private[Row]

    @strawberry.field(description="The reading, when it is one.")
    def reading(self, info: Info) -> Reading | None:
        row = base_of(info).one("reading", self.row["source_id"])
        return made(Reading, row) if row else None


@strawberry.type(description="Whether a set of readings can all be true together.")
class Check:
    id: strawberry.ID
    verdict: Verdict
    formula: str
    quantity: str
    reported: str
    gap: float | None
    gap_kind: str | None
    only_as: str | None
    strength: str | None = strawberry.field(description="Of an inconsistency: certain or likely.")
    missing: str
    output_id: strawberry.ID
    unit: str
    row: strawberry.Private[Row]

    @strawberry.field(description="The whole story: claim, formula, inputs with quotes, gap.")
    def told(self, info: Info) -> str:
        return told(base_of(info), self.row)

    @strawberry.field(description="What the other numbers give, in the unit.")
    def computed(self) -> Interval | None:
        if all(self.row[f"computed_{end}"] is None for end in ("lo", "mid", "hi")):
            return None
        lo, mid, hi = shown_computed(self.row)
        return Interval(lo=lo, mid=mid, hi=hi, unit=self.unit)

    @strawberry.field(description="What it was computed from.")
    def inputs(self, info: Info) -> list[CheckInput]:
        rows = base_of(info).by("verdict_input", "check_id", self.row["id"])
        return [made(CheckInput, row) for row in sorted(rows, key=lambda one: int(one["position"]))]

    @strawberry.field(description="The reading that is judged; null when a statement is.")
    def output(self, info: Info) -> Reading | None:
        row = base_of(info).one("reading", self.row["output_id"])
        return made(Reading, row) if row else None


@strawberry.type(description="What was measured, how, under which conditions.")
class Experiment:
    id: strawberry.ID
    method: str
    title: str | None
    subject_id: strawberry.ID
    subject_kind: str
    cell_id: strawberry.ID | None
    series_id: strawberry.ID | None
    note: str | None
    row: strawberry.Private[Row]

    @strawberry.field(description="Its conditions.")
    def conditions(self, info: Info) -> list[Condition]:
        return [made(Condition, row) for row in base_of(info).by("condition", "experiment_id", self.row["id"])]

    @strawberry.field(description="The readings in it.")
    def readings(self, info: Info, quantity: QuantityName | None = None, first: First = 100) -> list[Reading]:
        return readings_page(base_of(info).by("reading", "owner_id", self.row["id"]), quantity, first)


def readings_page(rows: list[Row], quantity: Any, first: int, after: str | None = None) -> list[Reading]:
    """A page of readings, of one quantity or of all."""
    chosen = [row for row in rows if quantity is None or row["quantity"] == quantity.value]
    return [made(Reading, row) for row in page(chosen, first, after)]


@strawberry.type(description="A step of making a record.")
class ProcessStep:
    id: strawberry.ID
    position: int
    method: str
    title: str | None
    gas: str | None
    note: str | None
    row: strawberry.Private[Row]

    @strawberry.field(description="Its parameters.")
    def readings(self, info: Info, first: First = 100) -> list[Reading]:
        return readings_page(base_of(info).by("reading", "owner_id", self.row["id"]), None, first)
