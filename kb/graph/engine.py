"""The engine: an operation is parsed, validated and planned once; then statements, and JSON without an object a field.

Whatever a plan can't express, and whatever goes wrong while one runs, is answered by Strawberry's executor, which
reads through the same statements; so an error has the path and words that GraphQL gives it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from kb.graph.call_plan import call_plan, node_plans, records_by_id
from kb.graph.connection import connection_plan
from kb.graph.facets import facets
from kb.graph.loaders import Loaders
from kb.graph.made import few, graph_schema, sdl
from kb.graph.plan import NotPlannedError, ObjectPlan, planned
from kb.graph.roots import Root
from kb.graph.run import Fetch, Run
from kb.graph.select import Selected, directive_variables, fragments_of
from kb.graph.store import TimeoutProblemError, store_of
from schema.errors import KbError

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["Engine", "graph_schema", "sdl"]

CACHED = 512
"""Documents that are kept prepared."""
MOST_PLANS = 32
"""Plans of one document: one for each set of values that its directives depend on."""
MOST_ERRORS = 20


@dataclass
class Prepared:
    """A document, parsed and validated; its errors, or its plans by the values that directives depend on."""

    document: DocumentNode | None
    errors: list[GraphQLError]
    variables: tuple[str, ...] = ()
    plans: dict[Any, Any] = field(default_factory=dict)


class Engine:
    """Answers operations on one open base. Safe to be used by several threads at once."""

    def __init__(self, base: Base, *, fast: bool = True) -> None:
        self.base, self.fast = base, fast
        self.build = base.build
        self.graph = graph_schema()
        self.schema = self.graph.schema._schema
        self.store = store_of(base.engine)
        self.fetch = Fetch(self.store, self.graph.known)
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._lock = Lock()

    def run(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        operation: str | None = None,
        deadline: float | None = None,
    ) -> bytes:
        """The whole answer as JSON; at the deadline, a moment of ``time.monotonic()``, the database stops."""
        prepared = self.prepared(query)
        if prepared.errors:
            return orjson.dumps({"data": None, "errors": [told(one) for one in prepared.errors[:MOST_ERRORS]]})
        assert prepared.document is not None
        self.store.until(deadline)
        if self.fast:
            try:
                answer = self._planned(prepared, variables or {}, operation)
            except TimeoutProblemError as error:
                return orjson.dumps({"data": None, "errors": [told(GraphQLError(str(error), original_error=error))]})
            except Exception:  # noqa: BLE001 - the ordinary executor says what is wrong, and where
                answer = None
            if answer is not None:
                return answer
        return orjson.dumps(self._ordinary(query, variables, operation))

    def prepared(self, query: str) -> Prepared:
        """A document, parsed and validated once."""
        with self._lock:
            found = self._prepared.get(query)
            if found is not None:
                self._prepared.move_to_end(query)
                return found
        try:
            document = parse(query)
            made = Prepared(
                document, validate(self.schema, document, max_errors=MOST_ERRORS), directive_variables(document)
            )
        except GraphQLError as error:
            made = Prepared(None, [error])
        except RecursionError:
            made = Prepared(None, [GraphQLError("the document is nested too deeply")])
        with self._lock:
            self._prepared[query] = made
            while len(self._prepared) > CACHED:
                self._prepared.popitem(last=False)
        return made

    def _planned(self, prepared: Prepared, variables: Mapping[str, Any], operation: str | None) -> bytes | None:
        document = prepared.document
        assert document is not None
        chosen = _operation(document, operation)
        if chosen is None or chosen.operation is not OperationType.QUERY:
            return None
        coerced = get_variable_values(
            self.schema, chosen.variable_definitions or (), dict(variables), max_errors=MOST_ERRORS
        )
        if not isinstance(coerced, VariableValues):
            return None
        given = coerced.coerced
        key = (operation, *(given.get(name) for name in prepared.variables))
        plan = prepared.plans.get(key)
        if plan is None:
            plan = self._compiled(document, chosen, given)
            if len(prepared.plans) >= MOST_PLANS:
                prepared.plans.clear()
            prepared.plans[key] = plan
        if plan == ():
            return None
        fields, select = plan
        run = Run(self.fetch, self.base, self.schema, coerced, select)
        return orjson.dumps({"data": {name: self._root(run, *one) for name, one in fields.items()}})

    def _compiled(self, document: DocumentNode, chosen: OperationDefinitionNode, given: Mapping[str, Any]) -> Any:
        select = Selected(fragments_of(document), given, self._applies)
        try:
            fields = {
                key: self._root_plan(select, nodes)
                for key, nodes in select.fields("Query", [chosen.selection_set]).items()
            }
        except NotPlannedError:
            return ()
        return fields, select

    def _applies(self, condition: str, name: str) -> bool:
        if condition == name:
            return True
        one, other = self.schema.type_map[condition], self.schema.type_map[name]
        return isinstance(other, GraphQLObjectType) and one in other.interfaces

    def _root_plan(self, select: Selected, nodes: list[Any]) -> tuple[Any, ...]:
        name = nodes[0].name.value
        if name == "__typename":
            return ("typename", nodes[0], None)
        root = self.graph.roots.get(name)
        if root is None:  # introspection
            raise NotPlannedError(name)
        known, below = self.graph.known, select.below(nodes)
        if root.how == "page":
            assert root.entity is not None
            return (root, nodes[0], connection_plan(known, select, root.entity, below))
        if root.how == "one":
            assert root.entity is not None
            return (root, nodes[0], planned(known, select, root.entity, below))
        if root.how in ("node", "nodes"):
            return (root, nodes[0], node_plans(known, select, below))
        return (root, nodes[0], call_plan(known, select, root.type, below))

    def _root(self, run: Run, root: Root | str, node: Any, plan: Any) -> Any:
        if isinstance(root, str):
            return "Query"
        arguments = run.arguments("Query", node)
        if root.how == "page":
            return run.root_connection(plan, arguments)
        if root.how == "one":
            assert isinstance(plan, ObjectPlan)
            found = self.fetch.by_key(plan.entity, plan.entity.key, arguments.values(), plan.columns)
            return next(iter(run.objects(plan, found)), None)
        if root.how == "call":
            assert root.call is not None
            return plan.answer(run, root.call(self.base, arguments))
        if root.how == "facets":
            assert root.entity is not None
            return plan.answer(run, facets(self.fetch, root.entity, arguments))
        ids = [arguments["id"]] if root.how == "node" else few(arguments["ids"])
        ids = [self.base.now_called(one) for one in ids]
        found_by = records_by_id(run, plan, ids)
        return found_by.get(ids[0]) if root.how == "node" else [found_by.get(one) for one in ids]

    def _ordinary(self, query: str, variables: Mapping[str, Any] | None, operation: str | None) -> dict[str, Any]:
        context = {"base": self.base, "loaders": Loaders(self.fetch, self.graph.known)}

        async def answered() -> Any:
            found = await self.graph.schema.execute(
                query, variable_values=dict(variables or {}), context_value=context, operation_name=operation
            )
            left = asyncio.all_tasks() - {asyncio.current_task()}  # fields beside one that failed
            await asyncio.gather(*left, return_exceptions=True)
            return found

        found = asyncio.run(answered())
        made: dict[str, Any] = {"data": found.data}
        if found.errors:
            made["errors"] = [told(one) for one in found.errors[:MOST_ERRORS]]
        return made


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if name is None:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if one.name and one.name.value == name), None)


def told(error: GraphQLError) -> dict[str, Any]:
    """An error as the answer tells it: message, place, path, a code, what and how to mend it; never internals."""
    made: dict[str, Any] = {"message": error.message}
    original = error.original_error
    if error.locations:
        made["locations"] = [{"line": one.line, "column": one.column} for one in error.locations]
    if error.path:
        made["path"] = list(error.path)
    if isinstance(original, KbError):
        made["message"] = f"{original.where}  {original.what}"
        made["extensions"] = {
            "code": original.code,
            "where": original.where,
            "what": original.what,
            "mend": original.mend,
        }
    elif original is not None and not isinstance(original, GraphQLError):
        made["message"] = "something went wrong in here"
        made["extensions"] = {
            "code": "internal",
            "what": "an unexpected failure",
            "mend": "tell the maintainers what you asked",
        }
    else:
        made["extensions"] = {
            "code": "query",
            "what": error.message,
            "mend": "see /schema.graphql for what can be asked",
        }
    return made
