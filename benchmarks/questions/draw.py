"""Valid documents drawn from a schema: aliases, fragments, directives, variables, nulls, pages, filters with units.

Everything hangs on the seed: the same number gives the same question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from questions.given import Giving
from questions.pool import Pool

__all__ = ["Question", "drawn"]

DEEPEST = 6
ALIASES = (
    "id",
    "node",
    "nodes",
    "edges",
    "totalCount",
    "r",
    "x",
    "rows",
    "child0",
    "call0",
    "None",
    "make",
    "_",
    "value",
    "data",
)


@dataclass(frozen=True)
class Question:
    """A document, its variables, and the operation that is meant."""

    document: str
    variables: dict[str, Any]
    operation: str | None


@dataclass
class _Scope:
    """The response keys of one object of the answer, so that selections that meet there can be merged."""

    keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    below: dict[str, _Scope] = field(default_factory=dict)


def drawn(schema: GraphQLSchema, pool: Pool, seed: int, largest: int = 40) -> Question:
    """The question of a seed, with about so many fields at the most."""
    return _Drawing(schema, pool, Random(seed), largest).question()


class _Drawing(Giving):
    def __init__(self, schema: GraphQLSchema, pool: Pool, chance: Random, largest: int) -> None:
        super().__init__(schema, pool, chance)
        self.fragments: list[str] = []
        self.reusable: dict[str, list[tuple[str, int]]] = {}
        self.booleans: list[str] = []
        self.left = min(largest, chance.choice((4, 10, 20, 40)))
        self.aliased = 0

    def question(self) -> Question:
        query = self.schema.query_type
        assert query is not None
        body = self.selection(query, _Scope(), 0, 1)
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        named = bool(declared) or self.often(0.4)
        operation = f"query {'Asked' if named else ''}{declared} " if named or declared else ""
        more = " query Other { build { id } }" if named and self.often(0.1) else ""
        return Question(
            " ".join([operation + body + more, *self.fragments]), self.variables, "Asked" if more or (named and self.often(0.3)) else None
        )  # fmt: skip

    # what is selected

    def selection(self, kind: Any, scope: _Scope, depth: int, many: int) -> str:
        parts: list[str] = []
        count = self.chance.choice((1, 1, 2, 3)) if depth == 0 else self.chance.choice((1, 2, 3, 4, 6))
        count = 1 if self.left < 0 and depth > 0 else count
        for _ in range(count):
            parts.append(self.part(kind, scope, depth, many))
            if self.often(0.06):
                parts.append(parts[-1])  # the same asked for twice is answered once
        return "{ " + " ".join(parts) + " }"

    def part(self, kind: Any, scope: _Scope, depth: int, many: int) -> str:
        roll = self.chance.random()
        inner = kind
        if isinstance(kind, GraphQLInterfaceType) and roll < 0.6:
            inner = self.chance.choice([*self.schema.get_possible_types(kind), kind])
        elif isinstance(kind, GraphQLObjectType) and kind.interfaces and roll < 0.05:
            inner = self.chance.choice(kind.interfaces)
        if inner is not kind or roll > 0.93:
            condition = f" on {inner.name}" if inner is not kind or self.often(0.5) else ""
            return f"...{condition}{self.directive()} {self.selection(inner, scope, depth + (depth > 0), many)}"
        if 0.88 < roll < 0.93 and depth > 0:
            return self.spread(kind, scope, depth, many)
        return self.field(kind, scope, depth, many)

    def spread(self, kind: Any, scope: _Scope, depth: int, many: int) -> str:
        known = [name for name, least in self.reusable.get(kind.name, ()) if least >= many]
        if known and not scope.keys and self.often(0.5):
            name = self.chance.choice(known)
            scope.keys["id"] = ("", "", "")  # what else is asked for here takes other keys
            return f"...{name}{self.directive()}"
        name = f"f{len(self.fragments)}"
        place = len(self.fragments)
        self.fragments.append("")
        fresh = not scope.keys
        self.fragments[place] = f"fragment {name} on {kind.name} {self.selection(kind, scope, depth, many)}"
        if fresh:
            self.reusable.setdefault(kind.name, []).append((name, many))
        return f"...{name}{self.directive()}"

    def field(self, kind: Any, scope: _Scope, depth: int, many: int) -> str:
        self.left -= 1
        names = list(kind.fields)
        if depth >= DEEPEST or self.left < 0:
            names = [name for name in names if is_leaf_type(get_named_type(kind.fields[name].type))] or names
        name = "__typename" if self.often(0.08) else self.chance.choice(names)
        if name == "__typename" or (depth >= DEEPEST + 3 and name not in kind.fields):
            return f"{self.key(scope, '__typename', '', 'String!')}__typename{self.directive()}"
        made: GraphQLField = kind.fields[name]
        target = get_named_type(made.type)
        arguments, size = self.arguments(name, made, depth, many)
        key, prefix = self.keyed(scope, name, arguments, str(made.type))
        text = f"{prefix}{name}{arguments}{self.directive()}"
        if is_leaf_type(target):
            return text
        below = scope.below.setdefault(key, _Scope())
        return f"{text} {self.selection(target, below, depth + 1, many * size)}"

    def key(self, scope: _Scope, name: str, arguments: str, kind: str) -> str:
        return self.keyed(scope, name, arguments, kind)[1]

    def keyed(self, scope: _Scope, name: str, arguments: str, kind: str) -> tuple[str, str]:
        """The response key of a field, and its alias where it has one."""
        wanted = self.chance.choice(ALIASES) if self.often(0.12) else name
        own = (name, arguments, kind)
        if scope.keys.setdefault(wanted, own) != own:
            self.aliased += 1
            wanted = f"a{self.aliased}"
            scope.keys[wanted] = own
        return wanted, "" if wanted == name else f"{wanted}: "

    def directive(self) -> str:
        if not self.often(0.08):
            return ""
        name = self.chance.choice(("skip", "include"))
        if self.often(0.5):
            return f" @{name}(if: {self.chance.choice(('true', 'false'))})"
        if not self.booleans or self.often(0.4):
            own = f"b{len(self.booleans)}"
            self.booleans.append(own)
            default = self.often(0.3)
            self.declared.append(f"${own}: Boolean{' = ' + self.chance.choice(('true', 'false')) if default else '!'}")
            if not default or self.often(0.5):
                self.variables[own] = self.often(0.5)
            return f" @{name}(if: ${own})"
        return f" @{name}(if: ${self.chance.choice(self.booleans)})"
