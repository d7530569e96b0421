"""The numbers of the graph: readings, conditions, experiments, statements, and what is computed from them."""

from __future__ import annotations

from kb.graph.declare import Arg, Call, Column, Connection, Embed, Entity, Listed, One, Polymorphic, text
from kb.graph.entities import PAPER, enumerated
from kb.graph.told import told_checks, told_derived
from kb.graph.values import in_unit
from kb.graph.vocabulary import QuantityName
from schema import vocabulary as v

__all__ = ["DATA"]

UNIT = Arg("unit", "String", "The unit to answer in; without one the catalogue's.")
SHOWN = {"lo": "{4}", "mid": "{5}", "hi": "{6}", "unit": "UNIT[{0}]"}
VALUE_COLUMNS = ("quantity", "lo", "mid", "hi", "value_lo", "value_mid", "value_hi")


def _in_unit(arguments: dict[str, object], *columns: object) -> dict[str, object]:
    return in_unit(arguments, *columns[:4])  # type: ignore[arg-type]


def value(name: str, doc: str, kind: str = "Interval!", absent: str = "") -> Embed:
    """An interval in the catalogue's unit or another of the same dimension."""
    columns = (*VALUE_COLUMNS, "qualifier") if absent else VALUE_COLUMNS
    return Embed(name, kind, doc, columns, SHOWN, absent, (UNIT,), _in_unit)


QUANTITY = enumerated("quantity", QuantityName, "Which quantity it is.")

READING = Entity("Reading", "reading", "readings", "One number as a paper prints it, with its place and its words.", (
    *text("""
        id: ID!  Its id, the same after each rebuild.
        label: String!  Of what, when a record has several of one quantity; else empty.
        printed: String!  The number as printed.
        as_read: String  What was meant, when the print is a misprint.
        reason: String  Why it is read so.
        qualifier: String!  What the print says of its number: =, ~, >, <, a range, plus or minus.
        unit: String!  The unit as printed.
        where<place>: String!  Where in the paper: section, figure, table.
        quote: String!  The words it stands in, at most 240 characters.
        citation: String  Whose number it is, when it is quoted.
        ambiguity: String  What else the text may mean.
        or_reads: String  The number, read in that other way.
        note: String  What the curator noted.
        checked_by: String!  Who compared it with the paper.
        owner_id: ID!  The id of the record, experiment, step, layer or constituent that owns it.
        owner_kind: String!  What kind of record that is.
        subject_id: ID!  The id of the record that it is about.
        subject_kind: String!  What kind of record that is.
        repeats: ID  The reading whose statement this one repeats.
    """),
    QUANTITY,
    enumerated("how", v.How, "How the number was obtained from the paper."),
    enumerated("claim", v.Claim, "What kind of claim it is."),
    value("value", "Its interval in the catalogue's unit or in another of the same dimension."),
    Polymorphic("subject", "The record that it is about.", "subject_id", "subject_kind"),
    One("experiment", "Experiment", "The experiment that it stands in, if any.", "owner_id", null=True),
    Listed("conditions", "Condition", "The conditions of that experiment.", "experiment_id", local="owner_id"),
    Listed("checks", "Check", "The verdicts on it.", "output_id"),
    Listed("usedIn", "Check", "The verdicts that used it as an input.", "source_id", through=("verdict_input", "source_id", "check_id")),
    PAPER,
))  # fmt: skip

CONDITION = Entity("Condition", "condition", "conditions", "A condition of an experiment: stated, not stated or not applicable.", (
    *text("""
        id: ID!  Its id.
        label: String!  Of what, when there are several; else empty.
        printed: String  The condition as printed; null where it is not.
        where<place>: String  Where in the paper.
        quote: String  The words it stands in.
        experiment_id: ID!  The id of the experiment.
    """),
    QUANTITY,
    enumerated("state", v.ConditionState, "Whether the paper states it."),
    value("value", "Its interval; null where it is not stated.", "Interval", "{7} is None"),
    One("experiment", "Experiment", "The experiment.", "experiment_id"),
    PAPER,
))  # fmt: skip

EXPERIMENT = Entity("Experiment", "experiment", "experiments", "What was measured, on what, how, under which conditions.", (
    *text("""
        id: ID!  Its id.
        title: String  What the curator calls it.
        subject_id: ID!  The id of the record that it was made on.
        subject_kind: String!  What kind of record that is.
        cell_id: ID  The id of the cell in which it was made.
        series_id: ID  The experiment whose series it is a point of.
        note: String  What the curator noted.
    """),
    enumerated("method", v.Method, "How it was measured."),
    Polymorphic("subject", "The record that it was made on.", "subject_id", "subject_kind"),
    One("cell", "Cell", "The cell in which it was made, if any.", "cell_id", null=True),
    Listed("conditions", "Condition", "Its conditions.", "experiment_id"),
    Connection("readings", "Reading", "The readings in it.", "owner_id"),
    PAPER,
))  # fmt: skip

STEP = Entity("ProcessStep", "process_step", "processSteps", "A step of making a record.", (
    *text("""
        id: ID!  Its id.
        position: Int!  Its place in the order.
        title: String  What the curator calls it.
        gas: String  The gas.
        note: String  What the curator noted.
        of_id: ID!  The id of what is made.
    """),
    enumerated("method", v.StepMethod, "How it is done."),
    Polymorphic("of", "What is made.", "of_id", "of_kind"),
    Connection("readings", "Reading", "Its parameters.", "owner_id"),
    PAPER,
))  # fmt: skip

CONSTITUENT = Entity("Constituent", "constituent", "constituents", "A material in an electrolyte or electrode, its role and share.", (
    *text("""
        id: ID!  Its id.
        note: String  What the curator noted.
    """),
    enumerated("role", v.Role, "What it is there for."),
    One("material", "Material", "The material.", "material_id"),
    Polymorphic("whole", "What it is a part of.", "whole_id", "whole_kind"),
    Connection("readings", "Reading", "Its shares.", "owner_id"),
    PAPER,
))  # fmt: skip

LAYER = Entity("Layer", "layer", "layers", "One layer of a cell's stack.", (
    *text("""
        id: ID!  Its id.
        position: Int!  Its place, from the first current collector on.
        note: String  What the curator noted.
        of_id: ID!  The id of what it is.
        of_kind: String!  What kind of record that is.
    """),
    enumerated("role", v.LayerRole, "What it does in the cell."),
    Polymorphic("of", "What it is: a material, electrolyte, coating or electrode.", "of_id", "of_kind"),
    One("cell", "Cell", "The cell.", "cell_id"),
    Connection("readings", "Reading", "What is said of it in this cell alone.", "owner_id"),
    PAPER,
))  # fmt: skip

STATEMENT = Entity("Statement", "statement", "statements", "What a paper says about its numbers.", (
    *text("""
        id: ID!  Its id.
        printed: String  The number in it, as printed.
        where<place>: String!  Where in the paper.
        quote: String!  The words.
        ambiguity: String  What else the text may mean.
        note: String  What the curator noted.
    """),
    enumerated("says", v.Relation, "How it relates its numbers."),
    One("subject", "Reading", "The number that it is about.", "subject_id", null=True),
    Listed("references", "Reading", "The numbers that it compares with.", "statement_id", through=("statement_reference", "statement_id", "reading_id")),
    Listed("checks", "Check", "The verdicts on it.", "output_id"),
    PAPER,
))  # fmt: skip

CONTRAST = Entity("Contrast", "contrast", "contrasts", "A control and a treatment within one paper, and what differs.", (
    *text("""
        id: ID!  Its id.
        differs: String!  What differs.
        where<place>: String  Where in the paper.
        quote: String  The words.
        control_id: ID!  The id of the control.
        treatment_id: ID!  The id of the treatment.
    """),
    Polymorphic("control", "The control.", "control_id", ""),
    Polymorphic("treatment", "The treatment.", "treatment_id", ""),
    Listed("pairs", "ContrastPair", "The readings that can be compared.", "contrast_id", ("position", "id")),
    PAPER,
))  # fmt: skip

PAIR = Entity("ContrastPair", "contrast_pair", "contrastPairs", "Two readings of a contrast that can be compared.", (
    *text("""
        id: ID!  Its id.
    """),
    One("control", "Reading", "The control's.", "control_reading_id"),
    One("treatment", "Reading", "The treatment's.", "treatment_reading_id"),
), is_node=False)  # fmt: skip

MISPRINT = Entity("Misprint", "misprint", "misprints", "What cannot be meant as printed.", (
    *text("""
        id: ID!  Its id.
        printed: String!  As printed.
        as_read: String!  As it must have been meant.
        reason: String!  Why that cannot be meant.
        where<place>: String!  Where in the paper.
        quote: String!  The words.
        from_extraction: String!  Whether it may come from the extraction of the text and not from the paper.
    """),
    enumerated("issue", v.Issue, "What is wrong."),
    enumerated("strength", v.Strength, "How sure that is."),
    PAPER,
))  # fmt: skip

CHECK = Entity("Check", "verdict", "checks", "Whether a set of printed numbers can all be true together.", (
    *text("""
        id: ID!  Its id: the number that is judged, and the formula.
        formula: String!  The formula by name.
        quantity: String!  The quantity that is judged; empty where a statement is.
        context_id: ID!  The record whose readings were put together.
        output_id: ID!  The reading or statement that is judged against the others.
        reported: String!  What the paper prints.
        gap: Float  How far printed and computed are apart at least; null unless they are.
        gap_kind: String  Whether the gap is a factor, or a difference in the unit.
        only_as: String  Under which convention or reading alone the numbers are consistent.
        missing: String!  What is missing to test it, separated by commas; empty when it could be tested.
        unit: String!  The unit of the computed interval; empty for a factor.
    """),
    enumerated("verdict", v.Verdict, "The verdict."),
    enumerated("strength", v.Strength, "Of an inconsistency: how sure it is.", null=True),
    Embed("computed", "Interval", "What the other numbers give, worst case over their printed digits; null where it could not be tested.",
          ("verdict", "value_lo", "value_mid", "value_hi", "unit"), {"lo": "{1}", "mid": "{2}", "hi": "{3}", "unit": "{4}"},
          "{0} == 'untestable'"),
    Call("told", "String!", "The whole story: claim, formula, inputs with quotes, gap, conventions tried.", told_checks),
    Listed("inputs", "CheckInput", "What it was computed from.", "check_id", ("position", "id")),
    Listed("ways", "CheckWay", "The conventions that were tried.", "check_id"),
    One("output", "Reading", "The reading that is judged; null when a statement is.", "output_id", null=True),
    One("statement", "Statement", "The statement that is judged; null when a reading is.", "output_id", null=True),
    PAPER,
))  # fmt: skip

INPUT = Entity("CheckInput", "verdict_input", "checkInputs", "What a check used.", (
    *text("""
        id: ID!  Its id.
        parameter: String!  The formula's name for it.
        printed: String  The number as it was printed; null for a derived value.
        source_id: ID!  The id of the reading, condition or reference value.
        source_kind: String!  Whether it is a reading, condition, reference, composition or given.
    """),
    One("reading", "Reading", "The reading, when it is one.", "source_id", null=True),
), is_node=False)  # fmt: skip

WAY = Entity("CheckWay", "verdict_way", "checkWays", "One convention that was tried for a check, or could not be.", (
    *text("""
        id: ID!  Its id.
        formula: String!  The formula by name.
        words: String!  The convention in words.
        missing: String!  What is missing to try it; empty when it could be.
        gap: Float  How far printed and computed are apart by it; null unless they are.
        gap_kind: String  Whether the gap is a factor, or a difference.
    """),
    enumerated("verdict", v.Verdict, "What this convention alone says."),
    Column("counts", "Boolean!", "Whether the paper leaves it open, or states it.", ("counts",), "bool({0})"),
), is_node=False)  # fmt: skip

DERIVED = Entity("DerivedValue", "derived", "derivedValues", "A value that follows from printed numbers and was not printed.", (
    *text("""
        id: ID!  Its id.
        formula: String!  The formula by name.
        convention: String  The convention in words, where there are several.
        claim: String!  measured, or design or theory where an input is.
        context_id: ID!  The record or experiment that it is of.
    """),
    QUANTITY,
    value("value", "Its interval: worst case over the printed digits of its inputs."),
    Call("told", "String!", "The whole story: formula and inputs with their quotes.", told_derived),
    Listed("inputs", "DerivedInput", "What it was computed from.", "derived_id", ("position", "id")),
    PAPER,
))  # fmt: skip

DERIVED_INPUT = Entity(
    "DerivedInput",
    "derived_input",
    "derivedInputs",
    "What a derived value was computed from.",
    INPUT.members,
    is_node=False,
)

QUANTITY_TYPE = Entity("Quantity", "quantity", "quantities", "One quantity of the catalogue.", (
    *text("""
        name: String!  Its name, basis included.
        unit: String!  Its unit; empty for a pure number.
        owners: String!  What kinds of record it is a property of, separated by commas.
        low: Float!  The lowest plausible value.
        high: Float!  The highest plausible value.
        symbol: String!  Its symbol; may be empty.
        doc: String!  What it is.
        emmo_iri: String!  Its IRI in the EMMO ontology; may be empty.
    """),
    Column("exact", "Boolean!", "Whether it is a setting that carries no rounding.", ("exact",), "bool({0})"),
), key="name", is_node=False)  # fmt: skip

FORMULA = Entity("Formula", "formula", "formulas", "One formula that checks and derives.", (
    *text("""
        name: String!  Its name.
        gives: String!  The quantity that it gives.
        inputs: String!  What it needs, separated by commas.
        convention: String  Its convention in words, where there are several.
        family: String!  Its topic.
        allowance: Float!  The model's own relative error; 0 for a definition.
        source: String!  Where it comes from.
        says: String!  What it says, in a sentence.
    """),
), key="name", is_node=False)  # fmt: skip

DATA = (
    READING, CONDITION, EXPERIMENT, STEP, CONSTITUENT, LAYER, STATEMENT, CONTRAST, PAIR, MISPRINT, CHECK, INPUT, WAY, DERIVED,
    DERIVED_INPUT, QUANTITY_TYPE, FORMULA,
)  # fmt: skip
