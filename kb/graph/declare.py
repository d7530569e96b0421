"""How a type of the graph is declared: its table, its columns, its relations. Everything else is made from this.

A declaration yields the Strawberry type with its resolvers, and the plan that answers the same fields straight from
SQL; so the two cannot drift apart. ``code`` is a Python expression over the columns, written ``{0}``, ``{1}``: the
plan puts it into the function that turns rows into answers, the resolver evaluates it by itself.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

__all__ = [
    "MAX_LIST", "Arg", "Call", "Column", "Connection", "Embed", "Entity", "Listed", "Member", "One", "Plain", "Polymorphic",
    "camel", "text",
]  # fmt: skip

MAX_LIST = 500
"""The largest page."""


def camel(name: str) -> str:
    """``subject_kind`` as GraphQL spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


@dataclass(frozen=True)
class Arg:
    """An argument of a field: its GraphQL type, what it does, its default."""

    name: str
    type: str
    doc: str
    default: Any = None


@dataclass(frozen=True)
class Column:
    """A scalar that follows from columns of the row itself."""

    name: str
    type: str
    doc: str
    columns: tuple[str, ...] = ()
    code: str = "{0}"
    enum: builtins.type[Enum] | None = None


@dataclass(frozen=True)
class Embed:
    """An object that follows from columns of the row itself; ``parts`` are its fields.

    With an argument given, ``call(arguments, *columns)`` makes the object instead. It is null where ``absent`` holds.
    """

    name: str
    type: str
    doc: str
    columns: tuple[str, ...]
    parts: Mapping[str, str]
    absent: str = ""
    args: tuple[Arg, ...] = ()
    call: Callable[..., dict[str, Any] | None] | None = None


@dataclass(frozen=True)
class One:
    """The one record that a key points to."""

    name: str
    entity: str
    doc: str
    key: str
    null: bool = False
    remote: str = "id"


@dataclass(frozen=True)
class Polymorphic:
    """The one record of any kind that a key points to; the kind stands in another column."""

    name: str
    doc: str
    key: str
    kind: str
    null: bool = False


@dataclass(frozen=True)
class Listed:
    """A short list of records that point here, in a fixed order, bounded by ``first``."""

    name: str
    entity: str
    doc: str
    remote: str
    order: tuple[str, ...] = ("id",)
    local: str = "id"
    through: tuple[str, str, str] | None = None
    only: str = ""


@dataclass(frozen=True)
class Connection:
    """Pages of records that point here, filtered and sorted like those at the root."""

    name: str
    entity: str
    doc: str
    remote: str
    local: str = "id"


@dataclass(frozen=True)
class Call:
    """What a function makes of many rows at once: from the base, the rows' ids and the arguments, a value by id."""

    name: str
    type: str
    doc: str
    call: Callable[..., Mapping[Any, Any]]
    key: str = "id"
    args: tuple[Arg, ...] = ()


Member: TypeAlias = Column | Embed | One | Polymorphic | Listed | Connection | Call


@dataclass(frozen=True)
class Entity:
    """A kind of record: its type's name, its table, what it is, its members; ``search`` are columns of full text."""

    name: str
    table: str
    plural: str
    doc: str
    members: tuple[Member, ...]
    key: str = "id"
    is_node: bool = True
    by_name: Mapping[str, Member] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.members})


@dataclass(frozen=True)
class Plain:
    """A type of plain data: its fields are Columns named after the keys of a dict, or Calls on it."""

    name: str
    doc: str
    fields: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})


_LINE = re.compile(r"^(\w+)(?:<(\w+)>)?: (\S+)  (.+)$")


def text(lines: str) -> tuple[Column, ...]:
    """Columns from lines ``name: Type  What it is.``; ``name<column>`` where the column is called otherwise."""
    made = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        found = _LINE.match(line)
        if not found:
            raise ValueError(line)
        name, column, kind, doc = found.groups()
        made.append(Column(camel(name), kind, doc, (column or name,)))
    return tuple(made)
