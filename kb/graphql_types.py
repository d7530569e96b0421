"""The types of the graph: one class a kind of record, columns as fields, relations as resolvers over the base."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import strawberry
from strawberry.types import Info

from kb.base import Base, Row, rounded, shown
from schema.errors import KbError
from schema.quantities import Q
from schema.vocabulary import Claim, Provenance, Verdict

__all__ = [
    "MAX_PAGE", "Cell", "Check", "Coating", "Electrode", "Electrolyte", "Material", "Paper", "QuantityName", "QuantityType",
    "Reading", "base_of", "made", "page",
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


@strawberry.type(description="An element of a composition and its amount per formula unit.")
class ElementAmount:
    element: str
    amount: float


@strawberry.type(description="What is understood of a formula; the state says how far.")
class Composition:
    formula: str | None = strawberry.field(description="As the paper prints it.")
    state: str = strawberry.field(description="complete, open, series, mixture, polymer, named or unparsed")
    reason: str = strawberry.field(description="Why it is not complete; empty when it is.")
    reduced_formula: str | None
    chemical_system: str
    anonymous_formula: str | None
    molar_mass: float | None = strawberry.field(description="g/mol per formula unit")
    elements: list[ElementAmount]


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
    def paper(self, info: Info) -> Paper:
        return _paper(base_of(info), self.row)


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
    told: str = strawberry.field(description="The whole story: claim, formula, inputs with quotes, gap.")
    output_id: strawberry.ID
    unit: str
    row: strawberry.Private[Row]

    @strawberry.field(description="What the other numbers give, in the unit.")
    def computed(self) -> Interval | None:
        ends = [self.row[f"computed_{end}"] for end in ("lo", "mid", "hi")]
        if all(end is None for end in ends):
            return None
        factor, offset = self.row["si_factor"], self.row["si_offset"]
        lo, mid, hi = (None if end is None else rounded((end - offset) / factor) for end in ends)
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
        return _readings(base_of(info).by("reading", "owner_id", self.row["id"]), quantity, first)


def _readings(rows: list[Row], quantity: Any, first: int) -> list[Reading]:
    chosen = [row for row in rows if quantity is None or row["quantity"] == quantity.value]
    return [made(Reading, row) for row in page(chosen, first)]


def _paper(base: Base, row: Row) -> Paper:
    found = base.one("paper", row["paper_id"])
    assert found is not None, "every record has its paper: the build guarantees it"
    return made(Paper, found)


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
        return _readings(base_of(info).by("reading", "owner_id", self.row["id"]), None, first)


@strawberry.interface(description="What every record of a substance, layer or cell has.")
class Thing:
    id: strawberry.ID
    slug: str
    written: str | None = strawberry.field(description="As the paper writes it.")
    note: str | None
    citation: str | None = strawberry.field(description="When it is somebody else's, that the paper compares with.")
    row: strawberry.Private[Row]

    @strawberry.field(description="Its readings and those of its experiments, constituents and steps.")
    def readings(
        self, info: Info, quantity: QuantityName | None = None, claim: Claim | None = None, first: First = 100
    ) -> list[Reading]:
        rows = base_of(info).by("reading", "subject_id", self.row["id"])
        return _readings([row for row in rows if claim is None or row["claim"] == claim.value], quantity, first)

    @strawberry.field(description="The experiments on it.")
    def experiments(self, info: Info, first: First = 100) -> list[Experiment]:
        rows = base_of(info).by("experiment", "subject_id", self.row["id"])
        return [made(Experiment, row) for row in page(rows, first)]

    @strawberry.field(description="How it was made, in order.")
    def process(self, info: Info) -> list[ProcessStep]:
        rows = base_of(info).by("process_step", "of_id", self.row["id"])
        return [made(ProcessStep, row) for row in sorted(rows, key=lambda one: int(one["position"]))]

    @strawberry.field(description="Its paper.")
    def paper(self, info: Info) -> Paper:
        return _paper(base_of(info), self.row)

    @strawberry.field(description="The checks of its readings.")
    def checks(self, info: Info, verdict: Verdict | None = None, first: First = 100) -> list[Check]:
        prefix = self.row["id"] + "/"
        rows = [
            row
            for row in base_of(info).by("verdict", "paper_id", self.row["paper_id"])
            if row["output_id"].startswith(prefix)
        ]
        return [
            made(Check, row)
            for row in page([r for r in rows if verdict is None or r["verdict"] == verdict.value], first)
        ]


@strawberry.type(description="A substance.")
class Material(Thing):
    name: str | None
    family: str
    phase: str | None
    space_group: str | None

    @strawberry.field(description="What is understood of its formula.")
    def composition(self) -> Composition:
        row = self.row
        mass = row["molar_mass"]
        return Composition(
            formula=row["formula"], state=row["parse_state"], reason=row["parse_reason"],
            reduced_formula=row["reduced_formula"], chemical_system=row["chemical_system"],
            anonymous_formula=row["anonymous_formula"], molar_mass=None if mass is None else rounded(mass * 1000),
            elements=[ElementAmount(element=key, amount=value) for key, value in json.loads(row["elements"]).items()],
        )  # fmt: skip


@strawberry.type(description="A material in an electrolyte or electrode, its role and its share.")
class Constituent:
    id: strawberry.ID
    role: str
    note: str | None
    row: strawberry.Private[Row]

    @strawberry.field(description="The material.")
    def material(self, info: Info) -> Material:
        return made(Material, cast(Row, base_of(info).one("material", self.row["material_id"])))

    @strawberry.field(description="Its shares, each with its basis.")
    def readings(self, info: Info, first: First = 100) -> list[Reading]:
        return _readings(base_of(info).by("reading", "owner_id", self.row["id"]), None, first)


def _constituents(info: Info, whole: str) -> list[Constituent]:
    return [made(Constituent, row) for row in base_of(info).by("constituent", "whole_id", whole)]


@strawberry.type(description="An electrolyte.")
class Electrolyte(Thing):
    kind: str
    family: str
    form: str

    @strawberry.field(description="What it is made of.")
    def constituents(self, info: Info) -> list[Constituent]:
        return _constituents(info, self.row["id"])

    @strawberry.field(description="The cells that it stands in.")
    def cells(self, info: Info) -> list[Cell]:
        base = base_of(info)
        ids = sorted({row["cell_id"] for row in base.by("layer", "of_id", self.row["id"])})
        return [made(Cell, row) for key in ids if (row := base.one("cell", key))]


@strawberry.type(description="A coating, interlayer or surface treatment, or its bare control.")
class Coating(Thing):
    on_id: strawberry.ID | None
    bare: bool
    method: str | None

    @strawberry.field(description="What it is made of.")
    def materials(self, info: Info) -> list[Material]:
        base = base_of(info)
        links = sorted(base.by("coating_material", "coating_id", self.row["id"]), key=lambda one: int(one["position"]))
        return [made(Material, row) for link in links if (row := base.one("material", link["material_id"]))]


@strawberry.type(description="An electrode.")
class Electrode(Thing):
    polarity: str
    collector_id: strawberry.ID | None

    @strawberry.field(description="What it is made of.")
    def constituents(self, info: Info) -> list[Constituent]:
        return _constituents(info, self.row["id"])


@strawberry.type(description="One layer of a cell's stack.")
class Layer:
    id: strawberry.ID
    position: int
    role: str
    of_id: strawberry.ID
    of_kind: str
    row: strawberry.Private[Row]

    @strawberry.field(description="The record that the layer is made of.")
    def of(self, info: Info) -> Thing:
        kinds: dict[str, Any] = {
            "material": Material,
            "electrolyte": Electrolyte,
            "coating": Coating,
            "electrode": Electrode,
            "cell": Cell,
        }
        row = cast(Row, base_of(info).one(self.row["of_kind"], self.row["of_id"]))
        return cast(Thing, made(kinds[self.row["of_kind"]], row))


@strawberry.type(description="A cell: the ordered stack from one current collector to the other.")
class Cell(Thing):
    kind: str
    format: str

    @strawberry.field(description="Its layers, in order.")
    def layers(self, info: Info) -> list[Layer]:
        rows = base_of(info).by("layer", "cell_id", self.row["id"])
        return [made(Layer, row) for row in sorted(rows, key=lambda one: int(one["position"]))]


@strawberry.type(description="What cannot be meant as printed.")
class Misprint:
    id: strawberry.ID
    issue: str
    printed: str
    as_read: str
    reason: str
    quote: str
    strength: str
    from_extraction: str
    row: strawberry.Private[Row]

    @strawberry.field(description="Where in the paper.")
    def where(self) -> str:
        return str(self.row["place"])


@strawberry.type(description="A paper.")
class Paper:
    id: strawberry.ID
    doi: str
    title: str
    journal: str
    year: int | None
    licence: str = strawberry.field(description="Licence of the paper's text.")
    source: str = strawberry.field(description="Where these facts were found.")
    checked_by: str = strawberry.field(description="Who compared the records with the paper.")
    row: strawberry.Private[Row]

    @strawberry.field(description="The first part of every id of the paper.")
    def slug(self) -> str:
        return str(self.row["id"])

    @strawberry.field(description="In the order of the paper.")
    def authors(self) -> list[str]:
        return [str(name) for name in json.loads(self.row["authors"])]

    @strawberry.field(description="Its materials.")
    def materials(self, info: Info, first: First = 100) -> list[Material]:
        return self._things(info, "material", Material, first)

    @strawberry.field(description="Its electrolytes.")
    def electrolytes(self, info: Info, first: First = 100) -> list[Electrolyte]:
        return self._things(info, "electrolyte", Electrolyte, first)

    @strawberry.field(description="Its coatings and their bare controls.")
    def coatings(self, info: Info, first: First = 100) -> list[Coating]:
        return self._things(info, "coating", Coating, first)

    @strawberry.field(description="Its electrodes.")
    def electrodes(self, info: Info, first: First = 100) -> list[Electrode]:
        return self._things(info, "electrode", Electrode, first)

    @strawberry.field(description="Its cells.")
    def cells(self, info: Info, first: First = 100) -> list[Cell]:
        return self._things(info, "cell", Cell, first)

    @strawberry.field(description="Its readings.")
    def readings(
        self, info: Info, quantity: QuantityName | None = None, first: First = 100, after: str | None = None
    ) -> list[Reading]:
        rows = base_of(info).by("reading", "paper_id", self.row["id"])
        return _readings([row for row in rows if after is None or row["id"] > after], quantity, first)

    @strawberry.field(description="The checks of its numbers.")
    def checks(self, info: Info, verdict: Verdict | None = None, first: First = 100) -> list[Check]:
        rows = base_of(info).by("verdict", "paper_id", self.row["id"])
        chosen = [row for row in rows if verdict is None or row["verdict"] == verdict.value]
        return [made(Check, row) for row in page(chosen, first)]

    @strawberry.field(description="What cannot be meant as printed.")
    def misprints(self, info: Info, first: First = 100) -> list[Misprint]:
        return self._things(info, "misprint", Misprint, first)

    def _things(self, info: Info, table: str, kind: type[T], first: int) -> list[T]:
        return [made(kind, row) for row in page(base_of(info).by(table, "paper_id", self.row["id"]), first)]
