"""A million readings into polars over HTTP on loopback: pages by Strawberry's executor, our pages, a stream, kept files.

Run: python benchmarks/bulk.py BASE [PAGES]
BASE is a generated base (benchmarks/big_base.py 20000 FILE). Pages are timed on the first PAGES of 500 rows each, and
the whole is reckoned from them; everything else is timed whole. All give the same columns. Wall times are medians of
rounds in which the contenders take turns; CPU seconds, of server and client together, hold also on a busy machine.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx
from graph import free_port, python_server

import kb

ROUNDS = 3
PAGE = 500


def cpu_of(pid: int) -> float:
    """CPU seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def memory(pid: int, name: str = "VmRSS") -> float:
    """Resident memory of a process, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


class Watched:
    """The largest resident memory of a process while it is watched."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self._on = pid, 0.0, True
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while self._on:
            self.most = max(self.most, memory(self.pid))
            time.sleep(0.01)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False
        self._thread.join()


def server(database: str, *, fast: bool) -> tuple[subprocess.Popen[bytes], str]:
    """A server of the base in a process of its own."""
    port = free_port()
    code = (
        "from kb.graph.engine import Engine; from kb.serving import Application, Settings; "
        f"app = Application(Engine(Base({database!r}), fast={fast}), Settings(access_log=False, timeout=60))"
    )
    return python_server(code, port), f"http://127.0.0.1:{port}"


def timed(work: Callable[[], int], pid: int) -> tuple[float, float, int]:
    """Wall and CPU seconds of a download, and its rows."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    there, start = cpu_of(pid), time.perf_counter()
    rows = work()
    wall, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return wall, cpu_of(pid) - there + now.ru_utime - own.ru_utime + now.ru_stime - own.ru_stime, rows


def main(database: str, pages: int) -> None:
    """Measure, and print the table."""
    kept = Path(f"{database}.tables")
    ordinary, slow_url = server(database, fast=False)
    ours, url = server(database, fast=True)
    slow, fast = kb.connect(slow_url, timeout=120), kb.connect(url, timeout=120)
    folder = tempfile.TemporaryDirectory()

    def paged(base: kb.Client) -> Callable[[], int]:
        return lambda: len(base.readings(limit=pages * PAGE))

    def streamed() -> int:
        shutil.rmtree(kept, ignore_errors=True)
        return len(fast.table("readings"))

    def file(form: str) -> Callable[[], int]:
        return lambda: len(fast.table("readings")) if form == "parquet" else whole(f"{url}/tables/readings.arrow")

    def whole(address: str) -> int:
        import polars as pl

        return pl.read_ipc_stream(httpx.get(address, timeout=120).content).height

    contenders: dict[str, tuple[Callable[[], int], int]] = {
        "pages, Strawberry's executor": (paged(slow), ordinary.pid),
        "pages, compiled engine": (paged(fast), ours.pid),
        "table streamed as Arrow, and kept": (streamed, ours.pid),
        "kept file, Arrow": (file("arrow"), ours.pid),
        "kept file, Parquet": (file("parquet"), ours.pid),
    }
    try:
        for base in (slow, fast):
            base.readings(limit=PAGE)
        idle = memory(ours.pid)
        shutil.rmtree(kept, ignore_errors=True)
        with Watched(ours.pid) as watched:
            total = len(fast.table("readings"))
        assert total == fast.query("{ readings { totalCount } }")["readings"]["totalCount"]
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for _ in range(ROUNDS):
            for name, (work, pid) in contenders.items():
                if name == "kept file, Parquet":
                    fast.download("readings", Path(folder.name) / "readings.parquet")  # has the file made
                wall, cpu, rows = timed(work, pid)
                found[name].append((wall * total / rows, cpu * total / rows))
        middle = {name: [statistics.median(one) for one in zip(*times, strict=True)] for name, times in found.items()}
        first, stream = middle["pages, Strawberry's executor"], middle["table streamed as Arrow, and kept"]
        print(f"{total} readings of {len(fast.readings(limit=1).columns)} columns, wall and CPU seconds\n")
        print(
            "| contender | wall, s | CPU, s | x faster than Strawberry's pages, wall (CPU) | x faster than the stream |"
        )
        print("|---|---|---|---|---|")
        for name, (wall, cpu) in middle.items():
            more = f"{stream[0] / wall:.1f} ({stream[1] / cpu:.1f})"
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {first[0] / wall:.0f} ({first[1] / cpu:.0f}) | {more} |")
        sizes = {one.suffix: round(one.stat().st_size / 1e6) for one in kept.iterdir()}
        print(
            f"\nfiles {sizes} MB; server memory: {idle:.0f} MB before, {watched.most:.0f} MB at most while it streams"
        )
    finally:
        folder.cleanup()
        for one in (slow, fast):
            one.close()
        for process in (ordinary, ours):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20)
