"""The types of explanations, checklists, ledgers and what-ifs, which functions make from the records of one paper."""

from __future__ import annotations

from kb.graph.declare import Column, Plain, text
from schema.vocabulary import Verdict

__all__ = ["STORY_TYPES"]

VERDICT = Column("verdict", "Verdict!", "The verdict.", enum=Verdict)

EXPLANATIONS = (
    Plain("ToldInterval", "What a number may be, in figures and in words.", text("""
        lo: Float  The lowest value; null where it is open.
        mid: Float  The middle; null where there is none.
        hi: Float  The highest value; null where it is open.
        unit: String!  The unit; empty for a pure number.
        words: String!  The same in words.
    """)),
    Plain("PrintedNumber", "A number or sentence as the paper prints it.", text("""
        id: ID!  Its id.
        kind: String!  Whether it is a reading, condition, statement or reference value.
        name: String!  What it is, as one says it.
        of: String!  The record that it is about.
        printed: String!  As printed.
        means: ToldInterval  What it means; null for a sentence without a number.
        place: String!  Where in the paper.
        quote: String!  The words.
        as_read: String!  What was meant, when the print is a misprint; else empty.
        reason: String!  Why it is read so.
        ambiguity: String!  What else the text may mean; empty where it is plain.
    """)),
    Plain("FormulaTold", "A formula as it stands in an explanation.", text("""
        name: String!  Its name.
        says: String!  What it says, in a sentence.
        equation: String!  Its equation as a line of text.
        latex: String!  The same in LaTeX.
        constants: [String!]!  The constants in it, with value and source, or the limits between which they are known to lie.
        source: String!  Where it comes from.
        convention: String!  Its convention in words, where there are several; else empty.
        allowance: Float!  The model's own relative error; 0 for a definition.
    """)),
    Plain("ExplainedInput", "One input of a formula.", text("""
        parameter: String!  The formula's name for it.
        name: String!  What it is, as one says it.
        symbol: String!  Its symbol.
        latex: String!  Its symbol in LaTeX.
        id: ID!  The id of the reading, condition, reference or derived value.
        kind: String!  Whether it is a reading, condition, reference, composition, given or derived.
        of: String!  The record that it is about.
        printed: String!  As printed; empty for a derived value.
        means: ToldInterval!  The interval that was used.
        place: String!  Where in the paper.
        quote: String!  The words.
        note: String!  What else is to know of it: a misprint, or that several prints were used.
        derivation: Derivation  How a derived one follows, told the first time only.
    """)),
    Plain("Derivation", "A value that follows from printed ones and was not printed.", text("""
        id: ID!  Its id.
        name: String!  What it is, as one says it.
        of: String!  The record that it is about.
        value: ToldInterval!  Its interval.
        claim: String!  What its inputs are at the weakest: measured, design or theory.
        formula: FormulaTold!  The formula.
        inputs: [ExplainedInput!]!  What it was computed from.
        does_not_say: [String!]!  What does not follow from it.
    """)),
    Plain("Gap", "How far printed and computed are apart at least.", text("""
        size: Float!  A factor, or a difference in the unit of the computed interval.
        kind: String!  Which of the two.
        words: String!  The same in words.
    """)),
    Plain("TriedConvention", "One convention that was tried for a verdict.", (VERDICT, *text("""
        formula: String!  The formula by name.
        words: String!  The convention in words.
        equation: String!  Its equation.
        counts: Boolean!  Whether the paper leaves it open, or states it.
        computed: ToldInterval  What it gives; null where it could not be tried.
        missing: [String!]!  What it would need.
        told: String!  What it says, in a sentence.
    """))),
    Plain("MisprintNote", "A misprint that was noted where the numbers of a verdict stand.", text("""
        id: ID!  Its id.
        printed: String!  As printed.
        as_read: String!  As it was read.
        reason: String!  Why.
        place: String!  Where in the paper.
        quote: String!  The words.
        strength: String!  How sure it is.
        from_extraction: String!  Whether it may come from the extraction of the text.
    """)),
    Plain("Judgement", "A verdict with all that it rests on.", (VERDICT, *text("""
        id: ID!  The id of the check.
        paper: ID!  The id of the paper.
        strength: String!  Of an inconsistency: how sure it is; else empty.
        headline: String!  The verdict in a sentence.
        about: PrintedNumber!  The printed number or statement that is judged.
        rule: String!  What was checked, in words.
        formula: FormulaTold  The formula; null for statements, repeated prints and shares.
        inputs: [ExplainedInput!]!  What it was computed from.
        computed: ToldInterval  What the other numbers give.
        gap: Gap  How far they are apart; null unless they are.
        only_as: String!  Under which convention alone the numbers are consistent; else empty.
        tried: [TriedConvention!]!  The conventions that were tried.
        likely_because: [String!]!  Why an inconsistency is called likely and not certain.
        missing: [String!]!  What is missing to test it.
        does_not_say: [String!]!  What does not follow from it.
        misprints: [MisprintNote!]!  Misprints that were noted there.
    """))),
    Plain("Explanation", "All that is to say about one id: a verdict, a derived value, or something printed.", text("""
        id: ID!  The id that was asked for.
        kind: String!  What kind of record it is.
        printed: PrintedNumber  What the paper prints, where that was asked for.
        judged: [Judgement!]!  The verdict itself, or the verdicts on a number.
        used: [Judgement!]!  The verdicts that use a number as an input.
        derived: [Derivation!]!  The derived value itself, or the values that follow from a number.
    """)),
)  # fmt: skip

SCORE = text("""
    stated: Int!  How many items are stated.
    stated_in_part: Int!  How many in part.
    applicable: Int!  How many apply.
    share: Float  Stated over applicable, 0 to 1; null where nothing applies.
""")
CHECKLISTS = (
    Plain("ChecklistEvidence", "What states an item.", text("""
        id: ID!  Its id.
        quantity: String!  Which quantity; may be empty.
        printed: String!  As printed.
        place: String  Where in the paper.
        quote: String  The words.
        of: String!  The record or test that states it.
    """)),
    Plain("ChecklistItem", "What one record states of one item.", text("""
        item: String!  The item.
        asks: String!  What it asks for.
        state: String!  Stated, stated in part, not stated, inherited or not applicable.
        looked_for: Boolean!  Whether the curator looked and noted that it is not stated.
        reason: String!  Why it does not apply; else empty.
        lacking: [String!]!  The tests that do not state it.
        evidence: [ChecklistEvidence!]!  What states it.
        sources: [String!]!  The published checklists that ask for it.
    """)),
    Plain("ChecklistRecord", "A cell or electrolyte, and what is stated of it.", (*SCORE, *text("""
        record: ID!  Its id.
        name: String!  What people call it.
        kind: String!  What kind of record it is.
        items: [ChecklistItem!]!  The items.
    """))),
    Plain("ChecklistCount", "An item over all records of a paper.", (*SCORE, *text("""
        item: String!  The item.
        asks: String!  What it asks for.
    """))),
    Plain("LackingNumber", "A number that a paper does not print.", text("""
        quantity: String!  Which quantity.
        record: ID!  Of which record.
        name: String!  What people call that record.
    """)),
    Plain("MissingNumbers", "One number, or a pair, that would make claims checkable.", text("""
        numbers: [LackingNumber!]!  The numbers.
        claims: [ID!]!  The claims that they make checkable.
        verdicts: [ID!]!  The verdicts that lack them.
        told: String!  The same in words.
    """)),
    Plain("Checklist", "The reporting checklist of a paper.", (*SCORE, *text("""
        paper: ID!  The id of the paper.
        title: String!  Its title.
        doi: String!  Its DOI.
        records: [ChecklistRecord!]!  Its cells and electrolytes.
        least_reported: [ChecklistCount!]!  The items, the least stated first.
        missing_numbers: [MissingNumbers!]!  The numbers that would make most claims checkable, first.
        missing_pairs: [MissingNumbers!]!  The pairs, for claims that lack two.
    """))),
)  # fmt: skip

FIGURE = text("""
    of: String!  The level or layer.
    measure: String!  What is counted: specific energy, energy density, mass, thickness …
    state: String  Discharged or charged, where it matters.
    lo: Float  The lowest value, in the unit.
    mid: Float  The middle; null where limits alone are known.
    hi: Float  The highest value.
    unit: String!  The unit.
    assumed: String!  What was assumed; empty for nothing.
    missing: String!  What is missing; empty where it could be computed.
""")
LEDGERS = (
    Plain("LedgerFigure", "One figure of a level of the ledger.", FIGURE),
    Plain("LedgerLayer", "One figure of a layer.", (*FIGURE, *text("""
        record: ID  The id of the record that the layer is.
    """))),
    Plain("LedgerLack", "What a level of the ledger lacks.", text("""
        level: String!  The level.
        names: [String!]!  The numbers that are missing; none where it can be computed.
    """)),
    Plain("LedgerGiven", "A number that the ledger counts.", text("""
        name: String!  Its name, as whatIf takes it.
        input: String!  What it is in the ledger.
        claim: String  What kind of claim it is.
        id: ID!  The id of the reading, condition or reference value.
        kind: String!  Which of these it is.
        printed: String!  As printed.
        place: String  Where in the paper, or where the reference value is from.
        quote: String  The words.
    """)),
    Plain("LedgerMatch", "A claim held against one level.", text("""
        level: String!  The level.
        state: String  Discharged or charged, where it matters.
        agrees: Boolean  Whether the level reproduces the claim; null where it can't be computed.
        factor: Float  How far they are apart; null where they agree, or it can't be computed.
        missing: [String!]!  What is missing.
    """)),
    Plain("LedgerClaim", "An energy that the paper claims, held against each level.", text("""
        id: ID!  The id of the reading.
        quantity: String!  Which quantity.
        printed: String!  As printed.
        claim: String!  What kind of claim it is.
        levels: [LedgerMatch!]!  Each level, and whether it reproduces the claim.
    """)),
    Plain("Ledger", "A cell's energy per mass and volume at each level of accounting.", text("""
        cell: ID!  The id of the cell.
        experiment: ID!  The record whose capacity and voltage count.
        assembled: String!  In which state the cell is assembled.
        levels: [LedgerFigure!]!  The figures of the levels, from the inside out.
        layers: [LedgerLayer!]!  The figures of the layers.
        missing: [LedgerLack!]!  What each level lacks.
        given: [LedgerGiven!]!  The numbers that are counted.
        may_be_given: [String!]!  Every name that whatIf takes for this ledger.
        doubts: [String!]!  What makes a figure doubtful.
        notes: [String!]!  What is not counted, or counted so.
        claims: [LedgerClaim!]!  What the paper claims, against each level.
    """)),
)  # fmt: skip

WHAT_IFS = (
    Plain("Ends", "An interval in the unit beside it.", text("""
        lo: Float  The lowest value; null where it is open.
        mid: Float  The middle; null where there is none.
        hi: Float  The highest value; null where it is open.
    """)),
    Plain("ChangeMade", "A change, as it was understood.", text("""
        name: String!  The name of what is changed.
        quantity: String!  Which quantity it is.
        to: String  What it becomes; null where it is taken away.
    """)),
    Plain("WhatIfValue", "A number that differs, before and after.", text("""
        kind: String!  Whether it is derived, or of the ledger.
        name: String!  What it is.
        of: String!  Of which record, experiment or level.
        how: String!  By which formula or in which state; may be empty.
        unit: String!  The unit; empty for a pure number.
        before: Ends  Before; null where it could not be computed.
        after: Ends  After; null where it can no longer be computed.
        effect: [Float!]  After over before, or after less before: of the middles, else of both ends.
        effect_kind: String!  Whether that is a factor or a difference.
        rests_on: [String!]!  What the number after rests on.
        missing: [String!]!  What it lacks.
    """)),
    Plain("WhatIfVerdict", "A verdict that differs.", text("""
        id: ID!  The id of the check.
        quantity: String!  The quantity that is judged.
        before: String  The verdict before; null where there was none.
        after: String  The verdict after; null where the number is no longer a printed one.
        told: String!  The story after.
    """)),
    Plain("WhatIf", "What follows from changes to a cell: the differences, before and after.", text("""
        cell: ID!  The id of the cell or experiment.
        changes: [ChangeMade!]!  The changes, as they were understood.
        values: [WhatIfValue!]!  The numbers that differ.
        verdicts: [WhatIfVerdict!]!  The verdicts that differ.
    """)),
)  # fmt: skip

STORY_TYPES: tuple[Plain, ...] = (*EXPLANATIONS, *CHECKLISTS, *LEDGERS, *WHAT_IFS)
