"""Limits that only the connection can keep: how large the head of a request may be, and how slowly it may come."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kb.serving.refusals import RefusedError, refusal_body
from kb.serving.settings import Settings

__all__ = ["protocol"]

TOO_LARGE, TOO_SLOW, MALFORMED = (
    b"431 Request Header Fields Too Large", b"408 Request Timeout", b"400 Bad Request",
)  # fmt: skip


class _BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a limit of time and size on heads, and on readers that do not read."""

    settings: Settings

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head = 0  # bytes of a head that is not complete yet
        self._slow: asyncio.TimerHandle | None = None
        self._unread = 0  # bytes of an answer that its reader had not taken at the last look

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._slow = self.loop.call_later(self.settings.head_timeout, self._too_slow)

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        waiting = before is None or before.response_complete
        super().data_received(data)
        if not waiting:
            return
        if self.cycle is not before:
            self._head = 0
            if self._slow is not None:
                self._slow.cancel()
                self._slow = None
            return
        self._head += len(data)
        if self._head > self.settings.head_bytes:
            self._refuse(TOO_LARGE, "too-large", f"its head is larger than {self.settings.head_bytes} bytes")
        elif self._slow is None and not self.transport.is_closing():
            self._slow = self.loop.call_later(self.settings.head_timeout, self._too_slow)

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.settings.head_bytes:
            self._refuse(TOO_LARGE, "too-large", f"its head is larger than {self.settings.head_bytes} bytes")
            raise ValueError("head too large")  # stops the parser
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._slow is not None:
            self._slow.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is told so in our own words."""
        self._refuse(MALFORMED, "request", msg[:100])

    def on_response_complete(self) -> None:
        """Also watch the reader of an answer after which the connection closes."""
        super().on_response_complete()
        self._unread = 0
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; one whose reader took nothing of its answer since the last look is cut."""
        left = self.transport.get_write_buffer_size()
        if not left:
            super().timeout_keep_alive_handler()
        elif self._unread and left >= self._unread:
            self.transport.abort()
        else:
            self._unread = left
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _too_slow(self) -> None:
        self._slow = None
        if not self._head:
            self.transport.close()
            return
        self._refuse(TOO_SLOW, "too-slow", f"its head did not arrive within {self.settings.head_timeout:g} s")

    def _refuse(self, status: bytes, code: str, what: str) -> None:
        if self.transport.is_closing():
            return
        body = refusal_body(RefusedError(code, "request", what, "send it again as HTTP/1.1, smaller or faster"))
        self.transport.write(
            b"HTTP/1.1 " + status + b"\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close\r\n"
            b"content-length: %d\r\n\r\n" % len(body) + body
        )
        self.transport.close()


def protocol(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol class for uvicorn's ``http=`` option."""
    return cast(type[asyncio.Protocol], type("BoundedProtocol", (_BoundedProtocol,), {"settings": settings}))
