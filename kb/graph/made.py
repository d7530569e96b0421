"""The graph made once: the Strawberry schema, its declarations, and the fields of Query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from kb.graph.entities import THINGS
from kb.graph.entities_data import DATA
from kb.graph.facets import facets
from kb.graph.page import PageError
from kb.graph.plain import PLAIN
from kb.graph.plan import Known
from kb.graph.roots import Root, roots_of
from kb.graph.types import Types, arguments_of
from kb.graph.words import WORDS
from schema.errors import KbError

__all__ = ["Graph", "few", "graph_schema", "sdl"]

MOST_NODES = 100


@dataclass
class Graph:
    """The schema and the declarations that it is made of."""

    schema: strawberry.Schema
    known: Known
    roots: Mapping[str, Root]


class _Schema(strawberry.Schema):
    """Errors are part of the answer; only what nobody foresaw goes to the log."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Log what is neither a refusal nor the asker's mistake."""
        unforeseen = [
            one for one in errors if one.original_error and not isinstance(one.original_error, (KbError, GraphQLError))
        ]
        if unforeseen:
            super().process_errors(unforeseen, execution_context)


_graph: list[Graph] = []


def graph_schema() -> Graph:
    """The graph, made once."""
    if not _graph:
        _graph.append(_made())
    return _graph[0]


def sdl() -> str:
    """The schema in the schema definition language."""
    return graph_schema().schema.as_str() + "\n"


def _made() -> Graph:
    from kb.graph.calls import CALL_TYPES, CALLS

    entities = {one.name: one for one in (*THINGS, *DATA)}
    by_table = {one.table: one for one in entities.values()}
    plain = {**PLAIN, **{one.name: one for one in CALL_TYPES}}
    known = Known(entities, by_table, plain)
    types = Types(entities, plain)
    roots = roots_of(tuple(entities.values()), CALLS)
    members = {one.name: _root_field(types, one) for one in roots}
    query = strawberry.type(type("Query", (), members), name="Query", description="What the base can be asked.")
    more = [*types.classes.values(), types.node, types.thing]
    schema = _Schema(query, types=more, config=StrawberryConfig(auto_camel_case=False))
    _described(schema)
    return Graph(schema, known, {one.name: one for one in roots})


def _described(schema: strawberry.Schema) -> None:
    """Give each enum's member its words."""
    from graphql import GraphQLEnumType

    for kind in schema._schema.type_map.values():
        if isinstance(kind, GraphQLEnumType) and not kind.name.startswith("__"):
            for name, value in kind.values.items():
                value.description = value.description or WORDS[kind.name][name]


def _root_field(types: Types, root: Root) -> Any:
    if root.how == "page":
        assert root.entity is not None
        entity = root.entity
        return types.resolved(
            types.annotation(root.type), root.doc, lambda _, info: info.context["loaders"].all(entity, arguments_of(info)), types.paging(entity)
        )  # fmt: skip
    args = types.facet_arguments(root.entity) if root.how == "facets" and root.entity else root.args
    return types.resolved(types.annotation(root.type), root.doc, _resolver(root), args)


def _resolver(root: Root) -> Any:
    if root.how == "call":
        assert root.call is not None
        call = root.call
        return lambda _, info: call(info.context["base"], arguments_of(info))

    if root.how == "facets":
        entity = root.entity
        assert entity is not None
        return lambda _, info: facets(info.context["loaders"].fetch, entity, arguments_of(info))

    async def one(_: Any, info: Any) -> Any:
        assert root.entity is not None
        return await info.context["loaders"].by_id(
            root.entity, root.entity.key, next(iter(arguments_of(info).values()))
        )

    async def node(_: Any, info: Any) -> Any:
        return await info.context["loaders"].any("", info.context["base"].now_called(arguments_of(info)["id"]))

    async def nodes(_: Any, info: Any) -> Any:
        ids = few(arguments_of(info)["ids"])
        return [await info.context["loaders"].any("", info.context["base"].now_called(one)) for one in ids]

    return {"one": one, "node": node, "nodes": nodes}[root.how]


def few(ids: Sequence[str]) -> Sequence[str]:
    """The ids, unless there are too many; raises :class:`~kb.graph.page.PageError`."""
    if len(ids) > MOST_NODES:
        raise PageError(f"ids: {len(ids)}", f"at most {MOST_NODES} records can be had at once", "ask for fewer at once")
    return ids
