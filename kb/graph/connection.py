"""What a connection's selection asks for: records, edges, totals and page info, each under its own response key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, SelectionSetNode

from kb.graph.page import Page, cursor

if TYPE_CHECKING:
    from kb.graph.declare import Entity
    from kb.graph.plan import Known, ObjectPlan
    from kb.graph.select import Selected

__all__ = ["ConnectionPlan", "connection_plan"]

Keys = list[tuple[str, str]]


@dataclass
class ConnectionPlan:
    """The plans of a connection's records, over one list of columns, and how they make up the answer.

    ``nodes`` and ``edges { node }`` may both be asked for, and more than once under aliases: each is a plan of its
    own, made of the same rows.
    """

    entity: Entity
    columns: list[str]
    records: list[ObjectPlan] = field(default_factory=list)
    nodes: list[tuple[str, int]] = field(default_factory=list)
    edges: list[tuple[str, list[tuple[str, str, int]]]] = field(default_factory=list)
    pages: list[tuple[str, Keys]] = field(default_factory=list)
    keys: Keys = field(default_factory=list)

    def __post_init__(self) -> None:
        names = {name for _, name in self.keys}
        self.reads_rows = bool(names & {"nodes", "edges", "pageInfo"})
        self.counts = "totalCount" in names

    def answer(
        self, page: Page, made: Sequence[Sequence[Any]], places: Sequence[Sequence[Any]], more: bool, total: int
    ) -> dict[str, Any]:
        """The answer, from each plan's records of the page and their places in the order; ``more`` records follow."""
        parts: dict[str, Any] = {key: made[plan] for key, plan in self.nodes}
        for key, inner in self.edges:
            parts[key] = [self._edge(inner, made, at, place) for at, place in enumerate(places)]
        for key, asked in self.pages:
            info = {
                "hasNextPage": more, "hasPreviousPage": page.starts_after, "__typename": "PageInfo",
                "startCursor": cursor(places[0]) if places else None, "endCursor": cursor(places[-1]) if places else None,
            }  # fmt: skip
            parts[key] = {own: info[name] for own, name in asked}
        if len(parts) == len(self.keys):
            return parts if len(parts) == 1 else {key: parts[key] for key, _ in self.keys}
        rest = {"totalCount": total, "__typename": f"{self.entity.name}Connection"}
        return {key: parts[key] if key in parts else rest[name] for key, name in self.keys}

    def _edge(
        self, asked: Sequence[tuple[str, str, int]], made: Sequence[Sequence[Any]], at: int, place: Sequence[Any]
    ) -> dict[str, Any]:
        edge: dict[str, Any] = {}
        for key, name, plan in asked:
            edge[key] = made[plan][at] if name == "node" else cursor(place) if name == "cursor" else f"{self.entity.name}Edge"  # fmt: skip
        return edge


def connection_plan(known: Known, select: Selected, entity: Entity, sets: Sequence[SelectionSetNode]) -> ConnectionPlan:
    """The plan of a connection's selection; raises :class:`~kb.graph.plan.NotPlannedError`."""
    from kb.graph.plan import planned

    columns: list[str] = []
    records: list[ObjectPlan] = []

    def record(asked: Sequence[FieldNode]) -> int:
        records.append(planned(known, select, entity, select.below(asked), columns))
        return len(records) - 1

    fields: Mapping[str, list[FieldNode]] = select.fields(f"{entity.name}Connection", sets)
    nodes, edges, pages, keys = [], [], [], []
    for key, asked in fields.items():
        name = asked[0].name.value
        keys.append((key, name))
        if name == "nodes":
            nodes.append((key, record(asked)))
        elif name == "edges":
            inner = select.fields(f"{entity.name}Edge", select.below(asked))
            edges.append((key, [
                (own, one[0].name.value, record(one) if one[0].name.value == "node" else -1) for own, one in inner.items()
            ]))  # fmt: skip
        elif name == "pageInfo":
            inner = select.fields("PageInfo", select.below(asked))
            pages.append((key, [(own, one[0].name.value) for own, one in inner.items()]))
    return ConnectionPlan(entity, columns or [entity.key], records, nodes, edges, pages, keys)
