"""Plans executed: one statement a relation and level, whatever the number of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLField, GraphQLSchema
from graphql.execution.values import VariableValues, get_argument_values

from kb.graph.bounds import bounded
from kb.graph.declare import Call, Connection, Embed, Entity, Listed, One, Polymorphic
from kb.graph.page import Page, cursor, page_of, size_of
from kb.graph.where import SqlWhere

if TYPE_CHECKING:
    from kb.base import Base
    from kb.graph.connection import ConnectionPlan
    from kb.graph.plan import Child, Known, ObjectPlan
    from kb.graph.select import Selected
    from kb.graph.store import Store

__all__ = ["LIST_SIZE", "Fetch", "Run", "connection_of"]

Row = tuple[Any, ...]
LIST_SIZE = 100
"""How many records a short list has, when nothing else is asked for."""


def _in_order(rows: list[Row]) -> list[Row]:
    """Rows whose last columns are their number and their parent, in that order within each parent.

    Databases hand over the rows of a window in its order, so that there is nothing to sort; none of them promises it.
    """
    last: dict[Any, int] = {}
    for row in rows:
        number, parent = row[-2], row[-1]
        if number < last.get(parent, 0):
            return sorted(rows, key=lambda row: (str(row[-1]), row[-2]))
        last[parent] = number
    return rows


class Fetch:
    """The statements behind relations and pages; both executors read through these."""

    def __init__(self, store: Store, known: Known) -> None:
        self.store, self.known = store, known

    def where(self) -> SqlWhere:
        """A fresh compiler of filters."""
        return SqlWhere(self.store, self.known.entities)

    def by_key(self, entity: Entity, column: str, keys: Iterable[Any], columns: Sequence[str]) -> list[Row]:
        """Rows whose column is one of the keys; the key comes last."""
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return []
        names = ", ".join(f't."{name}"' for name in columns)
        sql = f'SELECT {names}, t."{column}" FROM "{entity.table}" t WHERE {self.store.among(f"t.{column}")}'
        return self.store.run(sql, [self.store.keys(wanted)])

    def kinds(self, keys: Iterable[Any]) -> list[tuple[str, str]]:
        """The kind of record, by its table, and the id of each id that there is."""
        wanted = sorted({key for key in keys if key is not None})
        return self.store.run(f"SELECT kind, id FROM node WHERE {self.store.among('id')}", [self.store.keys(wanted)])

    def listed(self, member: Listed, keys: Iterable[Any], columns: Sequence[str], first: int) -> list[Row]:
        """The rows of short lists, at most so many of each parent, in their order; the parent's key comes last."""
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return []
        entity = self.known.entities[member.entity]
        aliases = ", ".join(f"t.{name} AS c{place}" for place, name in enumerate(columns))
        inner = ", ".join(f"c{place}" for place in range(len(columns)))
        order = ", ".join(f"t.{name}" + (self.store.by_code if name == "id" else "") for name in member.order)
        if member.through:
            table, here, there = member.through
            source, parent = f'"{table}" l JOIN "{entity.table}" t ON t.id = l."{there}"', f'l."{here}"'
        else:
            source, parent = f'"{entity.table}" t', f't."{member.remote}"'
        sql = (
            f"SELECT {inner}, n_, parent_ FROM (SELECT {aliases}, {parent} AS parent_, dense_rank() OVER (PARTITION BY {parent} "
            f"ORDER BY {order}) AS n_ FROM {source} WHERE {self.store.among(parent)}) q WHERE n_ <= ?"
        )
        rows = _in_order(self.store.run(sql, [self.store.keys(wanted), first]))
        return list(dict.fromkeys(rows)) if member.through else rows  # a record that is linked twice is listed once

    def page(self, page: Page, columns: Sequence[str]) -> list[Row]:
        """The rows of one page and one more; the keys of its order come last."""
        names = ", ".join([*(f't."{name}"' for name in columns), *page.keys])
        behind = f" AND {page.behind}" if page.behind else ""
        sql = (
            f"SELECT {names} FROM {page.source} WHERE {page.where}{behind} ORDER BY {page.order} LIMIT {page.first + 1}"
        )
        return self.store.run(sql, [*page.values, *page.behind_values])

    def pages(self, page: Page, parent: str, keys: Iterable[Any], columns: Sequence[str]) -> list[Row]:
        """The same for each parent: the keys of the order come last but one, the parent's key last."""
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return []
        count = len(columns) + len(page.keys)
        names = ", ".join(
            f"{name} AS c{place}" for place, name in enumerate([*(f't."{n}"' for n in columns), *page.keys])
        )
        inner = ", ".join(f"c{place}" for place in range(count))
        behind = f" AND {page.behind}" if page.behind else ""
        sql = (
            f"SELECT {inner}, n_, parent_ FROM (SELECT {names}, t.{parent} AS parent_, row_number() OVER (PARTITION BY t.{parent} "
            f"ORDER BY {page.order}) AS n_ FROM {page.source} WHERE {self.store.among(f't.{parent}')} AND {page.where}{behind}) q "
            f"WHERE n_ <= {page.first + 1}"
        )
        return _in_order(self.store.run(sql, [self.store.keys(wanted), *page.values, *page.behind_values]))

    def total(self, page: Page, parent: str | None = None, keys: Iterable[Any] = ()) -> dict[Any, int]:
        """How many records there are in all, by parent (None at the root)."""
        if parent is None:
            return {None: self.store.run(f"SELECT count(*) FROM {page.source} WHERE {page.where}", page.values)[0][0]}
        wanted = sorted({key for key in keys if key is not None})
        sql = (
            f"SELECT t.{parent}, count(*) FROM {page.source} WHERE {self.store.among(f't.{parent}')} AND {page.where} "
            f"GROUP BY t.{parent}"
        )
        return dict(self.store.run(sql, [self.store.keys(wanted), *page.values]))


def connection_of(
    nodes: Sequence[Any], places: Sequence[Sequence[Any]], page: Page, total: int | None, typename: str
) -> dict[str, Any]:
    """A connection as plain data, from one record more than the page has."""
    more = len(nodes) > page.first
    nodes, places = nodes[: page.first], places[: page.first]
    ends = [cursor(place) for place in (places[0], places[-1])] if places else [None, None]
    return {
        "nodes": nodes, "totalCount": total, "__typename": typename,
        "edges": [{"node": node, "cursor": cursor(place)} for node, place in zip(nodes, places, strict=True)],
        "pageInfo": {"hasNextPage": more, "hasPreviousPage": page.starts_after, "startCursor": ends[0], "endCursor": ends[1]},
    }  # fmt: skip


class Run:
    """One execution of a plan: the variables, and how each child is loaded."""

    def __init__(
        self, fetch: Fetch, base: Base, schema: GraphQLSchema, variables: VariableValues, select: Selected
    ) -> None:
        self.fetch, self.base, self.schema, self.variables, self.select = fetch, base, schema, variables, select

    def arguments(self, type_name: str, node: FieldNode) -> dict[str, Any]:
        """A field's arguments, coerced as graphql-core coerces them."""
        if not node.arguments and not self._field(type_name, node).args:
            return {}
        arguments = get_argument_values(self._field(type_name, node), node, self.variables)
        bounded(arguments)
        return arguments

    def _field(self, type_name: str, node: FieldNode) -> GraphQLField:
        return self.schema.type_map[type_name].fields[node.name.value]  # type: ignore[attr-defined,no-any-return]

    def objects(self, plan: ObjectPlan, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The answers for rows of a plan's columns (more columns may follow)."""
        if not rows:
            return []
        children = [self._child(plan.entity, child, rows) for child in plan.children]
        calls = [self._call(plan.entity, member, node, at, rows) for member, node, at in plan.called]
        return plan.make(rows, *children, *calls)

    def _call(self, entity: Entity, member: Embed | Call, node: FieldNode, at: int, rows: Sequence[Row]) -> Any:
        arguments = self.arguments(entity.name, node)
        if isinstance(member, Embed):
            if all(value is None for value in arguments.values()):
                return None
            made = member.call
            assert made is not None, "an object with arguments is made by a function"
            return lambda *columns: made(arguments, *columns)
        return member.call(self.base, [row[at] for row in rows], arguments)

    def _child(self, entity: Entity, child: Child, rows: Sequence[Row]) -> Mapping[Any, Any]:
        member = child.member
        keys = [row[child.at] for row in rows]
        if isinstance(member, Polymorphic):
            return self._polymorphic(child, rows)
        if isinstance(member, Connection):
            assert child.connection is not None
            return self._connections(member, child.connection, self.arguments(entity.name, child.node), keys)
        plan = next(iter(child.plans.values()))
        if isinstance(member, One):
            found = self.fetch.by_key(plan.entity, member.remote, keys, plan.columns)
            return dict(zip((row[-1] for row in found), self.objects(plan, found), strict=True))
        first = size_of(self.arguments(entity.name, child.node), LIST_SIZE)
        found = self.fetch.listed(member, keys, plan.columns, first)
        made: dict[Any, list[Any]] = defaultdict(list)
        for row, one in zip(found, self.objects(plan, found), strict=True):
            made[row[-1]].append(one)
        return made

    def _polymorphic(self, child: Child, rows: Sequence[Row]) -> dict[Any, Any]:
        kinds: dict[str, set[Any]] = defaultdict(set)
        if child.kind_at >= 0:
            for row in rows:
                kinds[row[child.kind_at]].add(row[child.at])
        else:
            for kind, key in self.fetch.kinds(row[child.at] for row in rows):
                kinds[kind].add(key)
        made: dict[Any, Any] = {}
        for kind, keys in sorted(kinds.items()):
            plan = child.plans.get(kind)
            if plan is not None:
                found = self.fetch.by_key(plan.entity, "id", keys, plan.columns)
                made |= dict(zip((row[-1] for row in found), self.objects(plan, found), strict=True))
        return made

    def _connections(
        self, member: Connection, plan: ConnectionPlan, arguments: Mapping[str, Any], keys: Sequence[Any]
    ) -> dict[Any, Any]:
        page = page_of(plan.entity, arguments, self.fetch.store, self.fetch.where())
        found = self.fetch.pages(page, member.remote, keys, plan.columns) if plan.reads_rows else []
        rows = [row for row in found if row[-2] <= page.first]
        more = {row[-1] for row in found if row[-2] > page.first} if len(rows) < len(found) else set()
        made = [self.objects(one, rows) for one in plan.records]
        grouped: dict[Any, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            grouped[row[-1]].append(place)
        totals = self.fetch.total(page, member.remote, keys) if plan.counts else {}
        width = len(plan.columns)
        answers = {}
        for key in dict.fromkeys(keys):
            at = grouped.get(key, ())
            records = [[objects[place] for place in at] for objects in made]
            places = [rows[place][width:-2] for place in at]
            answers[key] = plan.answer(page, records, places, key in more, totals.get(key, 0))
        return answers

    def root_connection(self, plan: ConnectionPlan, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """A page of all records of a kind."""
        page = page_of(plan.entity, arguments, self.fetch.store, self.fetch.where())
        found = self.fetch.page(page, plan.columns) if plan.reads_rows else []
        rows, width = found[: page.first], len(plan.columns)
        made = [self.objects(one, rows) for one in plan.records]
        total = self.fetch.total(page)[None] if plan.counts else 0
        return plan.answer(page, made, [row[width:] for row in rows], len(found) > page.first, total)
