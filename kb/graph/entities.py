"""The records of the graph: papers and things. Readings and what is computed stand in :mod:`kb.graph.entities_data`."""

from __future__ import annotations

from kb.graph.declare import Column, Connection, Embed, Entity, Listed, Member, One, text
from schema import vocabulary as v

__all__ = ["THINGS", "enumerated"]

PAPER = One("paper", "Paper", "The paper that it is from.", "paper_id")


def enumerated(name: str, kind: type, doc: str, column: str = "", *, null: bool = False) -> Column:
    """A column whose text is a member of an enum."""
    return Column(name, kind.__name__ + ("" if null else "!"), doc, (column or name,), enum=kind)


def _thing() -> tuple[Member, ...]:
    return (
        *text("""
            id: ID!  Its id, the same after each rebuild: paper and name.
            slug: String!  Its name within the paper.
            written: String  As the paper writes it.
            note: String  What the curator noted.
            citation: String  When it is somebody else's, that the paper compares with.
        """),
        PAPER,
        Connection("readings", "Reading", "Its readings and those of its experiments, constituents and steps.", "subject_id"),
        Connection("experiments", "Experiment", "The experiments on it.", "subject_id"),
        Listed("process", "ProcessStep", "How it was made, in order.", "of_id", ("position", "id")),
        Connection("checks", "Check", "The verdicts on its numbers.", "subject_id"),
        Connection("derived", "DerivedValue", "What follows from its printed numbers and was not printed.", "subject_id"),
    )  # fmt: skip


PAPER_TYPE = Entity("Paper", "paper", "papers", "A paper, with everything curated from it.", (
    *text("""
        id: ID!  Its id: first author and year.
        slug<id>: String!  The same as its id: what the command line calls it.
        doi: String!  Its DOI, or "not stated".
        title: String!  Its title.
        journal: String!  Its journal.
        year: Int  The year; null where the text does not state it.
        volume: String  The volume.
        article: String  The article or page number.
        licence: String!  The licence of its text.
        source: String!  Where the text came from.
        review_note: String  What is to be said of the review.
    """),
    Column("authors", "[String!]!", "Its authors.", ("authors",), "json_list({0})"),
    Column("curators", "[String!]!", "Who entered it.", ("curators",), "json_list({0})"),
    enumerated("checkedBy", v.CheckedBy, "Who compared the records with the paper.", "checked_by"),
    *(
        Connection(name, entity, f"Its {words}.", "paper_id")
        for name, entity, words in (
            ("materials", "Material", "materials"), ("electrolytes", "Electrolyte", "electrolytes"),
            ("coatings", "Coating", "coatings"), ("electrodes", "Electrode", "electrodes"), ("cells", "Cell", "cells"),
            ("experiments", "Experiment", "experiments"), ("readings", "Reading", "readings"),
            ("statements", "Statement", "statements about its numbers"), ("contrasts", "Contrast", "contrasts of a treatment with its control"),
            ("misprints", "Misprint", "misprints"), ("checks", "Check", "verdicts"), ("derived", "DerivedValue", "derived values"),
        )
    ),
))  # fmt: skip

MATERIAL = Entity("Material", "material", "materials", "A substance, as a paper writes it and as it is understood.", (
    *_thing(),
    *text("""
        name: String  What the field calls it.
        phase: String  Its phase, such as cubic or amorphous.
        space_group: String  Its space group.
    """),
    enumerated("family", v.Family, "What kind of material it is."),
    Embed("composition", "Composition!", "What is understood of its formula.",
          ("formula", "parse_state", "parse_reason", "reduced_formula", "chemical_system", "anonymous_formula", "molar_mass", "elements"),
          {"formula": "{0}", "state": "{1}", "reason": "{2}", "reducedFormula": "{3}", "chemicalSystem": "{4}",
           "anonymousFormula": "{5}", "molarMass": "per_mole({6})", "elements": "composition_elements({7})"}),
    Listed("uses", "Constituent", "Where it is a constituent of an electrolyte or electrode.", "material_id"),
    Listed("electrolytes", "Electrolyte", "The electrolytes that hold it.", "material_id", through=("constituent", "material_id", "whole_id")),
    Listed("electrodes", "Electrode", "The electrodes that hold it.", "material_id", through=("constituent", "material_id", "whole_id")),
    Listed("coatings", "Coating", "The coatings that it makes.", "material_id", through=("coating_material", "material_id", "coating_id")),
    Listed("layers", "Layer", "Where it is itself a layer of a cell.", "of_id"),
))  # fmt: skip

WHOLE: tuple[Member, ...] = (
    Listed("constituents", "Constituent", "Its materials, with their roles and shares.", "whole_id"),
    Listed("layers", "Layer", "Where it stands in the stacks of cells.", "of_id"),
    Listed("cells", "Cell", "The cells that it is a layer of.", "of_id", through=("layer", "of_id", "cell_id")),
)

ELECTROLYTE = Entity("Electrolyte", "electrolyte", "electrolytes", "An inorganic, polymer, composite or liquid electrolyte.", (
    *_thing(),
    enumerated("kind", v.ElectrolyteKind, "Of what nature it is."),
    enumerated("family", v.Family, "What kind of material it is."),
    enumerated("form", v.ElectrolyteForm, "In what shape it is used."),
    *WHOLE,
))  # fmt: skip

COATING = Entity("Coating", "coating", "coatings", "A coating, interlayer or surface treatment, or its bare control.", (
    *_thing(),
    Column("bare", "Boolean!", "Whether it is the control without a coating.", ("bare",), "bool({0})"),
    enumerated("method", v.StepMethod, "How it was made.", null=True),
    Column("onId", "ID", "The id of what it is on.", ("on_id",)),
    Listed("materials", "Material", "What it is made of.", "coating_id", through=("coating_material", "coating_id", "material_id")),
    Listed("layers", "Layer", "Where it stands in the stacks of cells.", "of_id"),
))  # fmt: skip

ELECTRODE = Entity("Electrode", "electrode", "electrodes", "An electrode.", (
    *_thing(),
    *text("""
        polarity: String!  positive or negative.
    """),
    One("collector", "Material", "Its current collector.", "collector_id", null=True),
    *WHOLE,
))  # fmt: skip

CELL = Entity("Cell", "cell", "cells", "A cell, from one current collector to the other.", (
    *_thing(),
    enumerated("kind", v.CellKind, "What it is built to measure."),
    enumerated("format", v.CellFormat, "Its housing."),
    Listed("stack", "Layer", "Its layers, from the first current collector on.", "cell_id", ("position", "id")),
    Listed("tests", "Experiment", "The experiments made in it, on whichever of its parts.", "cell_id"),
))  # fmt: skip

THINGS = (PAPER_TYPE, MATERIAL, ELECTROLYTE, COATING, ELECTRODE, CELL)
