"""What a seed file may say: one paper, one file. Validated, unknown keys refused, JSON Schema generated from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from schema import vocabulary as v
from schema.errors import near
from schema.quantities import Q

__all__ = [
    "SLUG", "Cell", "Coating", "Constituent", "Contrast", "Dismissed", "Electrode", "Electrolyte", "Experiment", "Layer",
    "Material", "Misprint", "Paper", "ReadingEntry", "ReferenceFile", "Seed", "Series", "Statement", "Step", "json_schema",
]  # fmt: skip

SLUG = r"^[a-z0-9][A-Za-z0-9.+=-]*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]
Quote = Annotated[str, Field(min_length=3, max_length=240, description="the paper's words, to the letter")]
Where = Annotated[str, Field(min_length=3, description="abstract, Section 2.1, Table 1, Fig. 4a caption, Conclusion …")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Repeat(_Strict):
    """The same statement in another place: a reading of its own."""

    where: Where
    quote: Quote
    reads: str | None = Field(None, description="as printed there, when the print differs")
    how: v.How = v.How.TEXT
    claim: v.Claim | None = Field(
        None, description="when it is another kind of claim there: a target that was then measured"
    )
    as_read: str | None = None
    reason: str | None = None


class ReadingEntry(_Strict):
    """One number as the paper prints it, with its place and its words."""

    reads: str = Field(description="the number and its unit as printed: '1.117 mS cm−1', '~10 um', '> 99 %'")
    where: Where | None = Field(None, description="may be given once on the experiment or step")
    quote: Quote | None = Field(None, description="may be given once on the experiment or step")
    how: v.How = v.How.TEXT
    claim: v.Claim | None = Field(None, description="measured unless the experiment or step says otherwise")
    citation: str | None = Field(None, description="of a quoted value: the paper's reference, e.g. '[31] Zhang 2019'")
    as_read: str | None = Field(None, description="of a misprint: the reading that was meant; reads stays as printed")
    reason: str | None = Field(None, description="why as_read differs from reads")
    ambiguity: str | None = Field(None, description="the other way to read the text")
    or_reads: str | None = Field(None, description="the number in that other way; a check tries both")
    note: str | None = None
    checked_by: v.CheckedBy | None = None
    also: list[Repeat] = Field(default_factory=list, description="the same statement elsewhere in the paper")

    @model_validator(mode="after")
    def _complete(self) -> ReadingEntry:
        if self.claim is v.Claim.QUOTED and not self.citation:
            raise ValueError("a quoted value needs its citation: add citation: '[31] Zhang 2019'")
        if self.or_reads and not self.ambiguity:
            raise ValueError("or_reads is another way to read the text: say under ambiguity which")
        if self.as_read and not self.reason:
            raise ValueError("as_read changes a printed number: add reason")
        return self


def _short(value: Any) -> Any:
    return {"reads": value} if isinstance(value, str) else value


Readings = Annotated[dict[str, ReadingEntry], Field(default_factory=dict)]
ConditionEntry = Annotated[ReadingEntry, BeforeValidator(_short)]


class Series(_Strict):
    """A list that a sentence gives: one reading a point."""

    along: str = Field(description="the condition that changes from point to point, e.g. c_rate")
    points: str = Field(description="its values as one list: '0.1, 0.2, 0.5 C'")
    readings: dict[str, ReadingEntry] = Field(description="reads is a list as long as points: '197.4, 189.4 mAh/g'")


class Experiment(_Strict):
    """What was measured on the record it stands under, how, and under which conditions."""

    method: v.Method
    title: str | None = None
    cell: Slug | None = Field(None, description="the cell it was measured in, for an electrolyte or coating")
    at: dict[str, ConditionEntry] = Field(
        default_factory=dict, description="conditions: a printed value, 'not stated' or 'not applicable'"
    )
    conventions: dict[str, str] = Field(
        default_factory=dict, description="what the paper states of a convention, e.g. arrhenius: sigma_T"
    )
    where: Where | None = None
    quote: Quote | None = None
    claim: v.Claim | None = None
    citation: str | None = None
    note: str | None = None
    readings: Readings
    series: Series | None = None

    @field_validator("conventions")
    @classmethod
    def _known_conventions(cls, given: dict[str, str]) -> dict[str, str]:
        for group, name in given.items():
            if group not in v.CONVENTIONS:
                raise ValueError(f"no convention {group!r}: {near(group, v.CONVENTIONS) or ', '.join(v.CONVENTIONS)}")
            if name not in v.CONVENTIONS[group]:
                known = v.CONVENTIONS[group]
                raise ValueError(f"{name!r} is no {group} convention: {near(name, known) or ' or '.join(known)}")
        return given


class Step(_Strict):
    """One step of making something, with its parameters."""

    method: v.StepMethod
    title: str | None = None
    gas: str | None = None
    where: Where | None = None
    quote: Quote | None = None
    note: str | None = None
    readings: Readings


class _Owner(_Strict):
    written: str | None = Field(None, description="as the paper writes it")
    note: str | None = None
    citation: str | None = Field(None, description="when the record is somebody else's, that the paper compares with")
    readings: Readings
    experiments: dict[Slug, Experiment] = Field(default_factory=dict)


class Material(_Owner):
    """A substance: what the paper calls it, what it is made of."""

    formula: str | None = Field(None, description="as printed; 'not stated' when there is none")
    name: str | None = Field(None, description="the field's name")
    family: v.Family
    phase: str | None = None
    space_group: str | None = None
    process: dict[Slug, Step] = Field(default_factory=dict)


class Constituent(_Strict):
    """A material in an electrolyte or electrode: its role and its share, with the basis."""

    role: v.Role
    note: str | None = None
    readings: Readings


class Electrolyte(_Owner):
    """An electrolyte: of which materials, in which shape, how made."""

    kind: v.ElectrolyteKind
    family: v.Family
    form: v.ElectrolyteForm
    constituents: dict[Slug, Constituent] = Field(default_factory=dict)
    process: dict[Slug, Step] = Field(default_factory=dict)


class Coating(_Owner):
    """A coating, buffer layer, interlayer or surface treatment; a bare control is a record too."""

    on: Slug | None = Field(None, description="the material, electrode or electrolyte that it covers")
    materials: list[Slug] = Field(default_factory=list)
    bare: bool = Field(False, description="true for the uncoated control")
    method: v.StepMethod | None = None
    process: dict[Slug, Step] = Field(default_factory=dict)


class Electrode(_Owner):
    """An electrode: constituents and fractions, loading with its basis, current collector."""

    polarity: Literal["positive", "negative", "blocking", "counter"]
    constituents: dict[Slug, Constituent] = Field(default_factory=dict)
    collector: Slug | None = Field(None, description="the material of the current collector")
    process: dict[Slug, Step] = Field(default_factory=dict)


class Layer(_Strict):
    """One layer of a stack: the record it is made of, and what it is there for."""

    of: Slug = Field(description="a material, electrolyte, electrode or coating of this file")
    role: v.LayerRole
    note: str | None = None


class Cell(_Owner):
    """A cell: the ordered stack from one current collector to the other."""

    kind: v.CellKind
    format: v.CellFormat = v.CellFormat.NOT_STATED
    stack: list[Layer] = Field(min_length=1)
    process: dict[Slug, Step] = Field(default_factory=dict)


class Statement(_Strict):
    """What the paper says about its numbers, relating readings to each other."""

    says: v.Relation
    reads: str | None = Field(None, description="the number said, as printed: '≈16-fold' reads '≈16'")
    subject: str = Field(description="id of the reading it is about, without the paper's slug")
    reference: list[str] = Field(default_factory=list, description="ids of the readings that it is compared with")
    where: Where
    quote: Quote
    ambiguity: str | None = None
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_reference(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("reference"), str):
            data = {**data, "reference": [data["reference"]]}
        return data


class Contrast(_Strict):
    """A control and a treatment within the paper, and what differs."""

    control: str = Field(description="id of the control record, without the paper's slug")
    treatment: str
    differs: str = Field(description="what differs, in one sentence")
    pairs: list[tuple[str, str]] = Field(default_factory=list, description="[control reading, treatment reading] ids")
    where: Where | None = None
    quote: Quote | None = None


class Misprint(_Strict):
    """What cannot be meant as printed."""

    issue: v.Issue
    printed: str
    as_read: str
    reason: str
    where: Where
    quote: Quote
    strength: v.Strength = v.Strength.CERTAIN
    from_extraction: Literal["no", "possible", "likely"] = Field(
        "no", description="whether the text extraction, and not the paper, may have made it"
    )


class Dismissed(_Strict):
    """Numbers of the paper's text that need no reading, and why; `kb coverage` leaves them out wherever the quote stands."""

    quote: Quote
    reason: v.DismissReason
    note: str | None = None


class Review(_Strict):
    """Who checked the file, truthfully."""

    checked_by: v.CheckedBy
    note: str | None = None


class Paper(_Strict):
    """The paper itself."""

    doi: str = Field(description="as printed, or 'not stated'")
    title: str
    authors: list[str] = Field(min_length=1)
    journal: str
    year: Annotated[int, Field(ge=1900, le=2100)] | None = Field(None, description="leave out when not stated")
    volume: str | None = None
    article: str | None = None
    licence: str = Field(description="of the paper's text, as printed, or 'not stated'")
    source: str = Field(description="where these facts were found")
    curators: list[str] = Field(min_length=1)
    review: Review


class Seed(_Strict):
    """A seed file: one paper."""

    paper: Paper
    materials: dict[Slug, Material] = Field(default_factory=dict)
    electrolytes: dict[Slug, Electrolyte] = Field(default_factory=dict)
    coatings: dict[Slug, Coating] = Field(default_factory=dict)
    electrodes: dict[Slug, Electrode] = Field(default_factory=dict)
    cells: dict[Slug, Cell] = Field(default_factory=dict)
    statements: dict[Slug, Statement] = Field(default_factory=dict)
    contrasts: dict[Slug, Contrast] = Field(default_factory=dict)
    misprints: dict[Slug, Misprint] = Field(default_factory=dict)
    dismissed: list[Dismissed] = Field(default_factory=list)


class ReferenceReading(_Strict):
    """One value that papers don't print and checks need, with its own source."""

    reads: str
    source: str
    note: str | None = None


class ReferenceMaterial(_Strict):
    """A material of the reference data."""

    formula: str
    name: str
    readings: dict[str, ReferenceReading]


class ReferenceFile(_Strict):
    """``seeds/reference.yaml``: reference data, never constants in code."""

    materials: dict[Slug, ReferenceMaterial]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a seed file, with the catalogue's names offered as keys of ``readings`` and ``at``."""
    made = Seed.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    names = "|".join(quantity.name for quantity in Q)
    keys = {"pattern": rf"^({names})(\(.+\))?$"}
    offered = {
        quantity.name: {"$ref": "#/$defs/ReadingEntry", "description": f"[{quantity.unit or 'no unit'}] {quantity.doc}"}
        for quantity in Q
    }
    condition = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/ReadingEntry"}]}
    for definition in made["$defs"].values():
        for field, schema in definition.get("properties", {}).items():
            if field == "readings":
                schema.update(propertyNames=keys, properties=offered)
            elif field == "at":
                schema["additionalProperties"] = condition
                schema["propertyNames"] = keys
    return made
