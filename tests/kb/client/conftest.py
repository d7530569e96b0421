"""A real server on loopback, one that answers by a script, and a fast clock for retries."""

import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

import kb

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def own_database(database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The base of the shipped seeds in a file of its own, so that files kept beside it are of these tests alone."""
    file = tmp_path_factory.mktemp("client") / "kb.sqlite"
    file.write_bytes(Path(database).read_bytes())
    return str(file)


@pytest.fixture(scope="session")
def server(own_database: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(ROOT / ".venv/bin/kb"), "serve", "--port", str(port), "-d", own_database], stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{url}/healthz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="session")
def remote(server: str) -> Iterator[kb.Client]:
    with kb.connect(server) as connected:
        yield connected


@pytest.fixture(scope="session")
def embedded(own_database: str) -> Iterator[kb.Client]:
    with kb.connect(own_database) as connected:
        yield connected


Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body; status 0 closes the connection without a word, a ``Content-Length`` that is too long breaks off."""


@dataclass
class Scripted:
    """A server that gives prepared replies, one after the other, and remembers what it was asked."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Scripted]]:
    monkeypatch.setattr("kb.client.steps.FIRST_WAIT", 0.001)
    servers: list[ThreadingHTTPServer] = []

    def make(*replies: Reply) -> Scripted:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                made.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, headers, body = made.replies.pop(0) if made.replies else (0, {}, b"")
                self.close_connection = True
                if not status:
                    return
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        made = Scripted(f"http://127.0.0.1:{server.server_port}", list(replies))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return made

    yield make
    for one in servers:
        one.shutdown()
        one.server_close()
