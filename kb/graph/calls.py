"""Fields of Query that functions answer: comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kb.base import Base
from kb.comparisons import COMPARISONS, Comparison
from kb.comparisons import compare as make_table
from kb.graph.declare import Arg, Column, Plain, camel, text
from kb.graph.roots import Root
from schema.vocabulary import Provenance

__all__ = ["CALLS", "CALL_TYPES"]

CALL_TYPES: tuple[Plain, ...] = (
    Plain("ComparisonColumn", "A column of a comparison.", text("""
        name: String!  Its name.
        unit: String!  The unit of its numbers; empty for words.
        doc: String!  What stands in it.
        number: Boolean!  Whether its cells hold numbers.
    """)),
    Plain("ComparisonValue", "One cell of a comparison; a null end is open or absent.", (
        *text("""
            column: String!  The column that it stands in.
            text: String!  What is shown; empty where nothing is known.
            why: String!  Where the number comes from, in words, or what would be needed.
            lo: Float  The lowest value, in the column's unit.
            mid: Float  The middle.
            hi: Float  The highest value.
            sources: [ID!]!  Ids of the readings that it leads to.
        """),
        Column("provenance", "Provenance!", "Whether it is reported, normalised, derived or missing.", enum=Provenance),
    )),
    Plain("ComparisonLine", "One row of a comparison.", text("""
        id: ID!  The id of the record that it is about.
        label: String!  What people call it.
        paper: String!  Its paper, as one cites it.
        values: [ComparisonValue!]!  Its cells, in the order of the columns.
    """)),
    Plain("ComparisonTable", "A comparison on one stated basis.", text("""
        name: String!  Its name.
        title: String!  What it compares.
        basis: String!  The one basis on which the numbers stand.
        columns: [ComparisonColumn!]!  Its columns.
        lines: [ComparisonLine!]!  Its rows.
        notes: [String!]!  What is to be said of it.
    """)),
)  # fmt: skip


def _called(one: Comparison) -> Callable[[Base, Mapping[str, Any]], dict[str, Any]]:
    def made(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
        given = {key: value for key, value in arguments.items() if value is not None}
        names = {camel(argument.name): argument.name for argument in one.arguments}
        table = make_table(base, one.name, **{names[key]: value for key, value in given.items()}).as_dict()
        for line in table["lines"]:
            for column, value in zip(table["columns"], line["values"], strict=True):
                value["column"] = column["name"]
        return table

    return made


def _root(one: Comparison) -> Root:
    arguments = []
    for argument in one.arguments:
        choices = f" One of {', '.join(argument.choices)}." if argument.choices else ""
        default = f' "{argument.default}" when left out.' if argument.default else ""
        arguments.append(Arg(camel(argument.name), "String", argument.doc + choices + default))
    return Root(camel(one.name), "call", "ComparisonTable!", one.doc, args=tuple(arguments), call=_called(one))


CALLS: tuple[Root, ...] = tuple(_root(one) for one in COMPARISONS.values())
