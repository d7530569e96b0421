"""The ASGI application, plain: one function a path, one pass over the headers, one message with the whole answer."""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from typing import Any

import orjson
from graphql import print_schema

from kb.serving.access import Access
from kb.serving.bulk import Streamed, Tables
from kb.serving.compress import encoding_for
from kb.serving.console import SECURITY, StaticFile, static_files
from kb.serving.engine import Engine
from kb.serving.http import NO_STORE, TEXT, Request, Response, matches, unchanged
from kb.serving.metrics import Log, Metrics
from kb.serving.operations import Operations
from kb.serving.refusals import RefusedError, failed, refusal_body
from kb.serving.requests import PLAIN_JSON, DisconnectedError, Receive, Scope, accepted_type
from kb.serving.settings import Settings
from schema.errors import KbError

__all__ = ["Application"]

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
METRICS = b"text/plain; version=0.0.4; charset=utf-8"
READY_FOR = 1.0  # seconds that an answer of /readyz holds
READY_WITHIN = 2.0  # seconds in which a ready engine answers


class Application:
    """The HTTP face of an engine."""

    def __init__(self, engine: Engine, settings: Settings | None = None, *, log: Log | None = None) -> None:
        self.engine = engine
        self.settings = settings = settings or Settings()
        self.metrics = Metrics()
        self.log = log or Log()
        self.access = Access(settings)
        self.operations = Operations(engine, settings, self.access)
        self._sdl: StaticFile | None = None
        self._ready = (0.0, False)
        self._static = static_files() if settings.console else {}
        self._routes: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "/graphql": self.operations.answer, "/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics,
            "/schema.graphql": self._schema, "/documents.json": self._documents,
        }  # fmt: skip
        self.tables = Tables(lambda: self.engine, settings, self.access)
        if self.tables.paths:
            self._routes["/tables.json"] = self.tables.listing
        for path in self.tables.paths:
            self._routes[path] = self.tables.answer
        for path in self._static:
            self._routes[path] = self._file

    def close(self) -> None:
        """Let go of the threads and write out the log."""
        self.operations.places.close()
        self.log.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's own questions."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        started = time.perf_counter()
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except DisconnectedError:
            self._note(request, 499, 0, started)
            return
        except RefusedError as error:
            response = self._refused(request, error)
        except Exception as error:  # noqa: BLE001 - whatever went wrong stays in the log
            response = self._broken(request, error)
        if b"origin" in request.headers and self.settings.cors:
            response.headers += self._cors(request)
        await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
        size = len(response.body)
        if isinstance(response, Streamed):
            try:
                size = await response.send_parts(send, receive, self.settings.idle_timeout)
            except DisconnectedError:
                self._note(request, 499, 0, started)
                return
        else:
            await send({"type": "http.response.body", "body": response.body if request.method != "HEAD" else b""})
        self._note(request, response.status, size, started)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, request: Request) -> Response:
        route = self._routes.get(request.path)
        if route is None:
            raise RefusedError("not-found", request.path, "nothing stands here", "ask at /graphql; the console is at /")
        allowed = ("GET", "POST", "HEAD") if request.path == "/graphql" else ("GET", "HEAD")
        if request.method not in allowed:
            if request.method == "OPTIONS" and self.settings.cors:
                return Response(204, TEXT, b"")
            raise RefusedError(
                "method", request.path, f"it does not answer {request.method[:20]}", f"use {' or '.join(allowed)}",
                headers=[(b"allow", ", ".join(allowed).encode())],
            )  # fmt: skip
        return await route(request)

    # -- the other paths -----------------------------------------------------------------------------------------------

    async def _healthz(self, _: Request) -> Response:
        return Response(200, PLAIN_JSON, orjson.dumps({"status": "ok", "build": self.engine.build}), [NO_STORE])

    async def _readyz(self, _: Request) -> Response:
        at, ready = self._ready
        if time.monotonic() - at > READY_FOR:
            deadline = time.monotonic() + READY_WITHIN
            try:
                answer = await self.operations.places.run(
                    lambda: self.engine.run("{ __typename }", None, None, deadline), deadline
                )
                ready = b'"errors"' not in answer
            except Exception:  # noqa: BLE001 - whatever it is, it is not ready
                ready = False
            self._ready = (time.monotonic(), ready)
        state = {"status": "ready" if ready else "not ready", "build": self.engine.build}
        return Response(200 if ready else 503, PLAIN_JSON, orjson.dumps(state), [NO_STORE])

    async def _metrics(self, request: Request) -> Response:
        request.key = self.access.admit(request.headers, request.address)
        places, prepared = self.operations.places, self.operations.prepared
        gauges = {
            "kb_operations_in_place": ("gauge", "Operations that run or wait.", float(places.taken)),
            "kb_operations_most": ("gauge", "Operations that may run or wait.", float(places.most)),
            "kb_documents_remembered": ("gauge", "Documents whose parsing is remembered.", float(len(prepared))),
            "kb_document_hits_total": ("counter", "Documents found remembered.", float(prepared.hits)),
            "kb_document_misses_total": ("counter", "Documents that had to be read.", float(prepared.misses)),
            "kb_not_modified_total": ("counter", "Answers that the client had already.", float(self.operations.not_modified)),
            "kb_log_dropped_total": ("counter", "Lines of the log that were dropped.", float(self.log.dropped)),
        }  # fmt: skip
        return Response(200, METRICS, self.metrics.text(self.engine.build, gauges), [NO_STORE])

    async def _schema(self, request: Request) -> Response:
        if not self.settings.introspection:
            raise RefusedError("not-found", request.path, "the schema is not shown here", "ask who runs this server")
        if self._sdl is None:
            body = (print_schema(self.engine.schema) + "\n").encode()
            self._sdl = StaticFile(TEXT, body, b'W/"%s"' % sha256(body).hexdigest()[:32].encode())
        return self._static_answer(request, self._sdl)

    async def _documents(self, request: Request) -> Response:
        body = orjson.dumps(self.operations.persisted.examples)
        return self._static_answer(
            request, StaticFile(PLAIN_JSON, body, b'W/"%s"' % sha256(body).hexdigest()[:32].encode())
        )

    async def _file(self, request: Request) -> Response:
        return self._static_answer(request, self._static[request.path])

    def _static_answer(self, request: Request, file: StaticFile) -> Response:
        if matches(request.headers.get(b"if-none-match", b""), file.tag):
            return unchanged([(b"etag", file.tag), (b"cache-control", b"no-cache"), (b"vary", b"accept-encoding")])
        encoding = encoding_for(request.headers.get(b"accept-encoding", b""))
        if len(file.body) < self.settings.compress_bytes:
            encoding = b""
        more = [(b"etag", file.tag), (b"cache-control", b"no-cache"), (b"vary", b"accept-encoding"), *SECURITY]
        if encoding:
            more.append((b"content-encoding", encoding))
        return Response(200, file.media, file.encode(encoding), more)

    # -- what goes wrong ----------------------------------------------------------------------------------------

    def _refused(self, request: Request, error: RefusedError) -> Response:
        self.metrics.refuse(error.code)
        request.line["code"] = error.code
        media = accepted_type(request.headers.get(b"accept", b"")) or PLAIN_JSON
        status = error.status_for(legacy=media is PLAIN_JSON)
        return Response(status, media, refusal_body(error), [NO_STORE, *error.headers])

    def _broken(self, request: Request, error: Exception) -> Response:
        media = accepted_type(request.headers.get(b"accept", b"")) or PLAIN_JSON
        if isinstance(error, KbError):  # an engine's own refusal: the operation was begun
            self.metrics.refuse(error.code)
            request.line["code"] = error.code
            return Response(200, media, failed(error), [NO_STORE])
        mark = secrets.token_hex(6)
        # frames only: the message of an error may hold a variable's value
        frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
        request.line |= {"code": "internal", "error": mark, "kind": type(error).__name__, "frames": frames}
        self.metrics.refuse("internal")
        refused = RefusedError("internal", f"error {mark}", "something broke in the server",
                               "ask who runs this server, who finds this id in the log")  # fmt: skip
        return Response(500, media, refusal_body(refused), [NO_STORE])

    def _cors(self, request: Request) -> list[tuple[bytes, bytes]]:
        origin = request.headers[b"origin"]
        if "*" not in self.settings.cors and origin.decode("latin-1") not in self.settings.cors:
            return [(b"vary", b"origin")]
        made = [
            (b"access-control-allow-origin", b"*" if "*" in self.settings.cors else origin), (b"vary", b"origin"),
            (b"access-control-expose-headers", b"accept-ranges, content-range, etag, retry-after, x-kb-build"),
        ]  # fmt: skip
        if request.method == "OPTIONS":
            made += [
                (b"access-control-allow-methods", b"GET, POST"), (b"access-control-max-age", b"600"),
                (b"access-control-allow-headers", b"authorization, content-type, if-none-match, if-range, range, x-api-key"),
            ]  # fmt: skip
        return made

    def _note(self, request: Request, status: int, size: int, started: float) -> None:
        seconds = time.perf_counter() - started
        path = request.path if request.path in self._routes else "other"
        self.metrics.count(path, request.method, status, seconds, size)
        if self.settings.access_log:
            line = request.line
            line.update(method=request.method[:20], path=request.path[:200], status=status,
                        ms=round(seconds * 1e3, 3), bytes=size)  # fmt: skip
            if request.key:
                line["key"] = request.key
            self.log.add(line)
