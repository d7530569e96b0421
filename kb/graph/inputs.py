"""The input types of the graph: filters and orders, made from the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Optional

import strawberry

from kb.graph.bounds import MOST_BRANCHES, MOST_TEXT, MOST_VALUES
from kb.graph.declare import Column, Connection, Entity, Listed, One, camel
from kb.graph.vocabulary import ENUMS, Direction, Match, QuantityName
from kb.graph.where import CONDITIONS_AT
from kb.search import SEARCHED
from schema.quantities import Q
from schema.vocabulary import THINGS, Claim

__all__ = ["Inputs"]

RESERVED = {"and", "or", "not", "in", "from", "is"}
PLAIN = {
    "String": (str, ("eq", "ne", "in", "notIn", "startsWith", "isNull")), "ID": (strawberry.ID, ("eq", "ne", "in", "notIn", "startsWith")),
    "Int": (int, ("eq", "ne", "in", "gt", "gte", "lt", "lte", "isNull")), "Float": (float, ("eq", "gt", "gte", "lt", "lte", "isNull")),
}  # fmt: skip
MEANS = {
    "eq": "Equal to this.", "ne": "Other than this.", "in": f"One of these, {MOST_VALUES} at most.", "notIn": f"None of these, {MOST_VALUES} at most.",
    "startsWith": "Beginning with this.", "isNull": "Whether there is nothing.", "gt": "Above this.", "gte": "At least this.",
    "lt": "Below this.", "lte": "At most this.",
}  # fmt: skip


def made(name: str, doc: str, fields: Mapping[str, tuple[Any, str]]) -> Any:
    """A Strawberry input type: GraphQL name of each field to its annotation and sentence; all may be left out."""
    annotations: dict[str, Any] = {}
    members: dict[str, Any] = {}
    for key, (kind, words) in fields.items():
        own = f"{key}_" if key in RESERVED else key
        annotations[own] = Optional[kind]  # noqa: UP045 - a class made a moment ago has no | yet
        members[own] = strawberry.field(default=strawberry.UNSET, name=key, description=words)
    return strawberry.input(type(name, (), {"__annotations__": annotations, **members}), name=name, description=doc)


NAMED_TEXT = strawberry.input(
    type("NamedText", (), {
        "__annotations__": {"name": str, "value": str},
        "name": strawberry.field(description="The name."),
        "value": strawberry.field(description="The value, as text, with its unit where it is a number."),
    }),
    name="NamedText", description="A name and what it is given.",
)  # fmt: skip


class Inputs:
    """All input types, each made once."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.entities = entities
        self._made: dict[str, Any] = {}
        self._empty: dict[str, type] = {f"{name}Filter": type(f"{name}Filter", (), {}) for name in entities}
        self.conditions = self._conditions()
        self.quantities = self._quantities()
        self.named = {"ConditionRanges": self.conditions, "NamedText": NAMED_TEXT}
        for entity in entities.values():
            self._filter(entity)

    def filter(self, entity: Entity) -> Any:
        """The filter of an entity."""
        return self._empty[f"{entity.name}Filter"]

    def field(self, entity: Entity) -> Any:
        """The enum of an entity's fields that sort and group."""
        name = f"{entity.name}SortField"
        if name not in self._made:
            columns = {
                member.columns[0]: member
                for member in entity.members
                if isinstance(member, Column) and len(member.columns) == 1 and member.code == "{0}"
            }
            fields: Any = Enum(  # type: ignore[misc]
                name,
                {c.upper(): strawberry.enum_value(c, description=f"By {m.name}. {m.doc}") for c, m in columns.items()},
            )
            self._made[name] = strawberry.enum(
                fields,
                description=f"By what {entity.plural} can be sorted and grouped.",
            )
        return self._made[name]

    def order(self, entity: Entity) -> Any:
        """How a list of an entity is sorted."""
        name = f"{entity.name}Order"
        if name not in self._made:
            kind = self.field(entity)
            fields: dict[str, tuple[Any, str]] = {
                "by": (kind, "The field to sort by."),
                "direction": (Direction, "Which way; ascending when left out."),
            }
            if entity.table in THINGS:
                fields["quantity"] = (
                    QuantityName,
                    "Sort by the largest (descending) or smallest number of this quantity; records without one are left out.",
                )
                fields["at"] = (self.conditions, "Only numbers measured under these conditions.")
            self._made[name] = made(
                name, f"How a list of {entity.plural} is sorted: by a field, or by a quantity.", fields
            )
        return self._made[name]

    def _plain(self, kind: str) -> Any:
        """The filter of a scalar or enum."""
        if kind not in self._made:
            if kind in PLAIN:
                scalar, names = PLAIN[kind]
            else:
                scalar, names = ENUMS[kind], ("eq", "ne", "in", "notIn", "isNull")
            fields = {
                name: (list[scalar] if name in ("in", "notIn") else bool if name == "isNull" else scalar, MEANS[name])  # type: ignore[valid-type]
                for name in names
            }
            self._made[kind] = made(
                f"{kind}Filter" if kind != "ID" else "IdFilter",
                f"Conditions on a {kind}; all that are given hold.",
                fields,
            )
        return self._made[kind]

    def _conditions(self) -> Any:
        fields: dict[str, tuple[Any, str]] = {}
        for one in Q:
            if "experiment" in one.of and one.unit != "":
                CONDITIONS_AT[camel(one.name)] = one.name
                fields[camel(one.name)] = (str, f'A range such as "20..30 {one.unit}", or one value. {one.doc}')
        return made(
            "ConditionRanges",
            "Conditions of the experiment that a number was measured in; all that are given hold.",
            fields,
        )

    def _quantities(self) -> Any:
        bounds = {name: (str, f"{MEANS[name][:-1]}, with its unit.") for name in ("gt", "gte", "lt", "lte")}
        rest: dict[str, tuple[Any, str]] = {
            "match": (Match, "How sure it must be; surely when left out."),
            "claim": (
                list[Claim],
                "What kinds of claim count; the paper's own measured, set and derived numbers when left out.",
            ),
            "at": (self.conditions, "Under which conditions it was measured."),
        }
        range_ = made(
            "QuantityRange",
            "Conditions on a printed number; an empty one asks only that there is one.",
            {**bounds, **rest},
        )
        fields = {camel(one.name): (range_, f"[{one.unit or 'no unit'}] {one.doc}") for one in Q}
        return made(
            "NumbersFilter",
            "What numbers a record has; all that are given hold, each for some number of the record.",
            fields,
        )

    def _elements(self) -> Any:
        if "elements" not in self._made:
            names = {"allOf": "Holds all of these elements.", "anyOf": "Holds one of these at least.",
                     "noneOf": "Holds none of these.", "only": "Holds no other elements than these."}  # fmt: skip
            self._made["elements"] = made(
                "ElementsFilter",
                "Which elements a composition holds.",
                {n: (list[str], words) for n, words in names.items()},
            )
        return self._made["elements"]

    def _filter(self, entity: Entity) -> None:
        own = self._empty[f"{entity.name}Filter"]
        fields: dict[str, tuple[Any, str]] = {
            "and": (list[own], f"All of these hold, {MOST_BRANCHES} at most."), "or": (list[own], f"One of these holds at least; {MOST_BRANCHES} at most."), "not": (own, "This does not hold."),  # type: ignore[valid-type]
        }  # fmt: skip
        if entity.table in SEARCHED:
            fields["text"] = (str, f"All of these words stand in its texts; {MOST_TEXT} characters at most.")
        if entity.table in THINGS:
            fields["has"] = (self.quantities, "What numbers it has.")
        if entity.table == "material":
            fields["elements"] = (self._elements(), "Which elements its formula holds.")
            fields["reducedFormula"] = (self._plain("String"), "Its reduced formula.")
            fields["chemicalSystem"] = (
                self._plain("String"),
                "Its elements in the order of the alphabet, joined by hyphens.",
            )
        for member in entity.members:
            if isinstance(member, Column) and member.code == "{0}":
                fields[member.name] = (self._plain(member.type.rstrip("!")), member.doc)
            elif isinstance(member, Column) and member.type == "Boolean!":
                fields[member.name] = (bool, member.doc)
            elif isinstance(member, One):
                fields[member.name] = (self._empty[f"{member.entity}Filter"], f"{member.doc} It fulfils this.")
            elif isinstance(member, (Listed, Connection)):
                fields[member.name] = (
                    self._empty[f"{member.entity}Filter"],
                    f"{member.doc} One of them at least fulfils this.",
                )
        annotations = {f"{key}_" if key in RESERVED else key: Optional[kind] for key, (kind, _) in fields.items()}  # noqa: UP045
        own.__annotations__ = annotations
        for key, (_, words) in fields.items():
            setattr(
                own,
                f"{key}_" if key in RESERVED else key,
                strawberry.field(default=strawberry.UNSET, name=key, description=words),
            )
        strawberry.input(
            own, name=own.__name__, description=f"Which {entity.plural} are meant; all that is given holds."
        )
