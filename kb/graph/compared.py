"""Comparisons in the graph: from each declaration a typed field, and one field that answers any of them in general."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

import strawberry

from kb.base import Base
from kb.comparisons import COMPARISONS, Argument, Comparison
from kb.comparisons import compare as make_table
from kb.graph.declare import MAX_LIST, Arg, Column, Plain, camel, text
from kb.graph.page import DEFAULT_PAGE, PageError, size_of
from kb.graph.roots import Root
from kb.graph.vocabulary import ENUMS
from kb.graph.where import CONDITIONS_AT
from kb.table import Table
from schema.vocabulary import Provenance

__all__ = ["COMPARED", "COMPARED_TYPES", "plain_value"]

PROVENANCE = Column(
    "provenance", "Provenance!", "Whether it is reported, normalised, derived or missing.", enum=Provenance
)
CONTRADICTED = text("""
    contradicted: Boolean!  Whether a check contradicts the printed number, or one that it rests on.
    contradicted_by: [ID!]!  The ids of those checks; explanation(id:) tells them.
""")
SAID = text("""
    text: String!  What is shown: the number as printed, or as computed; empty where nothing is known.
    why: String!  Where it comes from, in words; of a missing one, what would be needed.
""")
ENDS = text("""
    lo: Float  The lowest value, in the unit; null where it is open or absent.
    mid: Float  The middle; null where there is none.
    hi: Float  The highest value; null where it is open or absent.
    unit: String!  The unit; empty for a pure number.
""")
SOURCES = text("""
    sources: [ComparedSource!]!  The printed numbers that it leads to.
""")
LINE = text("""
    id: ID!  The id of the line: that of the record where each has one line. It is what after takes.
    label: String!  What people call it.
    paper: String!  Its paper, as one cites it.
    about: ID!  The id of the record that it is about; of a line about a group, its own.
    record: Node  That record; null where a line is about a group.
""")
TABLE = text("""
    name: String!  The name of the comparison.
    title: String!  What it compares.
    basis: String!  The one basis on which the numbers stand.
    notes: [String!]!  What is to be said of it.
    columns: [ComparisonColumn!]!  Its columns.
    total_count: Int!  How many lines there are in all.
    page_info: PageInfo!  Where the page of lines stands; its cursors are the ids of lines.
""")

GENERAL = (
    Plain("ComparedSource", "A printed number that a cell of a comparison comes from.", text("""
        id: ID!  The id of the reading, condition or reference value.
        printed: String!  The number as printed.
        where: String!  Where in the paper, or where the reference value is from.
        quote: String!  The words it stands in; empty where none were kept.
        record: Node  The record itself.
    """)),
    Plain("ComparedNumber", "A cell of a comparison that holds a number.", (*SAID, PROVENANCE, *ENDS, *SOURCES, *CONTRADICTED)),
    Plain("ComparedText", "A cell of a comparison that holds words.", (*SAID, PROVENANCE, *SOURCES, *CONTRADICTED)),
    Plain("ComparisonColumn", "A column of a comparison.", text("""
        name: String!  Its name.
        unit: String!  The unit of its numbers; empty for words, for pure numbers, and where the lines differ.
        doc: String!  What stands in it.
        number: Boolean!  Whether its cells hold numbers.
    """)),
    Plain("ComparisonValue", "A cell of any comparison; without a number, its ends are null.", (
        *text("""
            column: String!  The column that it stands in.
        """), *SAID, PROVENANCE, *ENDS, *SOURCES, *CONTRADICTED,
    )),
    Plain("ComparisonLine", "A row of any comparison.", (*LINE, *text("""
        values: [ComparisonValue!]!  Its cells, in the order of the columns.
    """))),
    Plain("ComparisonTable", "Any comparison, on one stated basis.", (*TABLE, *text("""
        lines: [ComparisonLine!]!  Its rows.
    """))),
    Plain("ComparisonArgument", "What a comparison can be told.", text("""
        name: String!  Its name.
        doc: String!  What it does.
        default: String!  What holds when it is left out; empty for nothing.
        required: Boolean!  Whether it has to be given.
        choices: [String!]!  What can be chosen; empty for free text.
    """)),
    Plain("ComparisonDeclaration", "A comparison that can be asked for.", text("""
        name: String!  Its name, as comparison(name:) and the command line take it.
        field: String!  The field of Query that answers it with types of its own.
        doc: String!  What it answers.
        arguments: [ComparisonArgument!]!  What it can be told.
        columns: [ComparisonColumn!]!  Its columns; none where they follow from the arguments.
    """)),
)  # fmt: skip
FIRST = Arg("first", "Int", f"How many lines at the most, 1 to {MAX_LIST}; {DEFAULT_PAGE} when left out.", DEFAULT_PAGE)
AFTER = Arg("after", "ID", "The id of the line to go on after.")
FOUND_IN = ("reading", "condition", "reference_reading", "statement")


def plain_value(value: Any) -> Any:
    """An argument without GraphQL's wrappings."""
    if isinstance(value, Enum):
        return getattr(value.value, "value", value.value)
    return [plain_value(one) for one in value] if isinstance(value, list) else value


def _source(base: Base, record: str) -> dict[str, Any]:
    row = next((found for table in FOUND_IN if (found := base.one(table, record))), None) or {}
    printed, place = row.get("printed") or base.name(record), row.get("place") or row.get("source") or ""
    return {"id": record, "printed": printed, "where": place, "quote": row.get("quote") or "", "record": record}


def _page(base: Base, table: Table, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A table as plain data, with the lines of one page."""
    first, after, start = size_of(arguments), arguments.get("after"), 0
    if after is not None:
        places = [place for place, line in enumerate(table.lines) if line.id == after]
        if not places:
            raise PageError(f"after: {after[:60]!r}", "is the id of no line of this comparison", "take endCursor of the page before, with the same arguments")  # fmt: skip
        start = places[0] + 1
    shown = table.lines[start : start + first]
    made = Table(table.name, table.title, table.basis, table.columns, shown, table.notes).as_dict()
    for line in made["lines"]:
        line["about"] = line["record"]
        for column, value in zip(table.columns, line["values"], strict=True):
            value["column"] = column.name
            value["sources"] = [_source(base, one) for one in value["sources"]]
            value["contradictedBy"] = value.pop("contradicted_by")
            value["contradicted"] = bool(value["contradictedBy"])
    ends = (shown[0].id, shown[-1].id) if shown else (None, None)
    more = start + first < len(table.lines)
    info = {"hasNextPage": more, "hasPreviousPage": after is not None, "startCursor": ends[0], "endCursor": ends[1]}
    return made | {"totalCount": len(table.lines), "pageInfo": info}


def _called(one: Comparison) -> Callable[[Base, Mapping[str, Any]], dict[str, Any]]:
    names = {camel(argument.name): argument for argument in one.arguments}

    def made(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
        given = {
            names[key].name: _given(names[key], plain_value(value))
            for key, value in arguments.items()
            if value is not None and key in names
        }
        table = _page(base, make_table(base, one.name, **given), arguments)
        for line in table["lines"] if one.columns else ():
            line |= {camel(column.name): value for column, value in zip(one.columns, line["values"], strict=True)}
        return table

    return made


def _given(argument: Argument, value: Any) -> Any:
    if argument.kind == "conditions":
        return {CONDITIONS_AT[name]: words for name, words in value.items() if words is not None}
    return value


def _enum(one: Comparison, argument: Argument) -> type[Enum]:
    """The enum of a choice: named after comparison and argument, with the words of each member."""
    name = f"{_type_name(one)}{_upper(camel(argument.name))}"
    members = {
        key.upper().replace(" ", "_"): strawberry.enum_value(key, description=words)
        for key, words in argument.choices.items()
    }
    made: Any = Enum(name, members)  # type: ignore[misc]
    ENUMS[name] = strawberry.enum(made, description=argument.doc)
    return ENUMS[name]


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]


def _type_name(one: Comparison) -> str:
    return _upper(camel(one.name))


def _argument(one: Comparison, argument: Argument) -> Arg:
    kinds = {"text": "String", "quantity": "QuantityName", "quantities": "[QuantityName!]", "ids": "[ID!]", "conditions": "ConditionRanges"}  # fmt: skip
    name, end = camel(argument.name), "!" if argument.required else ""
    if argument.kind == "choice":
        kind = _enum(one, argument)
        chosen = next(member for member in kind if plain_value(member) == argument.default)
        return Arg(name, kind.__name__, argument.doc, chosen)
    default: Any = ENUMS["QuantityName"][argument.default] if argument.kind == "quantity" else argument.default or None
    return Arg(name, kinds[argument.kind] + end, argument.doc, default)


def _root(one: Comparison) -> Root:
    paging = () if one.of_records else (FIRST, AFTER)
    arguments = (*(_argument(one, argument) for argument in one.arguments), *paging)
    kind = f"{_type_name(one)}!" if one.columns else "ComparisonTable!"
    return Root(one.graph_name or camel(one.name), "call", kind, one.doc, args=arguments, call=_called(one))


def _types(one: Comparison) -> tuple[Plain, ...]:
    """The types of a comparison: its table, and a line with a field for each column."""
    name = _type_name(one)
    cells = tuple(
        Column(camel(column.name), "ComparedNumber!" if column.number else "ComparedText!", _told(column.unit, column.doc))
        for column in one.columns
    )  # fmt: skip
    lines = Column("lines", f"[{name}Line!]!", "Its rows, in the order of the comparison.")
    return (
        Plain(f"{name}Line", f"A row of: {one.doc}", (*LINE, *cells)),
        Plain(name, one.doc, (*TABLE, lines)),
    )


def _told(unit: str, doc: str) -> str:
    return f"[{unit}] {doc}" if unit else doc


def _comparison(base: Base, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Any comparison by its name, with arguments as text."""
    given: dict[str, list[str]] = {}
    for one in arguments.get("arguments") or ():
        given.setdefault(one["name"], []).append(one["value"])
    said = {name: values[0] if len(values) == 1 else values for name, values in given.items()}
    return _page(base, make_table(base, plain_value(arguments["name"]), **said), arguments)


def _declared(_base: Base, _arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name, "field": one.graph_name or camel(one.name), "doc": one.doc,
            "columns": [vars(column) for column in one.columns],
            "arguments": [
                {"name": a.name, "doc": a.doc, "default": a.default, "required": a.required, "choices": list(a.choices)}
                for a in one.arguments
            ],
        }
        for one in COMPARISONS.values()
    ]  # fmt: skip


NAMES: Any = Enum("ComparisonName", {one.name: strawberry.enum_value(one.name, description=one.doc) for one in COMPARISONS.values()})  # type: ignore[misc]  # fmt: skip
ENUMS["ComparisonName"] = strawberry.enum(NAMES, description="A comparison.")

COMPARED_TYPES: Sequence[Plain] = (*GENERAL, *(kind for one in COMPARISONS.values() if one.columns for kind in _types(one)))  # fmt: skip
COMPARED: Sequence[Root] = (
    *(_root(one) for one in COMPARISONS.values()),
    Root("comparison", "call", "ComparisonTable!", "Any comparison by its name, for tools that go through all of them.", args=(
        Arg("name", "ComparisonName!", "Which comparison."),
        Arg("arguments", "[NamedText!]", "Its arguments, each as text; several ids or quantities separated by commas, or each under the same name again."),
        FIRST, AFTER,
    ), call=_comparison),
    Root("comparisons", "call", "[ComparisonDeclaration!]!", "All comparisons, with what they can be told.", call=_declared),
)  # fmt: skip
