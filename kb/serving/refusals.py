"""How the server says no: a code, a status, what is wrong and how to mend it, as a GraphQL response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from schema.errors import KbError

__all__ = ["STATUS", "RefusedError", "error_of", "failed", "refusal_body"]

LONGEST_MESSAGE = 500  # characters: a request's own words come back no longer than this

# Every code that the server itself answers with, and its HTTP status. Those at 400 are about a document, and answer
# 200 to a client that asks for application/json, as GraphQL over HTTP wants it for a well-formed request.
STATUS = {
    "request": 400, "json": 400, "method": 405, "not-found": 404, "not-acceptable": 406, "media-type": 415,
    "too-large": 413, "too-slow": 408, "key": 401, "rate": 429, "busy": 503, "internal": 500,
    "syntax": 400, "validation": 400, "operation": 400, "document-size": 400, "document-depth": 400,
    "document-breadth": 400, "document-aliases": 400, "fragment-cycle": 400, "page-size": 400, "cost": 400,
    "variables": 400, "unknown-document": 400, "not-persisted": 400,
}  # fmt: skip
ABOUT_DOCUMENT = {
    "syntax", "validation", "operation", "document-size", "document-depth", "document-breadth", "document-aliases",
    "fragment-cycle", "page-size", "cost", "variables", "unknown-document", "not-persisted",
}  # fmt: skip


class RefusedError(KbError):
    """A request that is not answered; ``code`` is one of :data:`STATUS`."""

    code = "refused"

    def __init__(
        self, code: str, where: str, what: str, mend: str, *,
        headers: Sequence[tuple[bytes, bytes]] = (), locations: Sequence[Mapping[str, int]] = (), message: str = "",
        more: Sequence[RefusedError] = (), status: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(_clipped(where), _clipped(what), _clipped(mend))
        self.code = code
        self.status = status or STATUS[code]
        self.headers = headers
        self.locations = locations
        self.message = _clipped(message) or f"{self.where}: {self.what}"
        self.more = more

    def status_for(self, *, legacy: bool) -> int:
        """The HTTP status; ``legacy`` for clients of application/json."""
        return 200 if legacy and self.code in ABOUT_DOCUMENT and self.status == 400 else self.status


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 1]}…"


def error_of(refused: RefusedError) -> dict[str, Any]:
    """One entry of ``errors``."""
    made: dict[str, Any] = {"message": refused.message}
    if refused.locations:
        made["locations"] = list(refused.locations)
    made["extensions"] = {
        "code": refused.code, "where": refused.where, "what": refused.what, "mend": refused.mend
    }  # fmt: skip
    return made


def refusal_body(refused: RefusedError) -> bytes:
    """The response to a request that was not executed: it has no ``data``."""
    return orjson.dumps({"errors": [error_of(one) for one in (refused, *refused.more)]})


def failed(error: KbError) -> bytes:
    """The response to an operation that was begun and could not be answered at all."""
    extensions = {"code": error.code, "where": error.where, "what": error.what, "mend": error.mend}
    message = _clipped(f"{error.where}: {error.what}")
    return orjson.dumps({"data": None, "errors": [{"message": message, "extensions": extensions}]})
