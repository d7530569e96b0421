"""What the ordinary resolvers read through: the same statements as the plans, for all parents of a field at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from strawberry.dataloader import DataLoader

from kb.frames import KINDS
from kb.graph.declare import Call, Connection, Entity, Listed, One
from kb.graph.page import Page, page_of, size_of
from kb.graph.run import LIST_SIZE, Fetch, connection_of

if TYPE_CHECKING:
    from kb.base import Base
    from kb.graph.plan import Known

__all__ = ["Loaders", "Record"]


class Record(dict[str, Any]):
    """A row by column, with the name of its type."""

    kind = ""


class Loaders:
    """Data loaders of one execution, one a relation and set of arguments."""

    def __init__(self, fetch: Fetch, known: Known) -> None:
        self.fetch, self.known = fetch, known
        self._loaders: dict[Any, DataLoader[Any, Any]] = {}

    def _loader(
        self, key: Any, load: Callable[[list[Any]], Mapping[Any, Any]], missing: Callable[[], Any] = lambda: None
    ) -> DataLoader[Any, Any]:
        if key not in self._loaders:

            async def batch(keys: list[Any]) -> list[Any]:
                found = load(keys)
                return [found[one] if one in found else missing() for one in keys]

            self._loaders[key] = DataLoader(load_fn=batch)
        return self._loaders[key]

    def records(self, entity: Entity, rows: Sequence[tuple[Any, ...]]) -> list[Record]:
        """Rows of all columns as records; more columns may follow."""
        columns = list(KINDS[entity.table])
        made = []
        for row in rows:
            one = Record(zip(columns, row, strict=False))
            one.kind = entity.name
            made.append(one)
        return made

    def one(self, member: One, key: Any) -> Awaitable[Any]:
        """The record that a key points to."""
        return self.by_id(self.known.entities[member.entity], member.remote, key)

    def by_id(self, entity: Entity, column: str, key: Any) -> Awaitable[Any]:
        """The record with a value in a column, or None."""

        def load(keys: list[Any]) -> dict[Any, Any]:
            rows = self.fetch.by_key(entity, column, keys, list(KINDS[entity.table]))
            return dict(zip((row[-1] for row in rows), self.records(entity, rows), strict=True))

        return self._loader(("one", entity.name, column), load).load(key)

    async def any(self, kind: str, key: Any) -> Any:
        """The record of any kind with an id, or None."""
        if not kind:
            kind = (
                await self._loader("kinds", lambda keys: {found: kind for kind, found in self.fetch.kinds(keys)}).load(
                    key
                )
                or ""
            )
        entity = self.known.by_table.get(kind)
        return await self.by_id(entity, "id", key) if entity is not None and entity.is_node else None

    def called(self, base: Base, member: Call, arguments: Mapping[str, Any], key: Any) -> Awaitable[Any]:
        """What a function makes of the record with a key."""
        return self._loader(("called", member, repr(arguments)), lambda keys: member.call(base, keys, arguments)).load(
            key
        )

    def listed(self, member: Listed, arguments: Mapping[str, Any], key: Any) -> Awaitable[Any]:
        """A short list."""
        entity = self.known.entities[member.entity]
        first = size_of(arguments, LIST_SIZE)

        def load(keys: list[Any]) -> dict[Any, list[Any]]:
            found: dict[Any, list[Any]] = defaultdict(list)
            rows = self.fetch.listed(member, keys, list(KINDS[entity.table]), first)
            for row, one in zip(rows, self.records(entity, rows), strict=True):
                found[row[-1]].append(one)
            return dict(found)

        return self._loader(("listed", member, first), load, list).load(key)

    def connected(self, member: Connection, arguments: Mapping[str, Any], key: Any) -> Awaitable[Any]:
        """A page of each parent's records."""
        entity = self.known.entities[member.entity]
        page = page_of(entity, arguments, self.fetch.store, self.fetch.where())
        again = (page.source, page.where, repr(page.values), page.order, page.first, page.behind, page.behind_values)
        columns = list(KINDS[entity.table])

        def load(keys: list[Any]) -> dict[Any, Any]:
            rows = self.fetch.pages(page, member.remote, keys, columns)
            grouped: dict[Any, list[int]] = defaultdict(list)
            for place, row in enumerate(rows):
                grouped[row[-1]].append(place)
            records = self.records(entity, rows)
            return {
                one: self.made(entity, page, [records[p] for p in grouped[one]], [rows[p][len(columns):-2] for p in grouped[one]], self._totals(member, page, again, one))
                for one in keys
            }  # fmt: skip

        return self._loader(("connected", member, again), load).load(key)

    def _totals(self, member: Connection, page: Page, again: Any, key: Any) -> Callable[[], Awaitable[int]]:
        loader = self._loader(
            ("total", member, again), lambda keys: self.fetch.total(page, member.remote, keys), lambda: 0
        )
        return lambda: loader.load(key)

    @staticmethod
    def made(
        entity: Entity, page: Page, nodes: Sequence[Any], places: Sequence[Any], total: Callable[[], Awaitable[int]]
    ) -> dict[str, Any]:
        """A connection as plain data; the total is counted when it is asked for."""
        return connection_of(nodes, places, page, None, f"{entity.name}Connection") | {"totalCount": total}

    def all(self, entity: Entity, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """A page of all records of a kind."""
        page = page_of(entity, arguments, self.fetch.store, self.fetch.where())
        columns = list(KINDS[entity.table])
        rows = self.fetch.page(page, columns)

        async def total() -> int:
            return self.fetch.total(page)[None]

        return self.made(entity, page, self.records(entity, rows), [row[len(columns) :] for row in rows], total)
