"""A real server on loopback with short patience, and the application in process over an engine that is easy to read."""

import asyncio
import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import graphql
import httpx
import pytest

from kb.serving import Application, Settings
from kb.serving.metrics import Log

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Running:
    """A server of its own process."""

    url: str
    port: int
    pid: int
    log: Path

    def memory(self) -> float:
        """Resident memory in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024

    def raw(self, *parts: bytes, pause: float = 0.0) -> bytes:
        """What comes back for bytes as they are, sent in parts with a pause after each."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
            found = b""
            try:
                while more := connection.recv(65536):
                    found += more
            except (ConnectionResetError, TimeoutError):
                pass
        return found


@pytest.fixture(scope="session")
def server(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    impatient = ["head_timeout=0.4", "body_timeout=0.4", "idle_timeout=1", "timeout=5"]
    command = [str(ROOT / ".venv/bin/kb"), "serve", "--port", str(port), "-d", database]
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*command, *(word for one in impatient for word in ("--set", one))], stderr=stderr, cwd=ROOT
        )
    running = Running(f"http://127.0.0.1:{port}", port, process.pid, log)
    for _ in range(200):
        try:
            httpx.get(f"{running.url}/healthz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield running
    process.terminate()
    process.wait(timeout=10)


SDL = """
directive @tag(name: String) repeatable on FIELD
type Query { build: String items(first: Int = 10, after: String): [Item!]! papers(first: Int = 20): Papers! one(id: ID!): Item
  plain: [Item!]! names: [String!]! any: Any echo(text: String): String wait(seconds: Float): String break: String }
type Papers { totalCount: Int edges: [Edge!]! nodes: [Item!]! pageInfo: PageInfo! }
type Edge { cursor: String node: Item! }
type PageInfo { hasNextPage: Boolean }
type Item { id: ID! name: String items(first: Int = 10): [Item!]! papers(first: Int!): Papers! }
union Any = Item | PageInfo
"""


class Simple:
    """An engine that answers what it was asked, after ``wait``, or not at all."""

    def __init__(self, size: int = 0) -> None:
        self.build = "b1"
        self.schema = graphql.build_schema(SDL)
        self.asked: list[tuple[str, dict[str, object] | None, str | None]] = []
        self.padding = "x" * size
        self.go_on = threading.Event()

    def run(
        self, query: str, variables: dict[str, object] | None, operation: str | None, _deadline: float | None
    ) -> bytes:
        self.asked.append((query, variables, operation))
        if "wait" in query:
            self.go_on.wait(5)
        if "break" in query:
            raise ZeroDivisionError(f"secret {variables}")
        if "errors" in query:
            return b'{"data":{"build":null},"errors":[{"message":"no"}]}'
        return json.dumps({"data": {"build": self.build, "padding": self.padding}}, separators=(",", ":")).encode()


Ask = Callable[..., httpx.Response]


class Served:
    """An application in process, asked synchronously."""

    def __init__(self, size: int = 0, **settings: Any) -> None:
        self.lines: list[bytes] = []
        self.engine = Simple(size)
        self.loop = asyncio.new_event_loop()  # one for all requests, as in a server
        self.app = Application(self.engine, Settings(**settings), log=Log(self.lines.append))

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self.all([(method, path, given)])[0]

    def query(self, query: str, **given: Any) -> httpx.Response:
        headers = given.pop("headers", {})
        return self.ask("POST", "/graphql", json={"query": query, **given}, headers=headers)

    def all(self, requests: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        async def run() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://kb") as client:
                return await asyncio.gather(*(client.request(m, p, **given) for m, p, given in requests))

        return self.loop.run_until_complete(run())

    def log(self) -> list[dict[str, Any]]:
        self.app.log.close()
        return [json.loads(line) for line in b"".join(self.lines).splitlines()]


@pytest.fixture
def served() -> Iterator[Callable[..., Served]]:
    made: list[Served] = []

    def make(size: int = 0, **settings: Any) -> Served:
        made.append(Served(size, **settings))
        return made[-1]

    yield make
    for one in made:
        one.engine.go_on.set()
        one.app.close()
        one.loop.close()
