"""``kb serve``: the GraphQL API over HTTP for one open base, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from kb.base import Base
from schema.errors import KbError

if TYPE_CHECKING:
    from kb.serving import Application, Settings

__all__ = ["ServerError", "application", "serve"]


class ServerError(KbError):
    """The server can't start."""

    code = "server"


def application(base: Base, settings: Settings | None = None) -> Application:
    """The ASGI application over one open base."""
    from kb.serving import Application, engine_of

    return Application(engine_of(base), settings)


def serve(
    database: str | None, host: str, port: int, *, say: Callable[[str], None], settings: Settings | None = None
) -> None:
    """Serve until stopped; raises :class:`ServerError` when the port is taken."""
    import uvicorn

    from kb.serving import Settings
    from kb.serving.protocol import protocol

    settings = settings or Settings()
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
    try:
        app = application(base, settings)
        say(f"build {base.build}: GraphQL at http://{host}:{listener.getsockname()[1]}/graphql, console at /")
        config = uvicorn.Config(
            app, http=protocol(settings), ws="none", log_level="error", access_log=False, server_header=False,
            date_header=True, limit_concurrency=settings.connections, timeout_keep_alive=int(settings.idle_timeout) or 1,
            backlog=2048, timeout_graceful_shutdown=int(settings.timeout) + 1,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
        base.close()
