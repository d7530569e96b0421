"""The types of plain data inside records: intervals, compositions, story lines of explanations."""

from __future__ import annotations

from kb.graph.declare import Plain, text

__all__ = ["PLAIN"]

PLAIN: dict[str, Plain] = {
    one.name: one
    for one in (
        Plain("Interval", "An interval in one unit; a null end is open, a null middle is none.", text("""
            lo: Float  The lowest value; null where it is open.
            mid: Float  The middle: the printed number itself; null where there is none.
            hi: Float  The highest value; null where it is open.
            unit: String!  The unit, empty for a pure number.
        """)),
        Plain("ElementAmount", "An element of a composition.", text("""
            element: String!  Its symbol.
            amount: Float!  Atoms in a formula unit.
            fraction: Float!  Share of all atoms of the formula unit.
        """)),
        Plain("Composition", "What is understood of a formula; the state says how far.", text("""
            formula: String  As the paper prints it.
            state: String!  How far it is understood: complete, open, series, mixture, polymer, named or unparsed.
            reason: String!  Why it is not complete; empty when it is.
            reduced_formula: String  The reduced formula.
            chemical_system: String!  The elements in the order of the alphabet, joined by hyphens.
            anonymous_formula: String  The formula with letters for elements.
            molar_mass: Float  g/mol of a formula unit.
            elements: [ElementAmount!]!  Its elements and their amounts.
        """)),
        Plain("Build", "The build of the base that answers; its id changes when any record does.", text("""
            id: ID!  The id of the build.
            version: String!  The version of the package that built it.
            papers: Int!  How many papers the base holds.
            readings: Int!  How many readings.
            checks: Int!  How many verdicts.
        """)),
        Plain("Facet", "One group of records that fulfil a filter, and what their readings of a quantity come to.", text("""
            key: String  What the records of the group have in common; null where they have nothing there.
            count: Int!  How many records.
            readings: Int!  How many readings with a middle; limits are counted apart.
            limits: Int!  How many one-sided readings, which no statistic takes in.
            minimum: Float  The smallest middle, in the unit.
            lower_quartile: Float  A quarter of the middles are below it.
            median: Float  Half of the middles are below it.
            upper_quartile: Float  Three quarters of the middles are below it.
            maximum: Float  The largest middle, in the unit.
            unit: String!  The unit of the statistics; empty without a quantity.
        """)),
        Plain("PageInfo", "Where a page stands in its list.", text("""
            has_next_page: Boolean!  Whether more records follow.
            has_previous_page: Boolean!  Whether records stand before, which is so after a cursor.
            start_cursor: String  The cursor of the first record; null on an empty page.
            end_cursor: String  The cursor of the last record, to go on after; null on an empty page.
        """)),
    )
}  # fmt: skip
