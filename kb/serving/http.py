"""A request and its answer, as little as the server needs of them."""

from __future__ import annotations

from typing import Any

from kb.serving.requests import Headers, Receive, Scope

__all__ = ["NO_STORE", "TEXT", "VARY", "Request", "Response", "matches", "unchanged"]

TEXT = b"text/plain; charset=utf-8"
NO_STORE = (b"cache-control", b"no-store")
VARY = (b"vary", b"accept, accept-encoding")


class Response:
    """A whole answer."""

    __slots__ = ("body", "headers", "status")

    def __init__(
        self, status: int, media: bytes, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
    ) -> None:
        self.status, self.body = status, body
        self.headers = [(b"content-type", media), (b"content-length", b"%d" % len(body)), *(headers or ())]


class Request:
    """What is known of a request; the answering functions add what the log is to say."""

    __slots__ = ("address", "body", "headers", "key", "line", "method", "path", "query", "receive")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.headers: Headers = dict(scope["headers"])
        client = scope.get("client")
        self.address: str = client[0] if client else ""
        self.receive = receive
        self.key = ""
        self.line: dict[str, Any] = {}


def matches(said: bytes, tag: bytes) -> bool:
    """Whether an ``If-None-Match`` names a tag; weakly, as it is meant."""
    if not said:
        return False
    plain = tag.removeprefix(b"W/")
    return any(one.strip() in (b"*", tag, plain) for one in said.split(b","))


def unchanged(headers: list[tuple[bytes, bytes]]) -> Response:
    """304: the client has it already."""
    made = Response(304, TEXT, b"", headers)
    del made.headers[:2]  # what is not sent has no type and no length
    return made
