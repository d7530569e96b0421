"""Filters as SQL conditions. What an argument says is checked here; values are always parameters, never text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from kb.graph.declare import Column, Connection, Entity, Listed, One
from kb.graph.ranges import FilterError, span, threshold
from schema.vocabulary import THINGS

if TYPE_CHECKING:
    from kb.graph.store import Store

__all__ = ["CONDITIONS_AT", "Conditions", "SqlWhere", "plain", "snake"]

Sql = tuple[str, list[Any]]
OWN_CLAIMS = ("measured", "setting", "derived")
"""Claims that a filter means when it names none: never other people's numbers, designs or theory."""
COMPARISONS = {"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
DEEPEST = 8


def snake(name: str) -> str:
    """``ionicConductivity`` as the catalogue spells it."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


CONDITIONS_AT: dict[str, str] = {}
"""The GraphQL name of each quantity that can be a condition, to its name."""


def plain(value: Any) -> Any:
    """An enum's member as the base keeps it."""
    if isinstance(value, Enum):
        return getattr(value.value, "value", value.value)
    return value


class Conditions:
    """The conditions that a filter on numbers sets, as SQL on ``subject_value`` under an alias."""

    def __init__(self, store: Store, quantity: str, asked: Mapping[str, Any]) -> None:
        self.store, self.quantity, self.asked = store, quantity, asked
        self.surely = plain(asked.get("match") or "surely") == "surely"

    def on(self, alias: str) -> Sql:
        """The conditions on one row, its quantity among them."""
        parts: list[str] = [f"{alias}.quantity = ?"]
        values: list[Any] = [self.quantity]
        for name, bound in self.asked.items():
            if name in ("gt", "gte", "lt", "lte") and bound is not None:
                parts.append(self._end(alias, name))
                values.append(threshold(self.quantity, bound))
        claims = [plain(one) for one in self.asked.get("claim") or OWN_CLAIMS]
        parts.append(f"{alias}.claim IN ({', '.join('?' * len(claims))})")
        values += claims
        for name, text in (self.asked.get("at") or {}).items():
            if text is not None:
                sql, more = self._at(alias, CONDITIONS_AT[name], text)
                parts.append(sql)
                values += more
        return " AND ".join(parts), values

    def _end(self, alias: str, name: str) -> str:
        low, high = f"{alias}.lo", f"{alias}.hi"
        above = name.startswith("g")
        end = (low if above else high) if self.surely else (high if above else low)
        sql = f"{end} {COMPARISONS[name]} ?"
        return sql if self.surely else f"({end} IS NULL OR {sql})"  # an open end may be anything

    def _at(self, alias: str, quantity: str, text: str) -> Sql:
        low, high = span(quantity, text)
        if quantity == "temperature":
            start, stop = f"{alias}.temperature_lo", f"{alias}.temperature_hi"
            return self._within(start, stop), [low, high]
        inner = self._within("c.lo", "c.hi")
        return (
            f"EXISTS (SELECT 1 FROM condition c WHERE c.experiment_id = {alias}.owner_id AND c.quantity = ? AND {inner})",
            [quantity, low, high],
        )

    def _within(self, start: str, stop: str) -> str:
        if self.surely:
            return f"{start} >= ? AND {stop} <= ?"
        return f"({stop} IS NULL OR {stop} >= ?) AND ({start} IS NULL OR {start} <= ?)"


class SqlWhere:
    """A filter of one entity as SQL on a table under an alias."""

    def __init__(self, store: Store, entities: Mapping[str, Entity]) -> None:
        self.store, self.entities = store, entities
        self.aliases = 0

    def of(self, entity: Entity, asked: Mapping[str, Any] | None, alias: str, depth: int = 0) -> Sql:
        """The condition, and its parameters; an empty filter holds always."""
        if depth > DEEPEST:
            raise FilterError("where", f"is nested more than {DEEPEST} deep", "ask for less at once")
        parts: list[str] = []
        values: list[Any] = []
        for name, value in (asked or {}).items():
            if value is None:
                continue
            sql, more = self._one(entity, name, value, alias, depth)
            if sql:
                parts.append(sql)
                values += more
        return " AND ".join(parts) or "1 = 1", values

    def _one(self, entity: Entity, name: str, value: Any, alias: str, depth: int) -> Sql:
        if name in ("and", "or"):
            inner = [self.of(entity, one, alias, depth + 1) for one in value]
            joined = f" {name.upper()} ".join(f"({sql})" for sql, _ in inner) or ("1 = 1" if name == "and" else "1 = 0")
            return f"({joined})", [one for _, more in inner for one in more]
        if name == "not":
            sql, more = self.of(entity, value, alias, depth + 1)
            return f"({sql}) IS NOT TRUE", more  # where nothing stands, too: a filter and its opposite make up all
        special: dict[str, Callable[[], Sql]] = {
            "text": lambda: self._text(entity, value, alias),
            "has": lambda: self._has(value, alias),
            "elements": lambda: self._elements(value, alias),
            "reducedFormula": lambda: self._compare(f"{alias}.reduced_formula", value),
            "chemicalSystem": lambda: self._compare(f"{alias}.chemical_system", value),
        }
        if name in special and name not in entity.by_name:
            return special[name]()
        member = entity.by_name[name]
        if isinstance(member, Column):
            return self._compare(f"{alias}.{member.columns[0]}", value)
        if isinstance(member, One):
            return self._exists(
                self.entities[member.entity], f"{{0}}.{member.remote} = {alias}.{member.key}", value, depth
            )
        if isinstance(member, Listed) and member.through:
            table, here, there = member.through
            link = self._alias()
            joins = f"{{0}}.id = {link}.{there} AND {link}.{here} = {alias}.{member.local}"
            return self._exists(self.entities[member.entity], joins, value, depth, f', "{table}" {link}')
        if isinstance(member, (Listed, Connection)):
            return self._exists(
                self.entities[member.entity], f"{{0}}.{member.remote} = {alias}.{member.local}", value, depth
            )
        raise AssertionError(name)  # pragma: no cover - filters are made from these members

    def _alias(self) -> str:
        self.aliases += 1
        return f"x{self.aliases}"

    def _exists(self, entity: Entity, joins: str, value: Any, depth: int, more_tables: str = "") -> Sql:
        alias = self._alias()
        sql, values = self.of(entity, value, alias, depth + 1)
        return (
            f'EXISTS (SELECT 1 FROM "{entity.table}" {alias}{more_tables} WHERE {joins.format(alias)} AND {sql})',
            values,
        )

    def _compare(self, column: str, asked: Any) -> Sql:
        if not isinstance(asked, Mapping):  # a plain boolean
            return f"{column} = ?", [asked]
        parts: list[str] = []
        values: list[Any] = []
        for name, given in asked.items():
            if given is None:
                continue
            value: Any = [plain(one) for one in given] if isinstance(given, list) else plain(given)
            if name in COMPARISONS:
                parts.append(f"{column} {COMPARISONS[name]} ?")
                values.append(value)
            elif name in ("in", "notIn"):
                inside = self.store.among(column)
                parts.append(inside if name == "in" else f"NOT ({inside})")
                values.append(self.store.keys(value))
            elif name == "startsWith":
                text = f"{column}{self.store.by_code}"
                parts.append(f"{text} >= ? AND {text} < ?")
                values += [value, value + "\U0010ffff"]
            elif name == "isNull":
                parts.append(f"{column} IS {'' if value else 'NOT '}NULL")
        return " AND ".join(parts) or "1 = 1", values

    def _has(self, asked: Mapping[str, Any], alias: str) -> Sql:
        parts, values = [], []
        for name, conditions in asked.items():
            if conditions is None:
                continue
            inner = self._alias()
            sql, more = Conditions(self.store, snake(name), conditions).on(inner)
            parts.append(
                f"EXISTS (SELECT 1 FROM subject_value {inner} WHERE {inner}.subject_id = {alias}.id AND {sql})"
            )
            values += more
        return " AND ".join(parts) or "1 = 1", values

    def _elements(self, asked: Mapping[str, Any], alias: str) -> Sql:
        parts: list[str] = []
        values: list[Any] = []
        inside = f"SELECT 1 FROM material_element m WHERE m.material_id = {alias}.id"
        for one in asked.get("allOf") or ():
            parts.append(f"EXISTS ({inside} AND m.element = ?)")
            values.append(one)
        for name, sql in (
            ("anyOf", "EXISTS ({} AND {})"),
            ("noneOf", "NOT EXISTS ({} AND {})"),
            ("only", "NOT EXISTS ({} AND NOT {})"),
        ):
            if asked.get(name) is not None:
                parts.append(sql.format(inside, self.store.among("m.element")))
                values.append(self.store.keys(asked[name]))
        if asked.get("only") is not None:
            parts.append(f"EXISTS ({inside})")  # a formula that isn't understood has no elements to be only these
        return " AND ".join(parts) or "1 = 1", values

    def _text(self, entity: Entity, words: str, alias: str) -> Sql:
        wanted = [word for word in "".join(c if c.isalnum() else " " for c in words).split() if word]
        if not wanted:
            raise FilterError("text", f"{words!r} has no word in it", "give a word to look for")
        if self.store.sqlite:
            match = " ".join(f'"{word}"' for word in wanted)
            return f"{alias}.id IN (SELECT record_id FROM search WHERE search MATCH ? AND kind = ?)", [
                match,
                entity.table,
            ]
        return (
            f"{alias}.id IN (SELECT record_id FROM search WHERE words_vector @@ plainto_tsquery('simple', ?) AND kind = ?)",
            [" ".join(wanted), entity.table],
        )


HAVE_NUMBERS = THINGS
"""Kinds of record that numbers are about."""
