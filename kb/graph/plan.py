"""A selection compiled: the columns it needs, the statements its relations take, a function that turns rows into answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, SelectionSetNode

from kb.graph import values as value_functions
from kb.graph.connection import ConnectionPlan, connection_plan
from kb.graph.declare import Call, Column, Connection, Embed, Entity, Listed, One, Plain, Polymorphic
from kb.graph.vocabulary import NAMES

if TYPE_CHECKING:
    from kb.graph.select import Selected

__all__ = ["Child", "Known", "NotPlannedError", "ObjectPlan", "planned", "projector"]

Sets = Sequence[SelectionSetNode]


class NotPlannedError(Exception):
    """A field that no plan can express: the operation is left to the ordinary executor."""


@dataclass(frozen=True)
class Known:
    """All declarations by name."""

    entities: Mapping[str, Entity]
    by_table: Mapping[str, Entity]
    plain: Mapping[str, Plain]


@dataclass
class Child:
    """A relation of a plan: the member, the field's node for its arguments, and the plan of what it leads to."""

    member: One | Polymorphic | Listed | Connection
    node: FieldNode
    plans: dict[str, ObjectPlan]
    at: int
    kind_at: int = -1
    connection: ConnectionPlan | None = None


@dataclass
class ObjectPlan:
    """Columns to select, children to load, calls whose arguments are bound at run time, and the function of the rows."""

    entity: Entity
    columns: list[str]
    children: list[Child]
    called: list[tuple[Embed | Call, FieldNode, int]]
    make: Callable[..., list[dict[str, Any]]]


def base_type(kind: str) -> str:
    """The named type of ``[Reading!]!``."""
    return kind.strip("[]!")


def projector(
    known: Known, select: Selected, kind: str, sets: Sets, linked: Callable[[Sets], int] | None = None
) -> str:
    """Python code that takes ``x``, plain data of a type, and gives what the selection asks for of it.

    Where the data name a record by its id, ``linked(selection)`` gives the number of the function that has the record.
    """
    name = base_type(kind)
    plain = known.plain.get(name)
    if plain is None:
        return "x"
    parts = []
    for key, nodes in select.fields(name, sets).items():
        asked = nodes[0].name.value
        if asked == "__typename":
            parts.append(f"{json.dumps(key)}: {json.dumps(name)}")
            continue
        member = plain.by_name.get(asked)
        if member is None:
            raise NotPlannedError(asked)
        value = f"x[{json.dumps(asked)}]"
        if member.type == "Node":
            if linked is None:
                raise NotPlannedError(asked)
            parts.append(f"{json.dumps(key)}: node{linked(select.below(nodes))}({value})")
            continue
        inner = projector(known, select, member.type, select.below(nodes), linked)
        if member.enum is not None:
            value = enum_code(member, value)
        parts.append(f"{json.dumps(key)}: {_applied(member.type, inner, value)}")
    made = "{" + ", ".join(parts) + "}"
    return _listed(kind, made)


def _listed(kind: str, made: str) -> str:
    if kind.startswith("["):
        return f"[{made} for x in x]"
    return made


def _applied(kind: str, inner: str, value: str) -> str:
    """Code that puts a value through a projection, null staying null."""
    if inner == "x":
        return value
    null = "" if kind.endswith("!") else " if x is not None else None"
    return f"[{inner}{null} for x in ({value},)][0]"


def enum_code(member: Column, value: str) -> str:
    """Code for the name of an enum's member."""
    assert member.enum is not None
    names = f"names_{member.enum.__name__}"
    if member.type.startswith("["):
        return f"[{names}[y] for y in {value}]"
    return f"{names}[{value}]" if member.type.endswith("!") else f"(None if {value} is None else {names}[{value}])"


NAMESPACE: dict[str, Any] = {f"names_{name}": names for name, names in NAMES.items()} | {
    name: getattr(value_functions, name) for name in value_functions.__all__
}


class _Writer:
    """Collects what one object's selection needs."""

    def __init__(self, known: Known, select: Selected, entity: Entity, columns: list[str]) -> None:
        self.known, self.select, self.entity, self.columns = known, select, entity, columns
        self.children: list[Child] = []
        self.called: list[tuple[Embed | Call, FieldNode, int]] = []
        self.parts: list[str] = []

    def at(self, column: str) -> int:
        """The place of a column in the rows."""
        if column not in self.columns:
            self.columns.append(column)
        return self.columns.index(column)

    def cells(self, columns: Sequence[str]) -> list[str]:
        return [f"r[{self.at(column)}]" for column in columns]

    def field(self, key: str, nodes: list[FieldNode]) -> None:
        name = nodes[0].name.value
        quoted = json.dumps(key)
        if name == "__typename":
            self.parts.append(f"{quoted}: {json.dumps(self.entity.name)}")
            return
        member = self.entity.by_name.get(name)
        if isinstance(member, Column):
            code = member.code.format(*self.cells(member.columns))
            self.parts.append(f"{quoted}: {enum_code(member, code) if member.enum else code}")
        elif isinstance(member, Embed):
            self.parts.append(f"{quoted}: {self._embed(member, nodes)}")
        elif isinstance(member, Call):
            place, at = len(self.called), self.at(member.key)
            self.called.append((member, nodes[0], at))
            inner = projector(self.known, self.select, member.type, self.select.below(nodes))
            value = f"call{place}[r[{at}]]"
            self.parts.append(f"{quoted}: {_applied(member.type, inner, value)}")
        elif isinstance(member, (One, Polymorphic, Listed, Connection)):
            self.parts.append(f"{quoted}: {self._child(member, nodes)}")
        else:
            raise NotPlannedError(name)

    def _embed(self, member: Embed, nodes: list[FieldNode]) -> str:
        with_arguments = bool(member.call and nodes[0].arguments)
        used = {int(n) for code in (*member.parts.values(), member.absent) for n in re.findall(r"\{(\d+)\}", code)}
        cells = [f"r[{self.at(c)}]" if with_arguments or n in used else "" for n, c in enumerate(member.columns)]
        plain = self.known.plain[base_type(member.type)]
        parts = []
        for key, asked in self.select.fields(plain.name, self.select.below(nodes)).items():
            name = asked[0].name.value
            if name == "__typename":
                parts.append(f"{json.dumps(key)}: {json.dumps(plain.name)}")
                continue
            field_ = plain.by_name[name]
            inner = projector(self.known, self.select, field_.type, self.select.below(asked))
            parts.append(f"{json.dumps(key)}: {_applied(field_.type, inner, member.parts[name].format(*cells))}")
        code = "{" + ", ".join(parts) + "}"
        if with_arguments:
            place = len(self.called)
            self.called.append((member, nodes[0], -1))
            inner = projector(self.known, self.select, member.type.rstrip("!"), self.select.below(nodes))
            asked_for = _applied(member.type, inner, f"call{place}({', '.join(cells)})")
            code = f"({code} if call{place} is None else {asked_for})"
        return f"(None if {member.absent.format(*cells)} else {code})" if member.absent else code

    def _child(self, member: One | Polymorphic | Listed | Connection, nodes: list[FieldNode]) -> str:
        place = len(self.children)
        below = self.select.below(nodes)
        if isinstance(member, Polymorphic):
            plans = {
                entity.table: planned(self.known, self.select, entity, below)
                for entity in self.known.by_table.values() if entity.is_node and (member.kind == "" or entity.name in THING_TYPES)
            }  # fmt: skip
            kind_at = self.at(member.kind) if member.kind else -1
            self.children.append(Child(member, nodes[0], plans, self.at(member.key), kind_at))
            return f"child{place}.get(r[{self.at(member.key)}])"
        entity = self.known.entities[member.entity]
        if isinstance(member, Connection):
            connection = connection_plan(self.known, self.select, entity, below)
            self.children.append(Child(member, nodes[0], {}, self.at(member.local), connection=connection))
            return f"child{place}[r[{self.at(member.local)}]]"
        plan = planned(self.known, self.select, entity, below)
        column = member.key if isinstance(member, One) else member.local
        self.children.append(Child(member, nodes[0], {entity.table: plan}, self.at(column)))
        empty = "" if isinstance(member, One) else ", []"
        return f"child{place}.get(r[{self.at(column)}]{empty})"


THING_TYPES = ("Material", "Electrolyte", "Coating", "Electrode", "Cell")


def planned(known: Known, select: Selected, entity: Entity, sets: Sets, columns: list[str] | None = None) -> ObjectPlan:
    """The plan of an entity's selection; raises :class:`NotPlannedError` where only the ordinary executor will do.

    ``columns``, when given, are those of other plans of the same rows; what this one needs is added to them.
    """
    writer = _Writer(known, select, entity, [] if columns is None else columns)
    for key, nodes in select.fields(entity.name, sets).items():
        writer.field(key, nodes)
    arguments = [f"child{n}" for n in range(len(writer.children))] + [f"call{n}" for n in range(len(writer.called))]
    source = f"def make({', '.join(['rows', *arguments])}):\n    return [{{{', '.join(writer.parts)}}} for r in rows]"
    scope = dict(NAMESPACE)
    exec(source, scope)  # noqa: S102 - made of declarations and of quoted response keys only
    used = writer.columns or [entity.key]
    return ObjectPlan(entity, used, writer.children, writer.called, scope["make"])
