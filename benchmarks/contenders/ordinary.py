"""The same schema answered by Strawberry's own executor: what the graph would cost without compiled plans."""

from __future__ import annotations

from typing import Any

import orjson

from kb.base import Base
from kb.graph.engine import Engine

__all__ = ["application"]


def application(file: str) -> Any:
    """A bare ASGI app around Strawberry's executor, with data loaders."""
    engine = Engine(Base(file), fast=False)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        import asyncio

        answer = await asyncio.to_thread(engine.run, orjson.loads(body)["query"])
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    return app
