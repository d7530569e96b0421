"""All nodes of a connection, page by page, through a client: embedded and remote bases give the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from schema.errors import KbError

if TYPE_CHECKING:
    from kb.client import Client

__all__ = ["MetaError", "nodes", "within"]


class MetaError(KbError):
    """Input that a meta-analysis can't use: a frame without a column that is needed, or an unknown name of a method."""

    code = "meta"


def nodes(
    client: Client, field: str, kind: str, body: str, where: Mapping[str, Any] | None = None, page: int = 200
) -> Iterator[dict[str, Any]]:
    """The nodes of a root field: ``kind`` is the type that its filter is named after, ``body`` what to select."""
    document = (
        f"query($where: {kind}Filter, $after: String) {{ {field}(where: $where, first: {page}, after: $after) "
        f"{{ nodes {{ {body} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    )
    after: str | None = None
    while True:
        found = client.query(document, where=dict(where or {}), after=after)[field]
        yield from found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]


def within(node: Mapping[str, Any] | None, *keys: str) -> Any:
    """What stands at the end of a path of keys; None where one of them leads nowhere."""
    found: Any = node
    for key in keys:
        if found is None:
            return None
        found = found.get(key)
    return found
