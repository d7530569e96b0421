"""The Strawberry types, made from the declarations, with resolvers that read through the same statements."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Optional

import strawberry
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.types import Info

from kb.graph.bounds import MOST_ORDERS, bounded
from kb.graph.declare import (
    MAX_LIST,
    Arg,
    Call,
    Column,
    Connection,
    Embed,
    Entity,
    Listed,
    Member,
    One,
    Plain,
    Polymorphic,
)
from kb.graph.inputs import Inputs
from kb.graph.page import DEFAULT_PAGE
from kb.graph.plan import NAMESPACE, THING_TYPES
from kb.graph.run import LIST_SIZE
from kb.graph.vocabulary import ENUMS

__all__ = ["Types", "arguments_of"]

SCALARS: dict[str, Any] = {"String": str, "ID": strawberry.ID, "Int": int, "Float": float, "Boolean": bool}
FIRST = Arg("first", "Int", f"How many at the most, 1 to {MAX_LIST}; {LIST_SIZE} when left out.", LIST_SIZE)


def arguments_of(info: Info) -> dict[str, Any]:
    """The arguments of a field as graphql-core coerces them, by their GraphQL names."""
    raw = info._raw_info
    field = raw.parent_type.fields[raw.field_name]
    given: Any = raw.variable_values
    values = given if isinstance(given, VariableValues) else VariableValues({}, dict(given))
    arguments = get_argument_values(field, raw.field_nodes[0], values)
    bounded(arguments)
    return arguments


def _ordinary(code: str) -> Callable[..., Any]:
    """A declaration's code as a function of the columns."""
    made: Callable[..., Any] = eval(f"lambda c: {code}", dict(NAMESPACE))  # noqa: S307 - code of the declarations
    return made


class Types:
    """All object types of the graph, by name."""

    def __init__(self, entities: Mapping[str, Entity], plain: Mapping[str, Plain]) -> None:
        self.entities, self.plain = entities, plain
        self.inputs = Inputs(entities)
        self.classes: dict[str, Any] = {}
        self.node = self._interface(
            "Node",
            "Anything that has an id of its own.",
            (Column("id", "ID!", "Its id, the same after each rebuild."),),
        )
        names = [*plain, *entities, *(f"{n}Connection" for n in entities), *(f"{n}Edge" for n in entities)]
        self.thing = self._thing()
        for name in names:
            entity = entities.get(name)
            bases: tuple[Any, ...] = (
                () if entity is None or not entity.is_node else (self.thing,) if name in THING_TYPES else (self.node,)
            )
            self.classes[name] = type(name, bases, {})
        for one in plain.values():
            self._finish(
                one.name,
                one.doc,
                {member.name: self._field(member.type, member.doc, _key(member)) for member in one.fields},
            )
        for entity in entities.values():
            self._finish(entity.name, entity.doc, {m.name: self._member(m) for m in entity.members}, is_record=True)
            self._connection(entity)

    def annotation(self, kind: str) -> Any:
        """A GraphQL type as a Python annotation."""
        if not kind.endswith("!"):
            return Optional[self._required(kind)]  # noqa: UP045
        return self._required(kind[:-1])

    def _required(self, kind: str) -> Any:
        if kind.startswith("["):
            return list[self.annotation(kind[1:-1])]  # type: ignore[misc]
        if kind in ("Node", "Thing"):
            return self.node if kind == "Node" else self.thing
        return SCALARS.get(kind) or ENUMS.get(kind) or self.inputs.named.get(kind) or self.classes[kind]

    def _interface(self, name: str, doc: str, columns: tuple[Column, ...], base: Any = None) -> Any:
        members = {one.name: self._field(one.type, one.doc, _column(one)) for one in columns}
        return strawberry.interface(type(name, (base,) if base else (), members), name=name, description=doc)

    def _thing(self) -> Any:
        first = self.entities["Electrolyte"]
        columns = tuple(
            m for m in first.members if isinstance(m, Column) and m.name in ("slug", "written", "note", "citation")
        )
        return self._interface("Thing", "What every record of a substance, layer or cell has.", columns, self.node)

    def _finish(self, name: str, doc: str, members: Mapping[str, Any], *, is_record: bool = False) -> None:
        own = self.classes[name]
        own.__annotations__ = {}
        for key, member in members.items():
            setattr(own, key, member)
        if is_record:
            own.is_type_of = classmethod(lambda _cls, value, _info: getattr(value, "kind", None) == name)
        strawberry.type(own, name=name, description=doc)

    def _field(
        self, kind: str, doc: str, resolver: Callable[..., Any], args: tuple[Arg | tuple[str, Any, str], ...] = ()
    ) -> Any:
        return self.resolved(self.annotation(kind), doc, resolver, args)

    def resolved(
        self, annotation: Any, doc: str, resolver: Callable[..., Any], args: tuple[Arg | tuple[str, Any, str], ...] = ()
    ) -> Any:
        """A Strawberry field whose resolver takes ``root`` and ``info`` and reads its arguments from the latter."""

        async def awaited(root: Any, info: Info, **_: Any) -> Any:
            return await resolver(root, info)

        def called(root: Any, info: Info, **_: Any) -> Any:
            return resolver(root, info)

        made: Any = awaited if inspect.iscoroutinefunction(resolver) else called
        parameters = [inspect.Parameter("root", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Any),
                      inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)]  # fmt: skip
        for one in args:
            name, kind, words = (one.name, self.annotation(one.type), one.doc) if isinstance(one, Arg) else one
            given = strawberry.argument(description=words, name=name)
            required = not (getattr(kind, "__args__", ()) and type(None) in kind.__args__)
            default = inspect.Parameter.empty if required else strawberry.UNSET
            if isinstance(one, Arg) and one.default is not None:
                default = one.default
            own = f"{name}_" if name in ("from", "in", "is") else name
            parameters.append(
                inspect.Parameter(
                    own, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_annotated(kind, given)
                )
            )
        made.__signature__ = inspect.Signature(parameters, return_annotation=annotation)
        made.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": annotation}
        return strawberry.field(resolver=made, description=doc)

    def _member(self, member: Member) -> Any:
        if isinstance(member, Column):
            return self._field(member.type, member.doc, _column(member))
        if isinstance(member, Embed):
            return self._field(member.type, member.doc, _embed(member), member.args)
        if isinstance(member, Call):
            return self._field(member.type, member.doc, _call(member), member.args)
        if isinstance(member, One):
            kind = member.entity + ("" if member.null else "!")
            return self._field(kind, member.doc, _one(member))
        if isinstance(member, Polymorphic):
            kind = ("Thing" if member.kind else "Node") + ("" if member.null else "!")
            return self._field(kind, member.doc, _polymorphic(member))
        if isinstance(member, Listed):
            return self._field(f"[{member.entity}!]!", member.doc, _listed(member), (FIRST,))
        return self._field(
            f"{member.entity}Connection!", member.doc, _connected(member), self.paging(self.entities[member.entity])
        )

    def paging(self, entity: Entity) -> tuple[Any, ...]:
        """The arguments of a connection."""
        return (
            ("where", Optional[self.inputs.filter(entity)], "Which records are meant; all when left out."),  # noqa: UP045
            (
                "orderBy",
                self._orders(entity),
                f"How they are sorted, the first order first, {MOST_ORDERS} at most; by id when left out.",
            ),
            Arg("first", "Int", f"How many at the most, 1 to {MAX_LIST}; {DEFAULT_PAGE} when left out.", DEFAULT_PAGE),
            Arg("after", "String", "The cursor to go on after, in the same order."),
        )

    def _orders(self, entity: Entity) -> Any:
        one: Any = self.inputs.order(entity)
        return Optional[list[one]]  # noqa: UP045

    def facet_arguments(self, entity: Entity) -> tuple[Any, ...]:
        """The arguments of facets."""
        return (
            ("where", Optional[self.inputs.filter(entity)], "Which records are meant; all when left out."),  # noqa: UP045
            ("by", self.inputs.field(entity), "The field whose values make the groups."),
            Arg("quantity", "QuantityName", "The quantity whose statistics are wanted."),
            ("at", Optional[self.inputs.conditions], "Only numbers measured under these conditions."),  # noqa: UP045
            Arg("first", "Int", f"How many groups at the most, 1 to {MAX_LIST}; {LIST_SIZE} when left out.", LIST_SIZE),
        )

    def _connection(self, entity: Entity) -> None:
        name = entity.name
        self._finish(f"{name}Edge", f"A record of a page of {entity.plural}, and its place.", {
            "node": self._field(f"{name}!", "The record.", lambda root, _: root["node"]),
            "cursor": self._field("String!", "Its place, to go on after.", lambda root, _: root["cursor"]),
        })  # fmt: skip
        self._finish(f"{name}Connection", f"A page of {entity.plural}.", {
            "nodes": self._field(f"[{name}!]!", "The records of the page.", lambda root, _: root["nodes"]),
            "edges": self._field(f"[{name}Edge!]!", "The records of the page with their places.", lambda root, _: root["edges"]),
            "pageInfo": self._field("PageInfo!", "Where the page stands.", lambda root, _: root["pageInfo"]),
            "totalCount": self._field("Int!", "How many records there are in all.", _total),
        })  # fmt: skip


def _annotated(kind: Any, given: Any) -> Any:
    from typing import Annotated

    return Annotated[kind, given]


def _key(member: Column) -> Callable[..., Any]:
    if member.type == "Node":
        return lambda root, info: info.context["loaders"].any("", root[member.name])
    if member.enum is not None:
        kind: Any = ENUMS[member.enum.__name__]
        return lambda root, _: None if root[member.name] is None else kind(root[member.name])
    return lambda root, _: root[member.name]


def _column(member: Column) -> Callable[..., Any]:
    columns = member.columns or (member.name,)
    code = _ordinary(member.code.format(*(f"c[{place}]" for place in range(len(columns)))))
    if member.enum is not None:
        kind: Any = member.enum
        by_name = kind.__name__ == "QuantityName"

        def named(root: Any, _: Info) -> Any:
            value = code([root[name] for name in columns])
            return None if value is None else kind[value] if by_name else kind(value)

        return named
    return lambda root, _: code([root[name] for name in columns])


def _embed(member: Embed) -> Callable[..., Any]:
    cells = [f"c[{place}]" for place in range(len(member.columns))]
    parts = {key: _ordinary(code.format(*cells)) for key, code in member.parts.items()}
    absent = _ordinary(member.absent.format(*cells)) if member.absent else lambda _: False

    def made(root: Any, info: Info) -> Any:
        row = [root[name] for name in member.columns]
        if absent(row):
            return None
        arguments = arguments_of(info) if member.args else {}
        if member.call and any(value is not None for value in arguments.values()):
            return member.call(arguments, *row)
        return {key: part(row) for key, part in parts.items()}

    return made


def _call(member: Call) -> Callable[..., Any]:
    async def made(root: Any, info: Info) -> Any:
        context = info.context
        return await context["loaders"].called(context["base"], member, arguments_of(info), root[member.key])

    return made


def _one(member: One) -> Callable[..., Any]:
    async def made(root: Any, info: Info) -> Any:
        return await info.context["loaders"].one(member, root[member.key])

    return made


def _polymorphic(member: Polymorphic) -> Callable[..., Any]:
    async def made(root: Any, info: Info) -> Any:
        return await info.context["loaders"].any(root[member.kind] if member.kind else "", root[member.key])

    return made


def _listed(member: Listed) -> Callable[..., Any]:
    async def made(root: Any, info: Info) -> Any:
        return await info.context["loaders"].listed(member, arguments_of(info), root[member.local])

    return made


def _connected(member: Connection) -> Callable[..., Any]:
    async def made(root: Any, info: Info) -> Any:
        return await info.context["loaders"].connected(member, arguments_of(info), root[member.local])

    return made


async def _total(root: Any, _: Info) -> Any:
    return await root["totalCount"]()
