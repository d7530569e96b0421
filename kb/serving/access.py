"""Who may ask, how often, and how many at once: API keys, rates by key, places for running operations."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar, cast

from kb.serving.engine import ExecutionTimeoutError
from kb.serving.refusals import RefusedError
from kb.serving.requests import Headers
from kb.serving.settings import Settings, SettingsError

__all__ = ["Access", "Key", "Places", "new_key", "read_keys"]

MOST_ADDRESSES = 10_000  # of callers without a key whose rate is remembered
GRACE = 0.5  # seconds that an engine has to notice its deadline, before the answer goes out without it
T = TypeVar("T")


@dataclass(slots=True)
class Key:
    """A caller: a name for the log, and a bucket of requests that fills up again over a minute."""

    name: str
    per_minute: int
    left: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.at = float(self.per_minute), time.monotonic()

    def take(self) -> float:
        """Take one request: 0, or the seconds to wait for it."""
        now = time.monotonic()
        self.left = min(float(self.per_minute), self.left + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.left < 1:
            return (1 - self.left) * 60 / self.per_minute
        self.left -= 1
        return 0.0


def new_key(name: str, per_minute: int = 600) -> tuple[str, str]:
    """A fresh API key, and its line for the file of keys, which holds its hash only."""
    key = f"kb_{secrets.token_urlsafe(32)}"
    return key, f"{name} sha256:{sha256(key.encode()).hexdigest()} {per_minute}"


def read_keys(settings: Settings) -> dict[str, Key]:
    """The keys by the hash of their secret; raises :class:`SettingsError`."""
    lines = [(f"keys, entry {number}", line) for number, line in enumerate(settings.keys, 1)]
    if settings.keys_file:
        try:
            text = Path(settings.keys_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(settings.keys_file, f"can't be read: {error}", "check keys_file") from error
        lines += [(f"{settings.keys_file}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    found: dict[str, Key] = {}
    for where, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split()
        digest = words[1].removeprefix("sha256:").lower() if len(words) == 3 else ""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef") or not words[2].isdigit() or words[2] == "0":
            raise SettingsError(where, "no key", "write: name sha256:<64 hex digits> <requests a minute>")
        found[digest] = Key(words[0], int(words[2]))
    return found


class Access:
    """Lets callers in, or refuses them."""

    def __init__(self, settings: Settings) -> None:
        self._keys = read_keys(settings)
        self._anonymous = settings.anonymous_per_minute
        self._addresses: OrderedDict[str, Key] = OrderedDict()
        self.open = not self._keys

    def admit(self, headers: Headers, address: str) -> str:
        """The caller's name; empty without keys. Raises :class:`RefusedError` 401 or 429."""
        if self.open:
            return ""
        said = headers.get(b"authorization", b"")
        secret = said[7:].strip() if said[:7].lower() == b"bearer " else headers.get(b"x-api-key", b"")
        if not secret and self._anonymous:
            caller = self._address(address)
        else:
            found = self._keys.get(sha256(secret).hexdigest()) if secret else None
            if found is None:
                raise RefusedError(
                    "key", "Authorization", "no such API key" if secret else "an API key is needed",
                    "send Authorization: Bearer <key>", headers=[(b"www-authenticate", b"Bearer")],
                )  # fmt: skip
            caller = found
        wait = caller.take()
        if wait:
            raise RefusedError(
                "rate", caller.name, f"more than {caller.per_minute} requests a minute", f"wait {int(wait) + 1} s",
                headers=[(b"retry-after", b"%d" % (int(wait) + 1))],
            )  # fmt: skip
        return caller.name

    def _address(self, address: str) -> Key:
        found = self._addresses.get(address)
        if found is None:
            found = self._addresses[address] = Key("anonymous", self._anonymous)
            if len(self._addresses) > MOST_ADDRESSES:
                self._addresses.popitem(last=False)
        self._addresses.move_to_end(address)
        return found


Result = tuple[object, BaseException | None]
Item = tuple[asyncio.AbstractEventLoop, "asyncio.Future[object]", Callable[[], object], float]


class Places:
    """The worker threads: so many operations run, so many wait, more are refused.

    A queue and a callback instead of an executor and its two futures: half the time of the way there and back.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self.running, self.most = running, running + waiting
        self.taken = 0  # running and waiting; counted on the loop's thread alone
        self._items: SimpleQueue[Item | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def close(self) -> None:
        """Let the threads end."""
        for _ in self._threads:
            self._items.put(None)

    async def run(self, work: Callable[[], T], deadline: float) -> T:
        """The result of blocking work; raises :class:`RefusedError` when too many wait.

        Raises :class:`ExecutionTimeoutError` when it is not there in time; work that goes on all the same keeps its place.
        """
        if self.taken >= self.most:
            raise RefusedError(
                "busy", "server", f"{self.most} operations run or wait already", "ask again in a moment",
                headers=[(b"retry-after", b"1")],
            )  # fmt: skip
        if len(self._threads) < self.running:
            self._start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[object] = loop.create_future()
        timer = loop.call_later(deadline - time.monotonic() + GRACE, _expire, future)
        self.taken += 1
        self._items.put((loop, future, work, deadline))
        try:
            return cast(T, await future)
        finally:
            timer.cancel()

    def _start(self) -> None:
        thread = threading.Thread(target=self._work, name="operation", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while (item := self._items.get()) is not None:
            loop, future, work, deadline = item
            result: Result
            try:
                if future.done() or time.monotonic() >= deadline:
                    raise _late()
                result = work(), None
            except BaseException as error:  # noqa: BLE001 - it is raised again where the result is awaited
                result = None, error
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(self._leave, future, result)
            del item, future, work, result

    def _leave(self, future: asyncio.Future[object], result: Result) -> None:
        self.taken -= 1
        if future.done():
            return
        value, error = result
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))


def _expire(future: asyncio.Future[object]) -> None:
    if not future.done():
        future.set_exception(_late())


def _late() -> ExecutionTimeoutError:
    return ExecutionTimeoutError("query", "it took too long", "ask for smaller pages, fewer lists or a narrower filter")
