"""The two clients: they differ in how they carry out steps, and in nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kb.client.errors import ClientError, NetworkError
from kb.client.generated import Methods
from kb.client.remote import Remote, checked
from kb.client.steps import Got, Pause, Step, Steps, Work, method

if TYPE_CHECKING:
    import httpx

    from kb.client.embedded import Embedded

__all__ = ["AsyncClient", "Client", "connect", "connect_async"]

R = TypeVar("R")
TIMEOUT = 30.0  # seconds without a byte


def _methods_of(carry_out: Callable[[Any, Steps[Any]], Any]) -> Callable[[type], type]:
    def made(kind: type) -> type:
        for parent in reversed(kind.__mro__):
            for name, one in vars(parent).items():
                if isinstance(one, method):
                    setattr(kind, name, one.bound_to(carry_out))
        return kind

    return made


def _carry_out(client: Client, steps: Steps[R]) -> R:
    try:
        step = next(steps)
        while True:
            try:
                found = client._do(step)
            except Exception as error:  # noqa: BLE001 - the method decides
                step = steps.throw(error)
            else:
                step = steps.send(found)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


async def _carry_out_async(client: AsyncClient, steps: Steps[R]) -> R:
    try:
        step = next(steps)
        while True:
            try:
                found = await client._do(step)
            except Exception as error:  # noqa: BLE001 - the method decides
                step = steps.throw(error)
            else:
                step = steps.send(found)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def _unreachable(url: str, error: Exception) -> NetworkError:
    return NetworkError(url, f"no answer: {error or type(error).__name__}", "check the address, and that `kb serve` runs there")  # fmt: skip


@_methods_of(_carry_out)
class Client(Methods):
    """A base, embedded or on a server: the same methods, the same frames. Made by :func:`connect`."""

    def __init__(
        self, source: Remote | Embedded, http: httpx.Client | None = None, *, progress: bool | None = None
    ) -> None:
        super().__init__(source, progress=progress)
        self._http = http

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the base or the connection."""
        self._source.close()
        if self._http is not None:
            self._http.close()

    @property
    def build(self) -> str:
        """The id of the build that answers."""
        return self.build_id()

    def _do(self, step: Step) -> Any:
        if isinstance(step, Work):
            return step.call()
        if isinstance(step, Pause):
            return time.sleep(step.seconds)
        import httpx

        assert self._http is not None, "only a remote source asks over HTTP"
        try:
            with self._http.stream(step.method, step.url, headers=step.headers, json=step.json) as response:
                got = checked(Got(response.status_code, dict(response.headers), b""), step.url.partition("?")[0])
                if step.into is None or got.status not in (200, 206):
                    return Got(got.status, got.headers, response.read())
                step.into.begin(got)
                for part in response.iter_bytes():
                    step.into.write(part)
                return got
        except httpx.TransportError as error:
            raise _unreachable(step.url.partition("?")[0], error) from error


@_methods_of(_carry_out_async)
class AsyncClient(Methods):
    """The same, to be awaited: ``async with kb.connect_async(…) as base: await base.readings()``."""

    def __init__(
        self, source: Remote | Embedded, http: httpx.AsyncClient | None = None, *, progress: bool | None = None
    ) -> None:
        super().__init__(source, progress=progress)
        self._http = http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the base or the connection."""
        self._source.close()
        if self._http is not None:
            await self._http.aclose()

    async def _do(self, step: Step) -> Any:
        import asyncio

        if isinstance(step, Work):
            return await asyncio.to_thread(step.call)
        if isinstance(step, Pause):
            return await asyncio.sleep(step.seconds)
        import httpx

        assert self._http is not None, "only a remote source asks over HTTP"
        try:
            async with self._http.stream(step.method, step.url, headers=step.headers, json=step.json) as response:
                got = checked(Got(response.status_code, dict(response.headers), b""), step.url.partition("?")[0])
                if step.into is None or got.status not in (200, 206):
                    return Got(got.status, got.headers, await response.aread())
                step.into.begin(got)
                async for part in response.aiter_bytes():
                    step.into.write(part)
                return got
        except httpx.TransportError as error:
            raise _unreachable(step.url.partition("?")[0], error) from error


def _is_url(where: str | None) -> bool:
    return bool(where) and str(where).startswith(("http://", "https://"))


def _remote(where: str, cache: bool | str | Path) -> Remote:
    if not cache:
        return Remote(where, None)
    from kb.client.cache import Cache, default_folder

    return Remote(where, Cache(default_folder() if cache is True else Path(cache), where))


def _embedded(where: str | None, key: str | None, cache: bool | str | Path) -> Embedded:
    if key or cache:
        given = "key" if key else "cache"
        raise ClientError(where or "connect()", f"{given} is for a server", "leave it out for a base in a file")
    from kb.client.embedded import Embedded

    return Embedded(where)


def _options(key: str | None, timeout: float) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return {"timeout": timeout, "headers": headers, "follow_redirects": True}


def connect(
    where: str | None = None, *, key: str | None = None, cache: bool | str | Path = False, progress: bool | None = None,
    timeout: float = TIMEOUT,
) -> Client:  # fmt: skip
    """Open a base: a server by its URL, a database by file or URL, else ``KB_DATABASE_URL`` or ``kb.sqlite``.

    An embedded base is built from the seeds when its file does not exist yet. Of a server, ``key`` is an API key;
    ``cache`` keeps answers on disk (in the user's cache folder, or in one that is named) and answers from there when
    nothing has changed, or, with an :class:`OfflineWarning`, when the server can't be reached; ``timeout`` are seconds
    without a byte. ``progress`` shows a bar for long lists: on a terminal, when left out.
    """
    if not _is_url(where):
        return Client(_embedded(where, key, cache), progress=progress)
    import httpx

    return Client(_remote(str(where), cache), httpx.Client(**_options(key, timeout)), progress=progress)


def connect_async(
    where: str | None = None, *, key: str | None = None, cache: bool | str | Path = False, progress: bool | None = None,
    timeout: float = TIMEOUT,
) -> AsyncClient:  # fmt: skip
    """The same as :func:`connect`, for ``async with`` and ``await``."""
    if not _is_url(where):
        return AsyncClient(_embedded(where, key, cache), progress=progress)
    import httpx

    return AsyncClient(_remote(str(where), cache), httpx.AsyncClient(**_options(key, timeout)), progress=progress)
