"""The ASGI app: GraphQL at /graphql, a console at / that loads nothing from elsewhere, the SDL, a health answer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.base import Base
from schema.errors import KbError

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["ServerError", "application", "serve"]

LARGEST_REQUEST = 1_000_000  # bytes


class ServerError(KbError):
    """The server can't start."""

    code = "server"


def application(base: Base) -> Starlette:
    """The app over one open base."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    from kb.graphql import execute, sdl

    def refused(status: int, what: str, mend: str) -> Response:
        error = {"message": what, "extensions": {"code": "request", "what": what, "mend": mend}}
        return JSONResponse({"data": None, "errors": [error]}, status_code=status)

    async def graphql(request: Request) -> Response:
        body: Any
        if request.method == "GET":
            body = {"query": request.query_params.get("query")}
        else:
            length = request.headers.get("content-length", "0")
            raw = b"" if length.isdigit() and int(length) > LARGEST_REQUEST else await request.body()
            if not raw or len(raw) > LARGEST_REQUEST:
                return refused(
                    413 if raw or length != "0" else 400,
                    "the request is empty or too large",
                    f"send at most {LARGEST_REQUEST} bytes",
                )
            try:
                body = await request.json()
            except ValueError:
                return refused(400, "the request is not JSON", 'send {"query": "…", "variables": {…}}')
        if not isinstance(body, dict) or not isinstance(body.get("query"), str):
            return refused(400, "the request has no query", 'send {"query": "…", "variables": {…}}')
        variables = body.get("variables") or {}
        if not isinstance(variables, dict):
            return refused(400, "variables are not an object", 'send {"variables": {"name": "value"}}')
        answer = await run_in_threadpool(execute, base, body["query"], variables, body.get("operationName"))
        return JSONResponse(answer)

    async def health(_: Request) -> Response:
        return JSONResponse({"build": base.build})

    async def definition(_: Request) -> Response:
        return PlainTextResponse(sdl())

    async def console(_: Request) -> Response:
        return FileResponse(Path(__file__).with_name("console.html"))

    return Starlette(
        routes=[
            Route("/graphql", graphql, methods=["GET", "POST"]),
            Route("/healthz", health),
            Route("/schema.graphql", definition),
            Route("/", console),
        ]
    )


def serve(database: str | None, host: str, port: int, *, say: Callable[[str], None]) -> None:
    """Serve until stopped; raises :class:`ServerError` when the port is taken."""
    import uvicorn

    base = Base(database)
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        base.close()
        raise ServerError(
            f"{host}:{port}",
            f"can't listen there: {error.strerror}",
            "stop what uses it, or choose another with --port",
        ) from error
    say(f"build {base.build}: GraphQL at http://{host}:{listener.getsockname()[1]}/graphql, console at /")
    server = uvicorn.Server(uvicorn.Config(application(base), log_level="warning"))
    try:
        server.run(sockets=[listener])
    finally:
        base.close()
