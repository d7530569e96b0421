"""Each method of the client once, for both clients: a generator that yields what has to be done, and gets what came of it.

A generator does no I/O. :class:`Client` carries its steps out one after the other, :class:`AsyncClient` awaits them.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeAlias, TypeVar, overload

from kb.client.errors import NetworkError

if TYPE_CHECKING:
    from kb.client.clients import AsyncClient, Client

__all__ = ["ATTEMPTS", "Got", "Http", "Pause", "Step", "Steps", "Work", "method", "patiently"]

ATTEMPTS = 5
FIRST_WAIT, LONGEST_WAIT = 0.25, 8.0  # seconds between two attempts, twice as long each time
P = ParamSpec("P")
R = TypeVar("R")


class Sink(Protocol):
    """What takes an answer as it arrives."""

    def begin(self, got: Got) -> None:
        """Its status and headers."""

    def write(self, data: bytes) -> object:
        """Some of its bytes."""


@dataclass(frozen=True)
class Http:
    """An HTTP request. A success (200, 206) is written to ``into`` as it arrives, where it is given."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    json: Any = None
    into: Sink | None = None


@dataclass(frozen=True)
class Got:
    """Its answer; the body is empty where it was written."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Pause:
    """Seconds to wait."""

    seconds: float


@dataclass(frozen=True)
class Work:
    """What an embedded base does; it blocks."""

    call: Callable[[], Any]


Step: TypeAlias = Http | Pause | Work
Steps: TypeAlias = Generator[Step, Any, R]


class method(Generic[P, R]):  # noqa: N801 - a decorator
    """A method written as steps; each client has it as an ordinary one, with the same signature and docstring."""

    def __init__(self, function: Callable[Concatenate[Any, P], Steps[R]]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, client: Client, kind: Any = None) -> Callable[P, R]: ...

    @overload
    def __get__(self, client: AsyncClient, kind: Any = None) -> Callable[P, Awaitable[R]]: ...

    def __get__(self, client: Any, kind: Any = None) -> Any:
        return self

    def bound_to(self, carry_out: Callable[[Any, Steps[R]], Any]) -> Callable[..., Any]:
        """The ordinary method of a client whose ``carry_out`` does the steps."""
        function = self.function

        @wraps(function)
        def made(client: Any, *arguments: Any, **named: Any) -> Any:
            return carry_out(client, function(client, *arguments, **named))

        returned = str(function.__annotations__.get("return", ""))
        made.__annotations__ = function.__annotations__ | {"return": returned.removeprefix("Steps[").removesuffix("]")}
        del made.__wrapped__  # its signature is the one below
        import inspect

        signature = inspect.signature(function)
        made.__signature__ = signature.replace(return_annotation=made.__annotations__["return"])  # type: ignore[attr-defined]
        return made


def patiently(step: Callable[[], Step], attempts: int = ATTEMPTS) -> Steps[Any]:
    """What comes of a step, made anew for each attempt; after a :class:`NetworkError` with a pause that grows.

    A refusal is an answer, and is never asked for again.
    """
    try:
        return (yield step())
    except NetworkError:
        failed = sys.exc_info()
    from tenacity import DoAttempt, DoSleep, RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
    from tenacity import wait_random_exponential as growing

    wait = growing(multiplier=FIRST_WAIT, max=LONGEST_WAIT)

    def pause(state: RetryCallState) -> float:
        asked = getattr(state.outcome.exception() if state.outcome else None, "retry_after", 0.0)
        return float(min(asked, 2 * LONGEST_WAIT) or wait(state))

    retrying = Retrying(
        stop=stop_after_attempt(attempts), wait=pause, retry=retry_if_exception_type(NetworkError), reraise=True
    )
    retrying.begin()
    state = RetryCallState(retry_object=retrying, fn=None, args=(), kwargs={})
    first = True
    while True:
        do = retrying.iter(retry_state=state)
        if isinstance(do, DoAttempt):
            if first:
                first = False  # which was made above
                state.set_exception(failed)  # type: ignore[arg-type]
                continue
            try:
                found = yield step()
            except NetworkError:
                state.set_exception(sys.exc_info())  # type: ignore[arg-type]
            else:
                return found
        elif isinstance(do, DoSleep):
            state.prepare_for_next_attempt()
            yield Pause(float(do))
        else:
            return do
