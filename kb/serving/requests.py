"""From an HTTP request to what is asked: headers, negotiation, a body read within its limits of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import orjson

from kb.serving.limits import check_nesting_of_variables
from kb.serving.refusals import RefusedError
from kb.serving.settings import Settings

__all__ = [
    "Asked", "DisconnectedError", "Headers", "Receive", "Scope", "accepted_type", "asked_by_get", "asked_by_post",
    "read_body",
]  # fmt: skip

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Headers = dict[bytes, bytes]
RESPONSE_JSON = b"application/graphql-response+json; charset=utf-8"
PLAIN_JSON = b"application/json; charset=utf-8"
DRAIN_SECONDS = 0.4  # of a body that is too large: read and thrown away, so that the client gets to read why
KEYS = {"query", "variables", "operationName", "extensions", "id", "documentId"}


class DisconnectedError(Exception):
    """The client went away before its request was read."""


class Asked:
    """What one request asks."""

    __slots__ = ("hash", "id", "operation", "query", "variables")

    def __init__(
        self, query: str | None, key: str | None, variables: dict[str, object] | None, operation: str | None,
        stored: str | None,
    ) -> None:  # fmt: skip
        self.query, self.id, self.variables, self.operation, self.hash = query, key, variables, operation, stored


@lru_cache(maxsize=256)
def accepted_type(accept: bytes) -> bytes | None:
    """The media type of the answer by the request's ``Accept``; None when neither of ours will do."""
    if not accept:
        return PLAIN_JSON
    best: tuple[float, int, bytes] | None = None
    for position, part in enumerate(accept.lower().split(b",")):
        media, _, parameters = part.partition(b";")
        quality = _quality(parameters)
        kind = {
            b"application/graphql-response+json": RESPONSE_JSON,
            b"application/json": PLAIN_JSON, b"application/*": PLAIN_JSON, b"*/*": PLAIN_JSON,
        }.get(media.strip())  # fmt: skip
        if kind and quality > 0 and (best is None or (quality, -position) > best[:2]):
            best = (quality, -position, kind)
    return best[2] if best else None


def _quality(parameters: bytes) -> float:
    for part in parameters.split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == b"q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
        if name == b"charset" and value.strip(b'"') not in (b"utf-8", b"utf8"):
            return 0.0
    return 1.0


@lru_cache(maxsize=256)
def _is_json(content_type: bytes) -> bool:
    media, _, parameters = content_type.lower().partition(b";")
    return media.strip() == b"application/json" and _quality(parameters) > 0


async def read_body(receive: Receive, headers: Headers, settings: Settings) -> bytes:
    """The whole body; raises :class:`RefusedError` when it is too large or too slow."""
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared[:20]) > settings.request_bytes:
        await _drain(receive)
        raise _too_large(settings)
    try:
        async with asyncio.timeout(settings.body_timeout):
            message = await receive()
            body: bytes = message.get("body", b"")
            if (
                message["type"] == "http.request"
                and not message.get("more_body")
                and len(body) <= settings.request_bytes
            ):
                return body
            parts, size = [body], len(body)
            while message["type"] == "http.request" and message.get("more_body") and size <= settings.request_bytes:
                message = await receive()
                parts.append(message.get("body", b""))
                size += len(parts[-1])
    except TimeoutError as error:
        raise RefusedError(
            "too-slow", "request", f"its body did not arrive within {settings.body_timeout:g} s", "send it again, faster",
            headers=[(b"connection", b"close")],
        ) from error  # fmt: skip
    if message["type"] == "http.disconnect":
        raise DisconnectedError
    if size > settings.request_bytes:
        await _drain(receive)
        raise _too_large(settings)
    return b"".join(parts)


def _too_large(settings: Settings) -> RefusedError:
    return RefusedError(
        "too-large", "request", f"its body is larger than {settings.request_bytes} bytes",
        "send less at a time", headers=[(b"connection", b"close")],
    )  # fmt: skip


async def _drain(receive: Receive) -> None:
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while (message := await receive())["type"] == "http.request" and message.get("more_body"):
                pass
    except TimeoutError:
        pass


def asked_by_post(body: bytes, headers: Headers, settings: Settings) -> Asked:
    """What a POST asks; raises :class:`RefusedError`."""
    if not _is_json(headers.get(b"content-type", b"")):
        raise RefusedError("media-type", "Content-Type", "the body is no application/json in UTF-8",
                           "send application/json")  # fmt: skip
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise RefusedError("media-type", "Content-Encoding", "compressed bodies are not read", "send it as it is")
    if not body:
        raise RefusedError("request", "request", "its body is empty", 'send {"query": "…", "variables": {…}}')
    return _asked(_json(body, "request"), settings)


def asked_by_get(query_string: bytes, settings: Settings) -> Asked:
    """What a GET asks: ``query`` or ``id``, ``variables`` and ``extensions`` as JSON, ``operationName``."""
    if len(query_string) > settings.url_bytes:
        raise RefusedError("too-large", "query string", f"longer than {settings.url_bytes} bytes", "send it by POST",
                           status=414)  # fmt: skip
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=50
        )
    except ValueError as error:
        raise RefusedError("request", "query string", "not UTF-8, or too many parameters", "percent-encode UTF-8") from error  # fmt: skip
    given: dict[str, Any] = {name: value for name, value in pairs if name in KEYS}
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = _json(given[name].encode(), name) if given[name] else None
    return _asked({name: value for name, value in given.items() if value != ""}, settings)


def _json(raw: bytes, where: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise RefusedError("json", where, f"not JSON: {error.msg}", "send JSON in UTF-8; it has no NaN and no Infinity") from error  # fmt: skip


def _asked(given: Any, settings: Settings) -> Asked:
    if isinstance(given, list):
        raise RefusedError("request", "request", "a list of requests is not answered",
                           "send one at a time, or several root fields in one document")  # fmt: skip
    if not isinstance(given, dict):
        raise RefusedError("request", "request", "not an object", 'send {"query": "…", "variables": {…}}')
    query, operation = _text(given, "query"), _text(given, "operationName")
    key = _text(given, "id") or _text(given, "documentId")
    variables = _object(given, "variables")
    extensions = _object(given, "extensions")
    stored: str | None = None
    if extensions and "persistedQuery" in extensions:
        stored = _text(_object(extensions, "persistedQuery") or {}, "sha256Hash")
    if query is None and key is None and stored is None:
        raise RefusedError("request", "request", "it has neither query nor id", 'send {"query": "…", "variables": {…}}')
    if variables:
        check_nesting_of_variables(variables, settings.nesting)
    return Asked(query, key, variables, operation, stored)


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise RefusedError("request", name, "not a text", f'send "{name}": "…"')
    return value


def _object(given: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = given.get(name)
    if value is not None and not isinstance(value, dict):
        raise RefusedError("request", name, "not an object", f'send "{name}": {{"name": "value"}}')
    return value
