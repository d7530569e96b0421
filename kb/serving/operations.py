"""Answering at /graphql: from what is asked, by the document that is meant, within its cost, to the engine and back."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path

import orjson

from kb.serving.access import Access, Places
from kb.serving.cache import MOST_ERRORS, Persisted, Prepared, Remembered, default_documents, prepare
from kb.serving.compress import compressed, encoding_for
from kb.serving.engine import Engine
from kb.serving.http import NO_STORE, VARY, Request, Response, matches, unchanged
from kb.serving.refusals import RefusedError
from kb.serving.requests import Asked, accepted_type, asked_by_get, asked_by_post, read_body
from kb.serving.settings import Settings

__all__ = ["Operations"]


class Operations:
    """The operations of one engine: documents remembered, costs checked, places shared out."""

    def __init__(self, engine: Engine, settings: Settings, access: Access) -> None:
        self.engine, self.settings, self.access = engine, settings, access
        folder = Path(settings.documents) if settings.documents else default_documents()
        self.persisted = Persisted(folder, settings.cache_bytes)
        self.prepared: Remembered[Prepared] = Remembered(settings.cache_bytes)
        self.places = Places(settings.concurrency, settings.queue)
        self.not_modified = 0

    async def answer(self, request: Request) -> Response:
        """The answer to a request at /graphql; raises :class:`RefusedError`."""
        settings, headers = self.settings, request.headers
        request.key = self.access.admit(headers, request.address)
        media = accepted_type(headers.get(b"accept", b""))
        if media is None:
            raise RefusedError("not-acceptable", "Accept", "the answer is application/graphql-response+json or "
                               "application/json", "accept one of them")  # fmt: skip
        deadline = time.monotonic() + settings.timeout
        if request.method == "POST":
            asked = asked_by_post(await read_body(request.receive, headers, settings), headers, settings)
            deadline = time.monotonic() + settings.timeout
        else:
            asked = asked_by_get(request.query, settings)
        text = self._text(asked)
        prepared = self.prepared.get(text)
        if prepared is None:
            prepared = await self.places.run(lambda: prepare(text, self.engine.schema, settings), deadline)
            self.prepared.put(text, prepared, len(text) + 500)
        request.line["document"] = prepared.id
        if request.method != "POST" and "mutation" in prepared.kinds.values():
            raise RefusedError("method", "GET", "a mutation is not for GET, and the base is read-only", "ask a query",
                               headers=[(b"allow", b"POST")])  # fmt: skip
        name, cost = prepared.operation(asked.operation)
        request.line["operation"] = name
        cost.of(asked.variables or {})
        tag = b"" if request.method == "POST" else self._tag(prepared, asked)
        if tag and matches(headers.get(b"if-none-match", b""), tag):
            self.not_modified += 1
            return unchanged([*self._caching(tag), VARY])
        encoding = encoding_for(headers.get(b"accept-encoding", b""))

        def work() -> tuple[bytes, bool, bytes]:
            body = self.engine.run(text, asked.variables, asked.operation, deadline)
            whole = body[:9] == b'{"data":{' and body[-2:] == b"}}"  # errors would stand last
            if body[:13] == b'{"data":null,':
                _check_begun(body)
            if encoding and len(body) >= settings.compress_bytes:
                return compressed(body, encoding), whole, encoding
            return body, whole, b""

        body, whole, used = await self.places.run(work, deadline)
        more = [VARY]
        if used:
            more.append((b"content-encoding", used))
        if tag:
            more += self._caching(tag) if whole else [NO_STORE]
        return Response(200, media, body, more)

    def _text(self, asked: Asked) -> str:
        """The document asked for, by its text or its id."""
        settings = self.settings
        if asked.query is None and asked.id is not None:
            text = self.persisted.known(asked.id)
            if text is None:
                raise RefusedError("unknown-document", f"id {asked.id[:100]}", "no such persisted document",
                                   "/documents.json lists them; or send the query itself")  # fmt: skip
            return text
        if asked.hash is not None and asked.query is None:
            text = self.persisted.known(f"sha256:{asked.hash}")
            if text is None:  # in the words of automatic persisted queries, which clients look for
                word = "PersistedQueryNotFound" if settings.automatic_persisted else "PersistedQueryNotSupported"
                raise RefusedError("unknown-document", "extensions.persistedQuery", "no document of this hash",
                                   "send the query itself", message=word)  # fmt: skip
            return text
        query = asked.query or ""
        if asked.hash is not None and settings.automatic_persisted and not settings.persisted_only:
            self.persisted.store(asked.hash, query)
        if settings.persisted_only and query not in self.persisted.by_id.values():
            raise RefusedError("not-persisted", "query", "this server answers its own documents only",
                               "/documents.json lists them")  # fmt: skip
        return query

    def _tag(self, prepared: Prepared, asked: Asked) -> bytes:
        given = orjson.dumps([prepared.id, asked.operation, asked.variables or {}], option=orjson.OPT_SORT_KEYS)
        return b'W/"%s-%s"' % (self.engine.build.encode(), sha256(given).hexdigest()[:32].encode())

    def _caching(self, tag: bytes) -> list[tuple[bytes, bytes]]:
        whose = "public" if self.access.open else "private"
        fresh = f"max-age={self.settings.max_age}" if self.settings.max_age else "no-cache"
        return [(b"etag", tag), (b"cache-control", f"{whose}, {fresh}".encode())]


def _check_begun(body: bytes) -> None:
    """Tell an operation that failed from a request whose variables did not fit: its errors have no path."""
    errors = orjson.loads(body)["errors"]
    first = errors[0]
    if any("path" in error for error in errors) or first.get("extensions", {}).get("code") not in (None, "query"):
        return
    refused = [
        RefusedError("variables", "variables", error["message"], "give what the schema asks for; it stands at "
                     "/schema.graphql", message=error["message"], locations=error.get("locations", ()))
        for error in errors[:MOST_ERRORS]
    ]  # fmt: skip
    refused[0].more = refused[1:]
    raise refused[0]
