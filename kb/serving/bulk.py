"""Whole tables over HTTP: ``/tables/readings.arrow`` and ``.parquet``, as kept files with ranges, else streamed.

The first who asks for a table gets it as it is read, while it is written into a file beside the base; all after that
are served the file. It has the same bytes and the same ETag, so that a download that broke off is resumed.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from kb.serving.access import Access
from kb.serving.engine import Engine
from kb.serving.http import NO_STORE, Request, Response, matches, unchanged
from kb.serving.refusals import RefusedError
from kb.serving.requests import PLAIN_JSON, DisconnectedError, Receive
from kb.serving.settings import Settings

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["Streamed", "Tables"]

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
CHUNK = 1 << 20  # bytes of a file that are read at once
PIECE = 1 << 18  # bytes of a stream that are sent at once
AHEAD = 4  # pieces that a stream may be ahead of its reader
_RANGE = re.compile(rb"bytes=(\d{0,18})-(\d{0,18})")


class Streamed(Response):
    """An answer in parts; ``send_parts`` gives the number of bytes that were sent."""

    __slots__ = ("parts",)

    def __init__(
        self, status: int, media: bytes, headers: list[tuple[bytes, bytes]], parts: AsyncIterator[bytes]
    ) -> None:
        super().__init__(status, media, b"", headers)
        del self.headers[1]  # the length is among the headers where it is known
        self.parts = parts

    async def send_parts(self, send: Send, receive: Receive, patience: float) -> int:
        """Send all parts; raises :class:`DisconnectedError` when nobody reads them any more."""
        gone = asyncio.ensure_future(_gone(receive))
        size = 0
        try:
            async for part in self.parts:
                async with asyncio.timeout(patience):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                size += len(part)
                if gone.done():
                    raise DisconnectedError
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError as error:
            raise DisconnectedError from error
        finally:
            gone.cancel()
            with suppress(AttributeError):
                await self.parts.aclose()  # type: ignore[attr-defined]
        return size


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Pipe:
    """From the thread that writes a table to the loop that sends it, never more than a few pieces ahead."""

    def __init__(self, file: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue()
        self._room = threading.Semaphore(AHEAD)
        self._held: list[bytes] = []
        self._size = 0
        self.file = file
        self.abandoned = False

    def write(self, data: bytes) -> None:
        """Take bytes, in the thread; waits while the reader is behind."""
        if self.file is not None:
            self.file.write(data)
        if self.abandoned:
            if self.file is None or self.file.broken:
                raise DisconnectedError  # for nobody
            return
        self._held.append(data)
        self._size += len(data)
        if self._size >= PIECE:
            self._hand_over()

    def _hand_over(self) -> None:
        piece, self._held, self._size = b"".join(self._held), [], 0
        self._room.acquire()
        self._put(piece)

    def end(self, error: BaseException | None) -> None:
        """That was all, or it went wrong."""
        if error is None and self._held and not self.abandoned:
            self._hand_over()
        self._put(error)

    def _put(self, what: bytes | BaseException | None) -> None:
        with suppress(RuntimeError):  # a loop that is closed
            self._loop.call_soon_threadsafe(self._queue.put_nowait, what)

    async def pieces(self) -> AsyncIterator[bytes]:
        """What the thread wrote."""
        try:
            while (found := await self._queue.get()) is not None:
                if isinstance(found, BaseException):
                    raise found
                self._room.release()
                yield found
        finally:
            self.abandoned = True
            self._room.release()


class Tables:
    """The tables of an engine's base, and who streams them now; an engine without a base has none."""

    def __init__(self, engine: Callable[[], Engine], settings: Settings, access: Access) -> None:
        self._engine, self.settings, self.access = engine, settings, access
        self._streams = 0
        self._made: set[str] = set()
        self.paths: dict[str, tuple[str, str]] = {}
        if self._base() is not None:
            from kb.bulk import FORMS
            from kb.flat import FLAT

            self.paths = {f"/tables/{name}.{form}": (name, form) for name in FLAT for form in FORMS}

    def _base(self) -> Base | None:
        return getattr(self._engine(), "base", None)

    async def listing(self, request: Request) -> Response:
        """All tables, and what of them is kept as files."""
        from kb.bulk_files import snapshot_file

        request.key = self.access.admit(request.headers, request.address)
        base = self._base()
        assert base is not None, "there are no paths without a base"
        made = []
        for path, (name, form) in self.paths.items():
            file = snapshot_file(base, name, form)
            made.append({"table": name, "form": form, "path": path, "bytes": file.stat().st_size if file else None})
        return Response(200, PLAIN_JSON, orjson.dumps({"build": base.build, "tables": made}), [NO_STORE])

    async def answer(self, request: Request) -> Response:
        """One table; raises :class:`RefusedError`."""
        from kb.bulk import FORMS
        from kb.bulk_files import snapshot_file, tag_of

        request.key = self.access.admit(request.headers, request.address)
        base = self._base()
        assert base is not None, "there are no paths without a base"
        name, form = self.paths[request.path]
        tag, media = b'"%s"' % tag_of(base.build, name, form).encode(), FORMS[form].encode()
        whose = b"public" if self.access.open else b"private"
        headers = [(b"etag", tag), (b"cache-control", whose + b", no-cache"), (b"accept-ranges", b"bytes"),
                   (b"x-kb-build", base.build.encode())]  # fmt: skip
        if matches(request.headers.get(b"if-none-match", b""), tag):
            return unchanged(headers)
        file = snapshot_file(base, name, form)
        with suppress(FileNotFoundError):  # it may go at this very moment
            if file is not None:
                return _of_file(request, file.open("rb"), media, tag, headers)
        if request.method == "HEAD":
            return Streamed(200, media, headers, _nothing())
        return Streamed(200, media, headers, self._stream(base, name, form))

    def _stream(self, base: Base, name: str, form: str) -> AsyncIterator[bytes]:
        if self._streams >= self.settings.downloads:
            raise RefusedError("busy", "tables", f"{self._streams} are streamed already", "wait, and ask again",
                               headers=[(b"retry-after", b"5")])  # fmt: skip
        return self._pieces(base, name, form)

    async def _pieces(self, base: Base, name: str, form: str) -> AsyncIterator[bytes]:
        from kb.bulk import write
        from kb.bulk_files import keeping

        self._streams += 1
        pipe = _Pipe(None)
        key = f"{base.build}/{name}.{form}"
        first = key not in self._made  # one at a time makes the file
        self._made.add(key)
        loop = asyncio.get_running_loop()

        def written() -> None:
            if first:
                with keeping(base, name, form) as pipe.file:
                    write(base, name, form, pipe)
            else:
                write(base, name, form, pipe)

        def work() -> None:
            error: BaseException | None = None
            try:
                written()
            except BaseException as found:  # noqa: BLE001 - told to the loop
                error = found
            pipe.end(error)
            with suppress(RuntimeError):  # a loop that is closed
                loop.call_soon_threadsafe(done)

        def done() -> None:
            self._streams -= 1
            if first:
                self._made.discard(key)

        threading.Thread(target=work, name="kb-table", daemon=True).start()
        async for piece in pipe.pieces():
            yield piece


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""  # type: ignore[unreachable]


def _of_file(
    request: Request, file: BinaryIO, media: bytes, tag: bytes, headers: list[tuple[bytes, bytes]]
) -> Response:
    size = file.seek(0, 2)
    start, end = 0, size
    asked = request.headers.get(b"range", b"")
    if asked and request.headers.get(b"if-range", tag) == tag:
        found = _RANGE.fullmatch(asked.strip())  # several ranges at once, or none that we know: the whole
        if found and (found[1] or found[2]):
            start, end = _ends(found[1], found[2], size)
            if start >= end:
                file.close()
                return Response(416, media, b"", [*headers, (b"content-range", b"bytes */%d" % size)])
    more = [*headers, (b"content-length", b"%d" % (end - start))]
    status = 200
    if (start, end) != (0, size):
        status = 206
        more.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, size)))
    return Streamed(status, media, more, _read(file, start, 0 if request.method == "HEAD" else end - start))


def _ends(first: bytes, last: bytes, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


async def _read(file: BinaryIO, start: int, left: int) -> AsyncIterator[bytes]:
    with file:
        file.seek(start)
        while left > 0:
            part = await asyncio.to_thread(file.read, min(CHUNK, left))
            if not part:
                raise DisconnectedError  # the file is shorter than it was
            left -= len(part)
            yield part
