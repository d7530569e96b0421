"""The schema walked: every list has a limit, every thing its words, every argument a bound; and what may not change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    validate_schema,
)
from graphql.utilities import find_breaking_changes

from kb.graph.bounds import MOST_BRANCHES, MOST_ORDERS, MOST_TEXT, MOST_VALUES
from kb.graph.declare import MAX_LIST
from kb.graph.engine import Engine, graph_schema
from kb.graphql import sdl
from schema.errors import KbError

SCHEMA = graph_schema().schema._schema
TYPES = {name: kind for name, kind in SCHEMA.type_map.items() if not name.startswith("__")}
RELEASED = Path(__file__).resolve().parents[2] / "snapshots" / "released.graphql"
SCALARS = {"String", "ID", "Int", "Float", "Boolean"}


def _bare(kind: Any) -> Any:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def _fields() -> Iterator[tuple[str, Any, str, Any]]:
    for name, kind in TYPES.items():
        if isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType)):
            for key, one in kind.fields.items():
                yield f"{name}.{key}", kind, key, one


BY_NATURE = {
    "Connection.nodes": "the page of the connection", "Connection.edges": "the page of the connection",
    "Composition.elements": "the elements there are", "Paper.authors": "the authors of a paper", "Paper.curators": "the curators of a paper",
    "Query.nodes": "the ids that are asked for, 100 at most", "Query.comparisons": "the comparisons that are declared",
    # comparisons: their lines are a page, by the argument ``first`` of the field that makes them, or the ids that are asked for
    "lines": "the page of the comparison", "columns": "the columns of its declaration", "notes": "the notes of its declaration",
    "ComparisonLine.values": "the columns", "sources": "the readings behind one number", "contradictedBy": "the verdicts on one number",
    "ComparisonArgument.choices": "a declaration", "ComparisonDeclaration.arguments": "a declaration",
    # stories: what one formula, verdict, cell or paper has
    "FormulaTold": "one formula", "Derivation": "one derivation", "TriedConvention": "one convention", "Judgement": "one verdict",
    "Explanation": "the verdicts on one reading", "ChecklistItem": "one item of the checklist", "ChecklistRecord": "the checklist",
    "MissingNumbers": "one paper", "Checklist": "one paper", "LedgerLack": "one layer", "LedgerMatch": "one level", "LedgerClaim": "the levels",
    "Ledger": "one cell", "WhatIfValue": "one value", "WhatIf": "one cell", "WhatIfVerdict": "one cell",
}  # fmt: skip


def test_every_list_has_a_limit_or_is_bounded_by_nature() -> None:
    unbounded = []
    for where, kind, key, one in _fields():
        if not isinstance(_bare(one.type), GraphQLList) or "first" in one.args:
            continue
        names = {where, key, kind.name, "Connection." + key if kind.name.endswith("Connection") else where}
        if not names & set(BY_NATURE):
            unbounded.append(where)
    assert not unbounded, "give them an argument `first`, or say here what bounds them"


def test_what_has_a_limit_has_a_default_and_says_so() -> None:
    for where, _, _, one in _fields():
        if "first" in one.args:
            argument = one.args["first"]
            assert argument.default_value is not None, where
            assert re.search(rf"1 to {MAX_LIST}; \d+ when left out", argument.description or ""), where
        connection = get_named_type(one.type).name.endswith("Connection")
        assert connection <= {"first", "after", "where", "orderBy"}.issubset(one.args), where


def _described() -> Iterator[tuple[str, str | None]]:
    for name, kind in TYPES.items():
        if name not in SCALARS:
            yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{key}", value.description) for key, value in kind.values.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{key}", one.description) for key, one in kind.fields.items())
    for where, _, _, one in _fields():
        yield where, one.description
        yield from ((f"{where}({key})", argument.description) for key, argument in one.args.items())


def test_everything_is_described_in_a_sentence() -> None:
    wrong = [
        where for where, words in _described()
        if not words or not words.rstrip().endswith((".", "…", "?")) or len(words) < 4 or "TODO" in words or "  " in words.strip()
        or (words.strip(".").lower().replace(" ", "_") == where.rpartition(".")[2].lower() != "id" and "_" in where)
    ]  # fmt: skip
    assert not wrong


def test_names_are_spelled_as_graphql_spells_them() -> None:
    assert not validate_schema(SCHEMA)
    for name, kind in TYPES.items():
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name), name
        if isinstance(kind, GraphQLEnumType):
            lower = name in ("QuantityName", "ComparisonName")  # as the catalogue and the command line spell them
            for key in kind.values:
                assert re.fullmatch(r"[a-z][a-z0-9_]*" if lower else r"[A-Z0-9][A-Z0-9_]*", key), f"{name}.{key}"
        if isinstance(kind, GraphQLInputObjectType):
            assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", key) for key in kind.fields), name
    for where, _, key, one in _fields():
        assert re.fullmatch(r"[a-z][A-Za-z0-9]*", key), where
        assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", argument) for argument in one.args), where


def test_what_is_always_there_is_not_null() -> None:
    for where, kind, key, one in _fields():
        listed = _bare(one.type)
        if isinstance(listed, GraphQLList):
            assert isinstance(listed.of_type, GraphQLNonNull) or where == "Query.nodes", f"{where}: items may be null"
            assert isinstance(one.type, GraphQLNonNull) or key == "effect", f"{where}: an empty list says it"
        if key == "id":
            assert isinstance(one.type, GraphQLNonNull), where
        if get_named_type(one.type).name.endswith(("Connection", "Edge")) or key in (
            "pageInfo",
            "cursor",
            "totalCount",
        ):
            assert isinstance(one.type, GraphQLNonNull), where
        if kind is SCHEMA.query_type:
            single = (
                set(one.args) in ({"id"}, {"name"}) and get_named_type(one.type).name in graph_schema().known.entities
            )
            assert not (single and isinstance(one.type, GraphQLNonNull)), f"{where}: there may be none"


def test_the_query_type_is_all_there_is() -> None:
    assert SCHEMA.mutation_type is None
    assert SCHEMA.subscription_type is None


# --- bounds of arguments -------------------------------------------------------------------------------------------


def _least(kind: Any) -> Any:
    """A value that a type takes."""
    kind = _bare(kind)
    if isinstance(kind, GraphQLList):
        return [_least(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {key: _least(one.type) for key, one in kind.fields.items() if isinstance(one.type, GraphQLNonNull)}
    return {"Int": 1, "Float": 1.0, "Boolean": True}.get(kind.name, "x")


def _over(kind: Any, seen: set[str]) -> Iterator[Any]:
    """Values of a type that are over each of its bounds, those inside input types once for each type."""
    kind = _bare(kind)
    if isinstance(kind, GraphQLList):
        yield [_least(kind.of_type)] * (MOST_VALUES + 1)
        for one in _over(kind.of_type, seen):
            yield [one]
    elif isinstance(kind, GraphQLInputObjectType):
        if kind.name not in seen:
            seen.add(kind.name)
            for key, one in kind.fields.items():
                for value in _over(one.type, seen):
                    yield _least(kind) | {key: value}
    elif kind.name in ("String", "ID"):
        yield "x" * (3 * MOST_TEXT + 1)


def _asked(engine: Engine, name: str, argument: str, value: Any) -> None:
    query = SCHEMA.query_type
    assert query is not None
    args = query.fields[name].args
    given = {key: _least(one.type) for key, one in args.items() if isinstance(one.type, GraphQLNonNull)} | {
        argument: value
    }
    declared = ", ".join(f"${key}: {args[key].type}" for key in given)
    passed = ", ".join(f"{key}: ${key}" for key in given)
    prepared = engine.prepared(f"query({declared}) {{ {name}({passed}) {{ __typename }} }}")
    assert not prepared.errors
    engine._planned(prepared, given, None)


def test_every_argument_of_every_field_has_a_bound(fast: Engine) -> None:
    query = SCHEMA.query_type
    assert query is not None
    seen: set[str] = set()
    count = 0
    for name, root in query.fields.items():
        for argument, one in root.args.items():
            for value in _over(one.type, seen):
                count += 1
                with pytest.raises(KbError) as refused:
                    _asked(fast, name, argument, value)
                assert refused.value.code == "argument", (name, argument, str(value)[:100])
    assert seen == {name for name, kind in TYPES.items() if isinstance(kind, GraphQLInputObjectType)}
    assert count > 200
    others = {str(_bare(one.type)) for where, kind, _, field in _fields() for key, one in field.args.items()
              if kind is not query and key not in query.fields["readings"].args}  # fmt: skip
    assert others == {"String"}, "what else an argument below the root may be, needs a test of its bound"


def _list(item: str, count: int) -> str:
    return "[" + ", ".join([item] * count) + "]"


LONG = "x" * (MOST_TEXT + 1)
MANY = _list('"x"', 400)
SIZES = [
    (f"where: {{or: {_list('{}', MOST_BRANCHES + 1)}}}", "argument"),
    (f"where: {{and: {_list('{}', MOST_BRANCHES + 1)}}}", "argument"),
    (f"orderBy: {_list('{by: ID}', MOST_ORDERS + 1)}", "argument"),
    ("where: " + "{not: " * 10 + "{}" + "}" * 10, "filter"),
    (f"where: {{or: {_list(f'{{id: {{in: {MANY}}}}}', 4)}}}", "argument"),
    (f'where: {{text: "{LONG}"}}', "argument"),
    ("first: 501", "page"), ("first: 0", "page"), ("first: -1", "page"),
]  # fmt: skip


@pytest.mark.parametrize(("argument", "code"), SIZES, ids=range(len(SIZES)))
def test_too_much_is_refused_by_both_ways_and_at_every_depth(argument: str, code: str, error: Any) -> None:
    assert error(f"{{ readings({argument}) {{ nodes {{ id }} }} }}")["extensions"]["code"] == code
    below = error(f'{{ paper(id: "kim") {{ readings({argument}) {{ nodes {{ id }} }} }} }}')
    assert (below["extensions"]["code"], below["path"]) == (code, ["paper", "readings"])


def test_a_unit_has_a_bound_too(error: Any) -> None:
    told = error('{ readings(first: 1) { nodes { value(unit: "' + LONG + '") { lo } } } }')
    assert told["extensions"]["code"] == "argument"


WORDS = ["'; DROP TABLE paper; --", '" OR 1=1 --', "%", "_", "\\", "${x}", "{{7*7}}", "NULL", "\u202e", "\U0010ffff", "AND OR NOT NEAR(", "*", '"""', "a" * 1000]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_text_is_a_value_and_never_a_part_of_the_statement(word: str, fast: Engine) -> None:
    query = """query($w: String!, $i: ID!) { node(id: $i) { id } readings(where: {or: [{quote: {eq: $w}}, {quote: {startsWith: $w}}, {label: {in: [$w]}}, {id: {ne: $i}, note: {eq: $w}}]}) { totalCount }
        materials(where: {elements: {allOf: [$w]}}) { totalCount } papers { totalCount } }"""
    prepared = fast.prepared(query)
    assert not prepared.errors
    answer = orjson.loads(fast._planned(prepared, {"w": word, "i": word}, None) or b"")["data"]
    assert answer["node"] is None
    assert answer["readings"]["totalCount"] == answer["materials"]["totalCount"] == 0
    assert answer["papers"]["totalCount"] == 5
    found = orjson.loads(fast.run("query($w: String!) { readings(where: {text: $w}) { totalCount } }", {"w": word}))
    if "errors" in found:
        assert found["errors"][0]["extensions"]["code"] == "filter"


# --- changes -------------------------------------------------------------------------------------------------------


def test_nothing_that_was_released_is_broken() -> None:
    changes = find_breaking_changes(build_schema(RELEASED.read_text(encoding="utf-8")), build_schema(sdl()))
    told = "\n".join(f"  {one.type.name}: {one.description}" for one in changes)
    assert not changes, (
        f"this breaks what asks the released schema:\n{told}\n"
        "Keep the old beside the new, with @deprecated; or, where the break is meant, name it in CHANGELOG.md and accept it:\n"
        "  cp tests/snapshots/schema.graphql tests/snapshots/released.graphql"
    )


def test_a_break_would_be_found() -> None:
    old = build_schema(RELEASED.read_text(encoding="utf-8"))
    new = build_schema(re.sub(r"^  printed: String!$", "  printed: String", sdl(), flags=re.MULTILINE))
    assert any("Reading.printed changed type" in one.description for one in find_breaking_changes(old, new))
