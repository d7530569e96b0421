"""What the database holds: one SQLModel table a kind of record. Everything here is built from the seeds, never edited.

SQLModel tables don't validate; the seed models do. Numbers are in coherent SI; the views show catalogue units.
Open ends and missing middles are NULL.
"""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel

__all__ = [
    "TABLES",
    "Alias",
    "Build",
    "Cell",
    "Check",
    "CheckInput",
    "CheckWay",
    "Coating",
    "CoatingMaterial",
    "Condition",
    "ConstantRow",
    "Constituent",
    "Contrast",
    "ContrastPair",
    "Derived",
    "DerivedInput",
    "Electrode",
    "Electrolyte",
    "Experiment",
    "FormulaRow",
    "Layer",
    "Material",
    "MaterialElement",
    "Misprint",
    "NodeRow",
    "Paper",
    "ProcessStep",
    "QuantityRow",
    "ReadingRow",
    "ReferenceMaterialRow",
    "ReferenceReadingRow",
    "StatementReference",
    "StatementRow",
    "SubjectValue",
]  # fmt: skip


class _Row(SQLModel):
    id: str = Field(primary_key=True)


class _OfPaper(_Row):
    paper_id: str = Field(index=True, foreign_key="paper.id")


class _Thing(_OfPaper):
    slug: str
    written: str | None = None
    note: str | None = None
    citation: str | None = None


class Build(SQLModel, table=True):
    """One row: what this base was built from."""

    id: int = Field(primary_key=True)
    build: str
    version: str
    schema_version: int


class QuantityRow(SQLModel, table=True):
    """The catalogue."""

    __tablename__ = "quantity"
    name: str = Field(primary_key=True)
    unit: str
    owners: str
    low: float
    high: float
    exact: bool
    symbol: str
    doc: str
    emmo_iri: str
    si_factor: float
    si_offset: float


class ConstantRow(SQLModel, table=True):
    """Constants of nature."""

    __tablename__ = "constant"
    name: str = Field(primary_key=True)
    unit: str
    value: float
    source: str
    doc: str


class FormulaRow(SQLModel, table=True):
    """Every formula that checks and derives: what it gives, from what, and its source."""

    __tablename__ = "formula"
    name: str = Field(primary_key=True)
    gives: str
    inputs: str
    convention: str | None
    family: str
    allowance: float
    source: str
    says: str


class Paper(_Row, table=True):
    """A paper."""

    doi: str
    title: str
    authors: str
    journal: str
    year: int | None = None
    volume: str | None = None
    article: str | None = None
    licence: str
    source: str
    curators: str
    checked_by: str
    review_note: str | None = None


class Material(_Thing, table=True):
    """A substance."""

    formula: str | None = None
    name: str | None = None
    family: str
    phase: str | None = None
    space_group: str | None = None
    parse_state: str
    parse_reason: str
    reduced_formula: str | None = None
    chemical_system: str
    anonymous_formula: str | None = None
    elements: str = Field(description="JSON object: element to amount per formula unit")
    molar_mass: float | None = Field(default=None, description="kg/mol")


class Electrolyte(_Thing, table=True):
    """An electrolyte."""

    kind: str
    family: str
    form: str


class Coating(_Thing, table=True):
    """A coating, interlayer or surface treatment, or its bare control."""

    on_id: str | None = None
    bare: bool
    method: str | None = None


class CoatingMaterial(_OfPaper, table=True):
    """Which materials a coating is made of, in order."""

    __tablename__ = "coating_material"
    coating_id: str = Field(index=True, foreign_key="coating.id")
    material_id: str = Field(foreign_key="material.id")
    position: int


class Electrode(_Thing, table=True):
    """An electrode."""

    polarity: str
    collector_id: str | None = None


class Cell(_Thing, table=True):
    """A cell."""

    kind: str
    format: str


class Layer(_OfPaper, table=True):
    """One layer of a cell's stack, counted from the first current collector."""

    cell_id: str = Field(index=True, foreign_key="cell.id")
    position: int
    role: str
    of_id: str
    of_kind: str
    note: str | None = None


class Constituent(_OfPaper, table=True):
    """A material in an electrolyte or electrode."""

    whole_id: str = Field(index=True)
    whole_kind: str
    material_id: str = Field(foreign_key="material.id")
    role: str
    note: str | None = None


class ProcessStep(_OfPaper, table=True):
    """One step of making a record."""

    __tablename__ = "process_step"
    of_id: str = Field(index=True)
    of_kind: str
    position: int
    method: str
    title: str | None = None
    gas: str | None = None
    note: str | None = None


class Experiment(_OfPaper, table=True):
    """What was measured on a record, how."""

    subject_id: str = Field(index=True)
    subject_kind: str
    cell_id: str | None = None
    method: str
    title: str | None = None
    series_id: str | None = Field(default=None, index=True)
    conventions: str = Field(description="JSON object of conventions that the paper states")
    note: str | None = None


class Condition(_OfPaper, table=True):
    """A condition of an experiment: stated, not stated or not applicable."""

    experiment_id: str = Field(index=True, foreign_key="experiment.id")
    quantity: str = Field(foreign_key="quantity.name")
    label: str = ""
    state: str
    printed: str | None = None
    qualifier: str | None = None
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    unit: str | None = None
    value_lo: float | None = Field(default=None, description="in the catalogue's unit, as are the next two")
    value_mid: float | None = None
    value_hi: float | None = None
    place: str | None = None
    quote: str | None = None


class ReadingRow(_OfPaper, table=True):
    """One number as a paper prints it."""

    __tablename__ = "reading"
    owner_id: str = Field(index=True)
    owner_kind: str
    subject_id: str = Field(index=True)
    subject_kind: str
    quantity: str = Field(index=True, foreign_key="quantity.name")
    label: str = ""
    printed: str
    as_read: str | None = None
    reason: str | None = None
    qualifier: str
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    unit: str
    place: str
    quote: str
    how: str
    claim: str = Field(index=True)
    citation: str | None = None
    ambiguity: str | None = None
    or_reads: str | None = Field(default=None, description="the number, read in the other way")
    or_lo: float | None = None
    or_hi: float | None = None
    note: str | None = None
    checked_by: str
    repeats: str | None = Field(default=None, description="the reading whose statement this one repeats")
    value_lo: float | None = Field(default=None, description="in the catalogue's unit, as are the next two")
    value_mid: float | None = None
    value_hi: float | None = None


class StatementRow(_OfPaper, table=True):
    """What a paper says about its numbers."""

    __tablename__ = "statement"
    says: str
    printed: str | None = None
    qualifier: str | None = None
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    subject_id: str
    place: str
    quote: str
    ambiguity: str | None = None
    note: str | None = None


class StatementReference(_OfPaper, table=True):
    """The readings that a statement compares its subject with."""

    __tablename__ = "statement_reference"
    statement_id: str = Field(index=True, foreign_key="statement.id")
    reading_id: str
    position: int


class Contrast(_OfPaper, table=True):
    """A control and a treatment within a paper."""

    control_id: str
    treatment_id: str
    differs: str
    place: str | None = None
    quote: str | None = None


class ContrastPair(_OfPaper, table=True):
    """Two readings of a contrast that can be compared."""

    __tablename__ = "contrast_pair"
    contrast_id: str = Field(index=True, foreign_key="contrast.id")
    control_reading_id: str
    treatment_reading_id: str
    position: int


class Misprint(_OfPaper, table=True):
    """What cannot be meant as printed."""

    issue: str
    printed: str
    as_read: str
    reason: str
    place: str
    quote: str
    strength: str
    from_extraction: str


class ReferenceMaterialRow(_Row, table=True):
    """A material of the reference data."""

    __tablename__ = "reference_material"
    formula: str
    name: str
    reduced_formula: str | None = None


class ReferenceReadingRow(_Row, table=True):
    """A value that papers don't print and checks need, with its source."""

    __tablename__ = "reference_reading"
    material_id: str = Field(index=True, foreign_key="reference_material.id")
    quantity: str = Field(foreign_key="quantity.name")
    printed: str
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    unit: str
    source: str
    note: str | None = None


class Check(_OfPaper, table=True):
    """Whether a set of readings can all be true together."""

    __tablename__ = "verdict"
    verdict: str = Field(index=True)
    formula: str
    quantity: str
    context_id: str = Field(description="the record whose readings were put together")
    subject_id: str = Field(index=True, description="the record that this is about")
    output_id: str = Field(index=True, description="the reading or statement that is judged against the others")
    reported: str
    reported_lo: float | None = None
    reported_hi: float | None = None
    computed_lo: float | None = None
    computed_mid: float | None = None
    computed_hi: float | None = None
    gap: float | None = None
    gap_kind: str | None = Field(default=None, description="factor, or difference in the unit")
    unit: str = Field(description="unit in which a person reads the computed values; stored in SI")
    si_factor: float
    si_offset: float
    value_lo: float | None = Field(default=None, description="in the catalogue's unit, as are the next two")
    value_mid: float | None = None
    value_hi: float | None = None
    only_as: str | None = None
    strength: str | None = Field(default=None, description="of an inconsistency: certain or likely")
    missing: str


class CheckWay(_OfPaper, table=True):
    """One convention that was tried for a check, or could not be."""

    __tablename__ = "verdict_way"
    check_id: str = Field(index=True, foreign_key="verdict.id")
    formula: str
    words: str
    verdict: str = Field(description="what this convention alone says")
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    gap: float | None = None
    gap_kind: str | None = None
    missing: str
    counts: bool = Field(description="whether the paper leaves it open, or states it")


class CheckInput(_OfPaper, table=True):
    """The readings, conditions and reference values that a check used."""

    __tablename__ = "verdict_input"
    check_id: str = Field(index=True, foreign_key="verdict.id")
    parameter: str
    source_id: str = Field(index=True)
    source_kind: str
    position: int
    quantity: str
    printed: str | None = Field(default=None, description="the input as it was printed; null for a derived value")
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None


class Derived(_OfPaper, table=True):
    """A value that follows from printed ones; never printed itself."""

    quantity: str = Field(index=True)
    context_id: str = Field(index=True)
    subject_id: str = Field(index=True, description="the record that this is about")
    formula: str
    convention: str | None = None
    claim: str = Field(description="measured, or design or theory where an input is")
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    value_lo: float | None = Field(default=None, description="in the catalogue's unit, as are the next two")
    value_mid: float | None = None
    value_hi: float | None = None


class DerivedInput(_OfPaper, table=True):
    """What a derived value was computed from."""

    __tablename__ = "derived_input"
    derived_id: str = Field(index=True, foreign_key="derived.id")
    parameter: str
    source_id: str = Field(index=True)
    source_kind: str
    position: int
    quantity: str
    printed: str | None = Field(default=None, description="the input as it was printed; null for a derived value")
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None


class NodeRow(_Row, table=True):
    """What kind of record an id is, so that any can be found by it."""

    __tablename__ = "node"
    kind: str
    paper_id: str | None = None


class Alias(_Row, table=True):
    """An id that a record once had, and the one that it has now."""

    now: str


class MaterialElement(SQLModel, table=True):
    """The elements of each material, to be searched by."""

    __tablename__ = "material_element"
    material_id: str = Field(primary_key=True)
    element: str = Field(primary_key=True, index=True)
    amount: float
    fraction: float


_CONDITIONS = ("temperature_lo", "temperature_hi", "claim", "lo", "hi", "id")
"""What filters on numbers look at, so that an index answers alone."""


class SubjectValue(_Row, table=True):
    """Each first print of a number by what it is about and where it was measured: what filters and orders look into."""

    __tablename__ = "subject_value"
    __table_args__ = (
        Index("subject_value_by_size", "kind", "quantity", "sort_key", "subject_id", *_CONDITIONS),
        Index("subject_value_by_family", "kind", "quantity", "family", "sort_key", "subject_id", *_CONDITIONS),
        Index("subject_value_by_subject", "subject_id", "quantity", "sort_key", *_CONDITIONS),
    )
    paper_id: str
    kind: str
    subject_id: str
    owner_id: str
    quantity: str
    family: str
    claim: str
    lo: float | None = None
    mid: float | None = None
    hi: float | None = None
    sort_key: float = Field(description="the middle, or of a limit its end")
    temperature_lo: float | None = None
    temperature_hi: float | None = None


TABLES: dict[str, type[SQLModel]] = {
    str(model.__tablename__): model
    for model in (
        Build, QuantityRow, ConstantRow, FormulaRow, Paper, Material, Electrolyte, Coating, CoatingMaterial,
        Electrode, Cell, Layer, Constituent, ProcessStep, Experiment, Condition, ReadingRow, StatementRow,
        StatementReference, Contrast, ContrastPair, Misprint, ReferenceMaterialRow, ReferenceReadingRow, Check,
        CheckInput, CheckWay, Derived, DerivedInput, NodeRow, Alias, MaterialElement, SubjectValue,
    )
}  # fmt: skip
