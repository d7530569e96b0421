"""What a drawn question gives to its arguments: values of the input types, nulls, and variables in their place."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_list_type,
)

from questions.pool import SYMBOLS, UNITS, WORDS, Pool

__all__ = ["Giving"]

MOST_RECORDS = 400
KINDS = {"cell": "cell", "paper": "paper", "papers": "paper", "experiment": "experiment"}
"""Arguments that are ids of one kind of record."""


class _Name(str):
    """The name of an enum's member, written without quotes."""

    __slots__ = ()


class _Variable(str):
    """A variable, written as it is."""

    __slots__ = ()


class Giving:
    """Draws arguments, and collects the variables that they need."""

    def __init__(self, schema: GraphQLSchema, pool: Pool, chance: Random) -> None:
        self.schema, self.pool, self.chance = schema, pool, chance
        self.declared: list[str] = []
        self.variables: dict[str, Any] = {}

    def often(self, share: float) -> bool:
        """Whether something that comes up in this share of the cases does now."""
        return self.chance.random() < share

    def arguments(self, name: str, made: GraphQLField, depth: int, many: int) -> tuple[str, int]:
        """The arguments as text, and how many records the field may bring."""
        given: dict[str, Any] = {}
        entity = next((one for one in self.pool.entities.values() if one.name == get_named_type(made.type).name.removesuffix("Connection")), None)  # fmt: skip
        table = entity.table if entity else self.facet_table(name)
        size = 1
        if "first" in made.args:
            size = self.chance.choice((1, 2, 3, 5))
            if many * 60 < MOST_RECORDS and self.often(0.3):
                size = 60
                given |= {} if self.often(0.6) else {"first": None if self.often(0.5) else size}
            else:
                given["first"] = size if self.often(0.99) else self.chance.choice((0, -1, 501))
        elif is_list_type(getattr(made.type, "of_type", made.type)):
            size = 5
        for key, argument in made.args.items():
            if key in ("first", "after"):
                continue
            required = isinstance(argument.type, GraphQLNonNull)
            if required or self.often(0.35 if depth < 3 else 0.15):
                given[key] = self.given(argument.type, (table, key, name), 0)
        if "after" in made.args and entity and self.often(0.12):
            order = given.get("orderBy") if isinstance(given.get("orderBy"), list) else None
            if given.get("orderBy") is None or (order and all(isinstance(one, dict) for one in order)):
                given["after"] = self.pool.place(self.chance, entity.table, entity.key, order)
        written = [f"{key}: {self.placed(value, made.args[key])}" for key, value in given.items()]
        return f"({', '.join(written)})" if written else "", size

    def facet_table(self, name: str) -> str:
        found = self.schema.query_type.fields.get(name.removesuffix("Facets")) if self.schema.query_type else None  # type: ignore[union-attr]
        one = self.pool.entities.get(get_named_type(found.type).name) if found else None
        return one.table if one else ""

    def placed(self, value: Any, argument: GraphQLArgument) -> str:
        """A value as text; sometimes it, or a part of it, is given by a variable."""
        return _written(self.with_variables(value, argument.type))

    def with_variables(self, value: Any, kind: Any) -> Any:
        if self.often(0.08):
            return self.variable(value, kind)
        inner = getattr(kind, "of_type", kind) if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(value, dict) and isinstance(inner, GraphQLInputObjectType):
            return {key: self.with_variables(one, inner.fields[key].type) for key, one in value.items()}
        if isinstance(value, list) and isinstance(inner, GraphQLList):
            return [self.with_variables(one, inner.of_type) for one in value]
        return value

    def variable(self, value: Any, kind: Any) -> Any:
        name = f"v{len(self.declared)}"
        required = isinstance(kind, GraphQLNonNull)
        default = ""
        if not required and self.often(0.2):
            default = f" = {_written(value)}"
        self.declared.append(f"${name}: {kind}{default}")
        if required or self.often(0.85):
            self.variables[name] = value
        return _Variable(f"${name}")

    def given(self, kind: Any, about: tuple[str, str, str], depth: int) -> Any:
        """A value of an input type; ``about`` is the table, the argument or column, and what stands around it."""
        if isinstance(kind, GraphQLNonNull):
            return self.present(kind.of_type, about, depth)
        return None if self.often(0.06) else self.present(kind, about, depth)

    def present(self, kind: Any, about: tuple[str, str, str], depth: int) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.present(kind.of_type, about, depth)
        if isinstance(kind, GraphQLList):
            count = self.chance.choice((0, 1, 1, 1, 2, 3))
            count = max(1, count) if about[1] in ("orderBy", "or", "and", "ids") else count
            made = [
                self.given(kind.of_type, about, depth)
                for _ in range(1 if about[1] == "orderBy" and self.often(0.8) else count)
            ]
            return made[0] if len(made) == 1 and made[0] is not None and self.often(0.1) else made
        if isinstance(kind, GraphQLEnumType):
            return _Name(self.chance.choice(list(kind.values)))
        if isinstance(kind, GraphQLInputObjectType):
            return self.object(kind, about, depth)
        return self.scalar(kind.name, about)

    def object(self, kind: GraphQLInputObjectType, about: tuple[str, str, str], depth: int) -> dict[str, Any]:
        table, column, _ = about
        if kind.name.endswith("Order"):
            return self.order(kind, about)
        made: dict[str, Any] = {}
        count = self.chance.choice((0, 1, 1, 1, 2)) if depth < 4 else 1
        names = list(kind.fields)
        if depth >= 3:
            names = [one for one in names if not (get_named_type(kind.fields[one].type).name.endswith("Filter") and get_named_type(kind.fields[one].type).name.removesuffix("Filter") in self.pool.entities)] or names  # fmt: skip
        needed = [key for key, one in kind.fields.items() if isinstance(one.type, GraphQLNonNull)]
        for key in dict.fromkeys([*needed, *self.chance.sample(names, min(count, len(names)))]):
            target = get_named_type(kind.fields[key].type)
            entity = self.pool.entities.get(target.name.removesuffix("Filter"))
            if kind.name == "NumbersFilter":
                inner = (table, key, "number")
            elif kind.name == "ConditionRanges":
                inner = (table, key, "ConditionRanges")
            elif kind.name in ("QuantityRange", "ElementsFilter"):
                inner = (table, key if key in ("at", "claim", "match") else column, kind.name)
            elif kind.name == "NamedText":
                inner = (table, key, kind.name)
            elif entity is not None and key not in ("and", "or", "not"):
                inner = (entity.table, key, "")
            elif isinstance(target, GraphQLInputObjectType) or key == "text":
                inner = (table, key, "")
            else:
                inner = (table, column, "compare" if column not in ("where", "and", "or", "not") else key)
            made[key] = self.given(kind.fields[key].type, inner, depth + 1)
        return made

    def order(self, kind: GraphQLInputObjectType, about: tuple[str, str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if "quantity" in kind.fields and self.often(0.25):
            made["quantity"] = self.present(kind.fields["quantity"].type, about, 0)
            if self.often(0.3):
                made["at"] = self.given(kind.fields["at"].type, about, 2)
        elif self.often(0.99):
            made["by"] = self.present(kind.fields["by"].type, about, 0)
        if self.often(0.6):
            made["direction"] = self.given(kind.fields["direction"].type, about, 0)
        return made

    def scalar(self, kind: str, about: tuple[str, str, str]) -> Any:
        table, name, around = about
        chance = self.chance
        if kind == "Boolean":
            return self.often(0.5)
        if around == "QuantityRange":
            return self.pool.number(chance, self.pool.quantity(name))
        if around == "ConditionRanges":
            return self.pool.condition(chance, name)
        if around == "ElementsFilter":
            return chance.choice(SYMBOLS)
        if kind in ("Int", "Float"):
            value = self.pool.value(chance, table, _snake(name))
            value = (
                value
                if isinstance(value, (int, float)) and not isinstance(value, bool)
                else chance.choice((0, 1, 3, 2020, 2024))
            )
            return int(value) if kind == "Int" else value
        if name == "unit":
            return chance.choice(UNITS) if self.often(0.15) else ""
        if name in KINDS and around not in self.pool.entities and not around.startswith("compare"):
            return self.pool.id(chance, KINDS[name])
        if name == "temperature":
            return chance.choice(("25 degC", "60 degC", "300 K", "zzz")) if self.often(0.9) else ""
        if around == "NamedText":
            return chance.choice(
                ("negative_thickness", "average_voltage", "temperature")
                if name == "name"
                else ("20 um", "3.7 V", "60 degC")
            )
        if name == "text":
            return chance.choice(WORDS)
        if name == "name":
            return self.pool.value(chance, table, "name") or "nothing"
        if kind == "ID" and name in ("id", "ids") and not around.startswith("compare"):
            return self.pool.id(chance, "" if around in ("node", "nodes") else table)
        if around == "compare":
            value = self.pool.value(chance, table, _snake(name))
            return str(value) if value is not None else chance.choice(WORDS)
        return chance.choice(WORDS)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _written(value: Any) -> str:
    """A value as GraphQL writes it."""
    if isinstance(value, (_Name, _Variable)):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
