"""What both clients can do, as steps: queries, pages of records, comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kb.client.declared import COMPARISONS, LISTS
from kb.client.errors import ClientError
from kb.client.frame import Frame
from kb.client.progress import Bar
from kb.client.rows import List, enumerated, flat, frame_of, order_of, table_of
from kb.client.steps import Steps, method

if TYPE_CHECKING:
    from kb.client.embedded import Embedded
    from kb.client.remote import Remote
    from kb.table import Table

__all__ = ["Core", "Given", "Order", "Where"]

Given: TypeAlias = str | Sequence[str] | Mapping[str, str]
Where: TypeAlias = Mapping[str, Any]
Order: TypeAlias = str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]]
PAGE = 500
MOST_RESTARTS = 3  # of a list, when the base is refreshed while it is read
_COMPARISON = (
    "query($name: ComparisonName!, $arguments: [NamedText!], $first: Int, $after: ID, $count: Boolean!) { "
    "comparison(name: $name, arguments: $arguments, first: $first, after: $after) { totalCount @include(if: $count) "
    "name title basis notes columns { name unit doc number } lines { id label paper about "
    "values { text provenance why lo mid hi unit sources { id } contradictedBy } } pageInfo { hasNextPage endCursor } } }"
)


class Core:
    """The methods that are not about one kind of record."""

    def __init__(self, source: Remote | Embedded, *, progress: bool | None = None) -> None:
        self._source = source
        self._progress = progress

    @property
    def offline(self) -> bool:
        """Whether the last answer came from the cache because the server could not be reached."""
        return self._source.offline

    @method
    def query(self, document: str, variables: Mapping[str, Any] | None = None, /, **more: Any) -> Steps[dict[str, Any]]:
        """The data of one GraphQL document, with its variables as a mapping or by name.

        Raises :class:`ClientError` with the server's own sentence; a refused query is never asked again.
        """
        return (yield from self._answer(document, {**(variables or {}), **more}))[0]

    @method
    def build_id(self) -> Steps[str]:
        """The id of the build that answers."""
        return str((yield from self._answer("{ build { id } }", {}))[0]["build"]["id"])

    @method
    def compare(self, name: str, /, **arguments: Given) -> Steps[Table]:
        """One comparison by its name, as a :class:`~kb.table.Table`: its lines with the provenance of each cell.

        Several ids or quantities are a list, conditions a mapping: ``at={"temperature": "20..30 degC"}``. The method that
        is called as the comparison gives a frame.
        """
        table, _ = yield from self._compared(name, arguments)
        return table

    def comparisons(self) -> dict[str, str]:
        """The names of all comparisons, and what they answer."""
        return {name: doc for name, (doc, _) in COMPARISONS.items()}

    # -- what the methods are made of ----------------------------------------------------------------------------------

    def _answer(self, document: str, variables: dict[str, Any]) -> Steps[tuple[dict[str, Any], str]]:
        answer, build = yield from self._source.ask(document, variables)
        if answer.get("errors"):
            first = answer["errors"][0]
            more = first.get("extensions", {})
            what = more.get("what") or first["message"]
            where = more.get("where") or ".".join(map(str, first.get("path", ()))) or "query"
            raise ClientError(where, what, more.get("mend") or "mend the query; /schema.graphql says what can be asked")
        return answer["data"], build

    def _pages(
        self, document: str, field: str, variables: Mapping[str, Any], rows: str, limit: int | None = None
    ) -> Steps[tuple[dict[str, Any], str]]:
        """A paged field whole: its last page with the ``rows`` of all; from one build, or from the start again."""
        for _ in range(MOST_RESTARTS):
            bar = Bar(field, self._progress)
            try:
                found = yield from self._one_build(document, field, variables, rows, limit, bar)
            finally:
                bar.close()
            if found is not None:
                return found
        raise ClientError(field, "the base was refreshed again and again while it was read", "try again later")

    def _one_build(
        self, document: str, field: str, variables: Mapping[str, Any], rows: str, limit: int | None, bar: Bar
    ) -> Steps[tuple[dict[str, Any], str] | None]:
        got: list[Any] = []
        after: str | None = None
        total: int | None = None
        build = ""
        while True:
            first = PAGE if limit is None else max(1, min(PAGE, limit - len(got)))
            asked = {**variables, "first": first, "after": after, "count": bar.shown and after is None}
            data, answered = yield from self._answer(document, asked)
            if build and answered and answered != build:
                return None
            build, page = answered or build, data[field]
            got += page[rows]
            total = page.get("totalCount", total)
            if not page["pageInfo"]["hasNextPage"] or (limit is not None and len(got) >= limit):
                return page | {rows: got}, build
            bar.at(len(got), total if limit is None else min(limit, total or limit))
            after = page["pageInfo"]["endCursor"]

    def _records(
        self, name: str, where: Where | None, order_by: Order | None, limit: int | None,
        units: Mapping[str, str] | None, more: str = "",
    ) -> Steps[Frame]:  # fmt: skip
        one: List = LISTS[name]
        nodes, build = yield from self._nodes(one, where, order_by, limit, more)
        made = frame_of(one, [flat(one, node) for node in nodes], build)
        return made.in_units(units) if units else made

    def _nodes(
        self, one: List, where: Where | None, order_by: Order | None, limit: int | None, more: str
    ) -> Steps[tuple[list[dict[str, Any]], str]]:
        document = (
            f"query($where: {one.type}Filter, $orderBy: [{one.type}Order!], $first: Int, $after: String, $count: Boolean!) {{ "
            f"{one.field}(where: $where, orderBy: $orderBy, first: $first, after: $after) {{ totalCount @include(if: $count) "
            f"nodes {{ {one.selection} {more} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
        given = {"where": enumerated(one, where or {}), "orderBy": order_of(one, order_by)}
        page, build = yield from self._pages(document, one.field, given, "nodes", limit)
        return page["nodes"], build

    def _compared(self, name: str, arguments: Mapping[str, Given]) -> Steps[tuple[Table, str]]:
        _known(name, arguments)
        given = [{"name": key, "value": _words(value)} for key, value in arguments.items()]
        page, build = yield from self._pages(_COMPARISON, "comparison", {"name": name, "arguments": given}, "lines")
        return table_of(page), build

    def _comparison(self, name: str, **arguments: Given) -> Steps[Frame]:
        """A comparison as a frame; what was left out is not sent."""
        defaults = COMPARISONS[name][1]
        table, build = yield from self._compared(name, {k: v for k, v in arguments.items() if v != defaults[k]})
        units: dict[str, str] = {}
        docs: dict[str, str] = {}
        for place, column in enumerate(table.columns):
            docs[column.name] = column.doc
            held = {line.values[place].unit for line in table.lines if line.values[place].text} or {column.unit}
            if column.number and len(held) == 1:
                units |= dict.fromkeys((column.name, f"{column.name}_lo", f"{column.name}_hi"), held.pop())
        return Frame(table.to_polars(), units, docs, build, table.basis, table.notes, table)


def _words(given: Given) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        return "; ".join(f"{name}={words}" for name, words in given.items())
    return ",".join(given)


def _known(name: str, arguments: Mapping[str, Given]) -> None:
    known = COMPARISONS.get(name)
    if known is None or set(arguments) - set(known[1]):
        from kb.comparisons import UnknownComparisonError
        from schema.errors import near

        if known is None:
            raise UnknownComparisonError(
                repr(name), "no comparison of that name", near(name, COMPARISONS) or ", ".join(COMPARISONS)
            )
        wrong = next(key for key in arguments if key not in known[1])
        raise UnknownComparisonError(
            name, f"no argument {wrong!r}", near(wrong, known[1]) or f"it takes {', '.join(known[1])}"
        )
