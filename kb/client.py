"""The Python client: the same comparisons and tables from the embedded base or from a server.

>>> import kb
>>> base = kb.connect()                                   # doctest: +SKIP
>>> base.compare("electrolytes_at_temperature").to_polars()  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from schema.errors import KbError

if TYPE_CHECKING:
    import polars as pl

    from kb.table import Table

__all__ = ["Client", "ClientError", "connect"]

TIMEOUT = 30.0  # seconds


class ClientError(KbError):
    """A query that was refused, or a server that can't be reached."""

    code = "client"


class _Source(Protocol):
    def execute(self, document: str, variables: dict[str, Any]) -> dict[str, Any]: ...

    def close(self) -> None: ...


class Client:
    """One base, embedded or remote: the same methods give the same tables."""

    def __init__(self, source: _Source) -> None:
        self._source = source

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the base or the connection."""
        self._source.close()

    def query(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of one GraphQL document; raises :class:`ClientError` with the server's own sentence."""
        answer = self._source.execute(document, variables)
        if answer.get("errors"):
            first = answer["errors"][0]
            more = first.get("extensions", {})
            raise ClientError(more.get("where", "query"), first["message"], more.get("mend", "mend the query"))
        data: dict[str, Any] = answer["data"]
        return data

    @property
    def build(self) -> str:
        """The id of the build that answers."""
        return str(self.query("{ build { id } }")["build"]["id"])

    def comparisons(self) -> dict[str, str]:
        """The names of all comparisons, and what they answer."""
        from kb.comparisons import COMPARISONS

        return {one.name: one.doc for one in COMPARISONS.values()}

    def compare(self, name: str, **arguments: str | Sequence[str] | Mapping[str, str]) -> Table:
        """One comparison: ``.to_polars()``, ``.to_pandas()``, or its lines with provenance.

        Several ids or quantities are a list, conditions a mapping: ``at={"temperature": "20..30 degC"}``.
        """
        from kb.comparisons import COMPARISONS, UnknownComparisonError, words_of
        from schema.errors import near

        if name not in COMPARISONS:
            raise UnknownComparisonError(
                repr(name), "no comparison of that name", near(name, COMPARISONS) or ", ".join(COMPARISONS)
            )
        known = {argument.name for argument in COMPARISONS[name].arguments}
        wrong = [key for key in arguments if key not in known]
        if wrong:
            raise UnknownComparisonError(
                name, f"no argument {wrong[0]!r}", near(wrong[0], known) or f"it takes {', '.join(known)}"
            )
        given = [
            {"name": key, "value": one}
            for key, value in arguments.items()
            for one in ([words_of(value)] if isinstance(value, (str, Mapping)) else value)
        ]
        table: dict[str, Any] = {}
        after: str | None = None
        while True:
            page = self.query(_COMPARISON, name=name, arguments=given, after=after)["comparison"]
            table = page | {"lines": [*table.get("lines", ()), *page["lines"]]}
            if not page["pageInfo"]["hasNextPage"]:
                return _table(table)
            after = page["pageInfo"]["endCursor"]

    def readings(self, quantity: str | None = None, paper: str | None = None) -> pl.DataFrame:
        """Readings as a polars frame, page by page: one row a printed number, in catalogue units."""
        import polars as pl

        rows: list[dict[str, Any]] = []
        after: str | None = None
        where: dict[str, Any] = {"quantity": {"eq": quantity}} if quantity else {}
        where |= {"paper": {"id": {"eq": paper}}} if paper else {}
        while True:
            page = self.query(_READINGS, where=where, after=after)["readings"]
            rows += [_flat(one) for one in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        numbers = {"lo", "mid", "hi"}
        schema = {name: pl.Float64 if name in numbers else pl.String for name in _COLUMNS}
        return pl.DataFrame(rows, schema=schema, orient="row")


_COMPARISON = (
    "query($name: ComparisonName!, $arguments: [NamedText!], $after: ID) { "
    "comparison(name: $name, arguments: $arguments, first: 500, after: $after) { "
    "name title basis notes columns { name unit doc number } lines { id label paper about "
    "values { text provenance why lo mid hi unit sources { id } contradictedBy } } pageInfo { hasNextPage endCursor } } }"
)
_READING = (
    "id quantity label printed qualifier where quote claim ownerId ownerKind subjectId value { lo mid hi unit } "
    "conditions { quantity printed state } experiment { method }"
)
_READINGS = (
    "query($where: ReadingFilter, $after: String) { readings(where: $where, first: 500, after: $after) "
    f"{{ nodes {{ {_READING} }} pageInfo {{ hasNextPage endCursor }} }} }}"
)
_COLUMNS = ("id", "quantity", "label", "printed", "qualifier", "lo", "mid", "hi", "unit", "conditions", "where", "quote",
            "claim", "method", "owner", "owner_kind", "subject")  # fmt: skip


def _table(data: dict[str, Any]) -> Table:
    from kb.table import table_from

    for line in data["lines"]:
        line["record"] = line.pop("about")
        for value in line["values"]:
            value["provenance"] = value["provenance"].lower()
            value["sources"] = [one["id"] for one in value["sources"]]
            value["contradicted_by"] = value.pop("contradictedBy")
    return table_from(data)


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    conditions = "; ".join(
        f"{c['quantity']}={c['printed'] or c['state'].lower().replace('_', ' ')}" for c in one["conditions"]
    )
    return {
        **{key: one[key] for key in ("id", "quantity", "label", "printed", "qualifier", "where", "quote")},
        **one["value"], "conditions": conditions, "claim": one["claim"].lower(),
        "method": one["experiment"] and one["experiment"]["method"].lower(), "owner": one["ownerId"],
        "owner_kind": one["ownerKind"], "subject": one["subjectId"],
    }  # fmt: skip


class _Embedded:
    def __init__(self, database: str | None) -> None:
        from kb.base import Base

        self._base = Base(database)

    def execute(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        from kb.graphql import execute

        return execute(self._base, document, variables)

    def close(self) -> None:
        self._base.close()


class _Remote:
    def __init__(self, url: str) -> None:
        import httpx

        self._url = url.rstrip("/") + ("" if url.rstrip("/").endswith("/graphql") else "/graphql")
        self._http = httpx.Client(timeout=TIMEOUT)

    def execute(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        import httpx

        try:
            response = self._http.post(self._url, json={"query": document, "variables": variables})
            answer: dict[str, Any] = response.json()
        except httpx.HTTPError as error:
            raise ClientError(
                self._url, f"no answer: {error}", "check the address, and that `kb serve` runs there"
            ) from error
        except ValueError as error:
            raise ClientError(
                self._url, "the answer is not JSON", "check that the address is a knowledge base's"
            ) from error
        return answer

    def close(self) -> None:
        self._http.close()


def connect(where: str | None = None) -> Client:
    """Open a base: a server by its URL, a database by file or URL, else ``KB_DATABASE_URL`` or ``kb.sqlite``.

    The embedded base is built from the seeds when its file does not exist yet.
    """
    if where and where.startswith(("http://", "https://")):
        return Client(_Remote(where))
    from kb.database import database_url

    url = database_url(where)
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        from kb.base import default_seeds
        from kb.build import build

        build(default_seeds(), where)
    return Client(_Embedded(where))
