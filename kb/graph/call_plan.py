"""The answer of a function, projected on what is asked for; the records that it names by id are read with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.graph.plan import NAMESPACE, Known, ObjectPlan, Sets, planned, projector

if TYPE_CHECKING:
    from kb.graph.run import Run
    from kb.graph.select import Selected

__all__ = ["CallPlan", "call_plan", "node_plans", "records_by_id"]

NodePlans = Mapping[str, ObjectPlan]


@dataclass(frozen=True)
class CallPlan:
    """The function that projects an answer, and for each place in it where a record stands, that record's plans."""

    project: Callable[..., Any]
    links: list[NodePlans]

    def answer(self, run: Run, data: Any) -> Any:
        """What is asked for of an answer. Where records stand in it, a first projection finds which."""
        if not self.links:
            return self.project(data)
        asked: list[list[str]] = [[] for _ in self.links]
        self.project(data, *(ids.append for ids in asked))
        found = [records_by_id(run, plans, ids) for plans, ids in zip(self.links, asked, strict=True)]
        return self.project(data, *(records.get for records in found))


def call_plan(known: Known, select: Selected, kind: str, sets: Sets) -> CallPlan:
    """The plan of a function's answer of a type."""
    links: list[NodePlans] = []

    def linked(inner: Sets) -> int:
        links.append(node_plans(known, select, inner))
        return len(links) - 1

    code = projector(known, select, kind, sets, linked)
    null = "" if kind.endswith("!") else " if x is not None else None"
    scope = dict(NAMESPACE)
    arguments = ", ".join(["x", *(f"node{place}" for place in range(len(links)))])
    exec(f"def project({arguments}):\n    return {code}{null}", scope)  # noqa: S102 - made of declarations
    return CallPlan(scope["project"], links)


def node_plans(known: Known, select: Selected, sets: Sets) -> NodePlans:
    """The plans of a record of any kind, by its table."""
    return {one.table: planned(known, select, one, sets) for one in known.by_table.values() if one.is_node}


def records_by_id(run: Run, plans: NodePlans, ids: Iterable[str | None]) -> dict[Any, Any]:
    """Records of any kind by their ids."""
    found: dict[Any, Any] = {}
    kinds = run.fetch.kinds(ids)
    for kind in sorted({kind for kind, _ in kinds}):
        if kind in plans:
            plan = plans[kind]
            rows = run.fetch.by_key(plan.entity, "id", [key for of, key in kinds if of == kind], plan.columns)
            found |= dict(zip((row[-1] for row in rows), run.objects(plan, rows), strict=True))
    return found
