"""What the server counts, in the text format of Prometheus, and its log: a line of JSON a request, never a variable."""

from __future__ import annotations

import sys
import threading
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

__all__ = ["Log", "Metrics", "write_to_stderr"]

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"}
MOST_LINES = 10_000  # of the log that wait for a slow reader of standard error; more are counted and dropped
PAUSE = 0.1  # seconds between two writes of the log


class Metrics:
    """Counters of one server; every label has few values, whatever is asked."""

    def __init__(self) -> None:
        self.started = time.time()
        self.requests: dict[tuple[str, str, int], int] = {}
        self.refused: dict[str, int] = {}
        self.seconds: dict[str, list[int]] = {}
        self.sums: dict[str, float] = {}
        self.bytes = 0

    def count(self, path: str, method: str, status: int, seconds: float, size: int) -> None:
        """One request answered; ``path`` is one of the server's own, or ``other``."""
        key = (path, method if method in METHODS else "other", status)
        self.requests[key] = self.requests.get(key, 0) + 1
        self.seconds.setdefault(path, [0] * (len(BOUNDS) + 1))[bisect_left(BOUNDS, seconds)] += 1
        self.sums[path] = self.sums.get(path, 0.0) + seconds
        self.bytes += size

    def refuse(self, code: str) -> None:
        """One request refused, by its code."""
        self.refused[code] = self.refused.get(code, 0) + 1

    def text(self, build: str, gauges: dict[str, tuple[str, str, float]]) -> bytes:
        """The exposition; ``gauges`` are values of the moment by name, with their kind and meaning."""
        lines: list[str] = []

        def family(name: str, kind: str, doc: str) -> None:
            lines.extend((f"# HELP {name} {doc}", f"# TYPE {name} {kind}"))

        family("kb_build_info", "gauge", "The build that answers.")
        lines.append(f'kb_build_info{{build="{build}"}} 1')
        family("kb_start_time_seconds", "gauge", "When the server started, in seconds since 1970.")
        lines.append(f"kb_start_time_seconds {self.started:.3f}")
        family("kb_requests_total", "counter", "Requests answered.")
        for (path, method, status), number in sorted(self.requests.items()):
            lines.append(f'kb_requests_total{{path="{path}",method="{method}",status="{status}"}} {number}')
        family("kb_refused_total", "counter", "Requests refused, by the code of the error.")
        lines.extend(f'kb_refused_total{{code="{code}"}} {number}' for code, number in sorted(self.refused.items()))
        family("kb_request_seconds", "histogram", "Time from the head of a request to the end of its answer.")
        for path, counts in sorted(self.seconds.items()):
            total = 0
            for bound, number in zip((*(f"{one:g}" for one in BOUNDS), "+Inf"), counts, strict=True):
                total += number
                lines.append(f'kb_request_seconds_bucket{{path="{path}",le="{bound}"}} {total}')
            lines.append(f'kb_request_seconds_sum{{path="{path}"}} {self.sums[path]:.6f}')
            lines.append(f'kb_request_seconds_count{{path="{path}"}} {total}')
        family("kb_response_bytes_total", "counter", "Bytes of all answers' bodies.")
        lines.append(f"kb_response_bytes_total {self.bytes}")
        for name, (kind, doc, value) in gauges.items():
            family(name, kind, doc)
            lines.append(f"{name} {value:g}")
        return ("\n".join(lines) + "\n").encode()


def write_to_stderr(lines: bytes) -> None:
    """Write where the log goes."""
    sys.stderr.buffer.write(lines)
    sys.stderr.buffer.flush()


class Log:
    """Lines of JSON, written by a thread of their own: a log that nobody reads never holds up an answer."""

    def __init__(self, write: Callable[[bytes], None] = write_to_stderr) -> None:
        self.dropped = 0
        self._write = write
        self._lines: deque[dict[str, Any]] = deque()
        self._wake = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def add(self, line: dict[str, Any]) -> None:
        """Add a line; ``time`` is put in front."""
        if len(self._lines) >= MOST_LINES:
            self.dropped += 1
            return
        line["time"] = time.time()
        self._lines.append(line)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="log", daemon=True)
            self._thread.start()
        if not self._wake.is_set():
            self._wake.set()

    def close(self) -> None:
        """Write what is left, if that goes quickly."""
        self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def _run(self) -> None:
        while not self._closed or self._lines:
            self._wake.wait()
            if not self._closed:
                time.sleep(PAUSE)
            self._wake.clear()
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            try:
                self._write(b"".join(_line(line) for line in lines))
            except (OSError, ValueError):  # standard error is gone
                self.dropped += len(lines)


def _line(line: dict[str, Any]) -> bytes:
    at = datetime.fromtimestamp(line.pop("time"), UTC).isoformat(timespec="milliseconds")
    return orjson.dumps({"time": at, **line}, default=str) + b"\n"
