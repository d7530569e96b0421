"""Pages: where they start, in which order, and the statement that reads them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from kb.graph.declare import MAX_LIST, Entity
from kb.graph.where import Conditions, SqlWhere, plain, snake
from schema.errors import KbError

if TYPE_CHECKING:
    from kb.graph.store import Store

__all__ = ["DEFAULT_PAGE", "Page", "PageError", "cursor", "page_of", "size_of"]

DEFAULT_PAGE = 50


class PageError(KbError):
    """A page that can't be had: too large, after a cursor of another list, in an order that does not exist."""

    code = "page"


@dataclass(frozen=True)
class Page:
    """A page to be read: where from, under which condition, in which order, how many rows; ``keys`` make its cursors.

    ``behind`` is the further condition that rows come after a cursor; it does not change how many there are in all.
    """

    source: str
    where: str
    values: list[Any]
    order: str
    keys: tuple[str, ...]
    first: int
    behind: str = ""
    behind_values: tuple[Any, ...] = ()

    @property
    def starts_after(self) -> bool:
        """Whether it goes on after a cursor."""
        return bool(self.behind)


def size_of(arguments: Mapping[str, Any], default: int = DEFAULT_PAGE) -> int:
    """The page size that is asked for; raises :class:`PageError`."""
    first = arguments.get("first")
    first = default if first is None else first
    if not 1 <= first <= MAX_LIST:
        raise PageError(f"first: {first}", f"a page has 1 to {MAX_LIST} records", "ask for less, and go on with after")
    return int(first)


def cursor(values: Sequence[Any]) -> str:
    """The cursor of a record: its place in the order, so that it stays valid whatever comes before."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def _fits(value: Any, kind: str) -> bool:
    if kind == "flag":
        return isinstance(value, (bool, int)) and value in (0, 1)
    if kind == "text":
        return isinstance(value, str)
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63)


def _place(text: str, kinds: Sequence[str], *, truths: bool) -> list[Any]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or len(found) != len(kinds) or not all(map(_fits, found, kinds)):
        raise PageError(
            f"after: {text[:60]!r}",
            "is no cursor of this list in this order",
            "take endCursor of the page before, with the same orderBy",
        )
    return [bool(one) if truths and kind == "flag" else one for one, kind in zip(found, kinds, strict=True)]


def page_of(
    entity: Entity,
    arguments: Mapping[str, Any],
    store: Store,
    where: SqlWhere,
    *,
    joins: tuple[str, list[Any]] | None = None,
) -> Page:
    """The page of an entity's records that the arguments ask for."""
    first = size_of(arguments)
    asked = arguments.get("where") or {}
    order = [one for one in arguments.get("orderBy") or [] if one]
    by_quantity = [one for one in order if one.get("quantity") is not None]
    if by_quantity:
        if len(order) > 1:
            raise PageError("orderBy", "a quantity orders a list alone", "give one order")
        return _by_quantity(entity, arguments, store, where, by_quantity[0], first, joins)
    keys: list[tuple[str, bool]] = []
    kinds: list[str] = []
    for one in order:
        field, down = one.get("by"), _down(one)
        if field is None:
            raise PageError("orderBy", "says neither by nor quantity", "give one of them")
        name = plain(field)
        nothing = _nothing(entity, name)
        kinds += ["flag", "text" if nothing == "''" else "number"]
        by_code = store.by_code if nothing == "''" else ""
        keys += [(f"(t.{name} IS NULL)", False), (f"coalesce(t.{name}, {nothing}){by_code}", down)]
    keys.append((f"t.{entity.key}{store.by_code}", keys[-1][1] if keys else False))
    condition, values = where.of(entity, asked, "t")
    if joins:
        condition, values = f"{joins[0]} AND {condition}", [*joins[1], *values]
    behind = _behind(keys, arguments.get("after"), [*kinds, "text"], truths=not store.sqlite)
    words = ", ".join(f"{key} DESC" if down else key for key, down in keys)
    return Page(f'"{entity.table}" t', condition, values, words, tuple(key for key, _ in keys), first, *behind)


def _down(one: Mapping[str, Any]) -> bool:
    direction = one.get("direction")
    return direction is not None and direction.value == "desc"


def _nothing(entity: Entity, column: str) -> str:
    numbers = ("Int", "Float", "Boolean")
    found = next((one for one in entity.members if getattr(one, "columns", ())[:1] == (column,)), None)
    return "0" if found is not None and found.type.rstrip("!") in numbers else "''"  # type: ignore[union-attr]


def _behind(
    keys: Sequence[tuple[str, bool]], after: str | None, kinds: Sequence[str], *, truths: bool
) -> tuple[str, tuple[Any, ...]]:
    """Rows that come after a cursor in the order; empty without one."""
    if after is None:
        return "", ()
    place = _place(after, kinds, truths=truths)
    if len({down for _, down in keys}) == 1:
        sign = "<" if keys[0][1] else ">"
        left, right = ", ".join(key for key, _ in keys), ", ".join("?" * len(keys))
        return f"({left}) {sign} ({right})", tuple(place)
    parts: list[str] = []
    values: list[Any] = []
    for count, (key, down) in enumerate(keys):
        same = "".join(f"{before} = ? AND " for before, _ in keys[:count])
        parts.append(f"({same}{key} {'<' if down else '>'} ?)")
        values += [*place[:count], place[count]]
    return f"({' OR '.join(parts)})", tuple(values)


def _by_quantity(
    entity: Entity, arguments: Mapping[str, Any], store: Store, where: SqlWhere, one: Mapping[str, Any], first: int,
    joins: tuple[str, list[Any]] | None,
) -> Page:  # fmt: skip
    """Records by their largest, or smallest, number of a quantity; those without one are left out.

    The same conditions as in ``where: {has: …}`` on that quantity hold, so that the number that matched is the one
    that sorts. The index on the numbers is walked in its order, and stops when the page is full.
    """
    quantity = plain(one["quantity"])
    asked = dict(arguments.get("where") or {})
    has = dict(asked.get("has") or {})
    mine = next((name for name in has if snake(name) == quantity), None)
    conditions = dict(has.pop(mine) or {}) if mine else {}
    if one.get("at") is not None:
        conditions["at"] = {**(conditions.get("at") or {}), **one["at"]}
    asked["has"] = has
    down = _down(one)
    on_v, values_v = Conditions(store, quantity, conditions).on("v")
    on_w, values_w = Conditions(store, quantity, conditions).on("w")
    family, values_f = _family(asked, entity)
    better = ">" if down else "<"
    rest, values_t = where.of(entity, asked, "t")
    condition = (
        f"t.id = v.subject_id AND v.kind = ? AND {on_v}{family} AND NOT EXISTS (SELECT 1 FROM subject_value w "
        f"WHERE w.subject_id = v.subject_id AND {on_w} AND (w.sort_key, w.id) {better} (v.sort_key, v.id)) AND {rest}"
    )
    values = [entity.table, *values_v, *values_f, *values_w, *values_t]
    if joins:
        condition, values = f"{joins[0]} AND {condition}", [*joins[1], *values]
    keys = [("v.sort_key", down), (f"v.subject_id{store.by_code}", down)]
    behind = _behind(keys, arguments.get("after"), ("number", "text"), truths=False)
    words = ", ".join(f"{key} DESC" if down else key for key, _ in keys)
    source = f'subject_value v CROSS JOIN "{entity.table}" t'
    return Page(source, condition, values, words, tuple(key for key, _ in keys), first, *behind)


def _family(asked: Mapping[str, Any], entity: Entity) -> tuple[str, list[Any]]:
    """A condition on the family, also said of the numbers, whose index begins with it."""
    given = asked.get("family") or {}
    if entity.table not in ("electrolyte", "material") or given.get("eq") is None:
        return "", []
    return " AND v.family = ?", [given["eq"].value]
