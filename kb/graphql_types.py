"""The types of the graph that hold records: papers, materials, electrolytes, coatings, electrodes, cells."""

from __future__ import annotations

import json
from typing import Any, TypeVar, cast

import strawberry
from strawberry.types import Info

from kb.base import Base, Row, rounded
from kb.graphql_readings import (
    Check,
    Experiment,
    First,
    ProcessStep,
    QuantityName,
    Reading,
    base_of,
    made,
    page,
    readings_page,
)  # fmt: skip
from schema.vocabulary import Claim, Verdict

__all__ = ["Cell", "Coating", "Electrode", "Electrolyte", "Material", "Paper", "Thing", "paper_of"]

T = TypeVar("T")


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


def paper_of(base: Base, row: Row) -> Paper:
    """The paper that a record belongs to."""
    found = base.one("paper", row["paper_id"])
    assert found is not None, "every record has its paper: the build guarantees it"
    return made(Paper, found)


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
        return readings_page([row for row in rows if claim is None or row["claim"] == claim.value], quantity, first)

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
        return paper_of(base_of(info), self.row)

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
        return readings_page(base_of(info).by("reading", "owner_id", self.row["id"]), None, first)


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
        return readings_page(rows, quantity, first, after)

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
