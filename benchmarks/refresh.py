"""From JSON seeds to a served base, against the least that could be done: ``orjson.loads`` and raw ``executemany``.

The floor reads the same files and writes the same rows, all of them (checks and derived values too), into the same tables
without an index; ours reads, validates, checks, derives, writes, indexes and makes searchable.

Run: python benchmarks/refresh.py 20000 --folder /tmp/seeds
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import orjson
from generator import generate
from generator.seeds import write_seeds

__all__ = ["floor", "main", "seeds_on_disk"]

AT_A_TIME = 500


def seeds_on_disk(papers: int, folder: Path) -> Path:
    """So many generated papers as JSON seeds, written once."""
    have = len(list((folder / "papers").glob("*.json")))
    for start in range(have - have % AT_A_TIME, papers, AT_A_TIME):
        write_seeds(generate(min(AT_A_TIME, papers - start), start=start, planted=0.0), folder)
    return folder


class Clock:
    """Seconds on the clock and of the processor, added up over what runs inside it."""

    def __init__(self) -> None:
        self.whole = self.used = 0.0

    def __enter__(self) -> None:
        self.began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.whole += time.perf_counter() - self.began[0]
        self.used += time.process_time() - self.began[1]


def floor(seeds: Path, made: Path, file: Path) -> Clock:
    """What it takes to parse all seeds and to write all rows of a base that is there, table by table."""
    clock = Clock()
    for one in sorted((seeds / "papers").glob("*.json")):
        with clock:
            orjson.loads(one.read_bytes())
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(file, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        target.execute("BEGIN")
        tables = source.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'"
        ).fetchall()
        for name, sql in tables:
            target.execute(sql)
            rows = source.execute(f'SELECT * FROM "{name}"')
            marks = ", ".join("?" * len(rows.description))
            while part := rows.fetchmany(100_000):
                with clock:
                    target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', part)
        with clock:
            target.execute("COMMIT")
    return clock


class Peak(threading.Thread):
    """The most memory that a process and its children have held together, each page counted once, in bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.most, self.done = process, 0, threading.Event()

    def run(self) -> None:
        """Look every half second until it is done."""
        while not self.done.wait(0.5):
            self.most = max(self.most, sum(_held(one) for one in (self.process, *_children(self.process))))


def _held(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def _children(process: int) -> list[int]:
    try:
        return [
            int(one)
            for task in Path(f"/proc/{process}/task").iterdir()
            for one in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def refreshed(seeds: Path, file: Path, *options: str) -> tuple[float, float, int]:
    """Seconds on the clock, seconds of processors and peak bytes of one ``kb refresh``."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from kb.cli import main; main()",
            "refresh",
            str(seeds),
            "--database",
            str(file),
            *options,
        ],
        stdout=subprocess.DEVNULL,
    )
    peak = Peak(running.pid)
    peak.start()
    if running.wait():
        sys.exit("the refresh failed")
    peak.done.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, used, peak.most


def main() -> None:
    """Measure, and say it as ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("papers", type=int, nargs="?", default=20_000)
    options.add_argument("--folder", type=Path, help="where the seeds are kept from one run to the next")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        seeds = seeds_on_disk(given.papers, given.folder or Path(scratch) / "seeds")
        file = Path(scratch) / "kb.sqlite"
        whole, used, peak = refreshed(seeds, file)
        least = floor(seeds, file, Path(scratch) / "floor.sqlite")
        nothing, nothing_used, _ = refreshed(seeds, file)
        paper = min((seeds / "papers").glob("*.json"))
        text = paper.read_text(encoding="utf-8")
        paper.write_text(text.replace("Invented solid-state", "Imagined solid-state", 1), encoding="utf-8")
        one, one_used, _ = refreshed(seeds, file)
        paper.write_text(text, encoding="utf-8")
        size = file.stat().st_size / 1e6
        with closing(sqlite3.connect(file)) as connection:
            (readings,) = connection.execute("SELECT count(*) FROM reading").fetchone()
    print(f"{given.papers} papers, {readings} readings, file {size:.0f} MB, {os.cpu_count()} processors")
    print(
        f"floor (orjson.loads, raw executemany of the same rows): {least.whole:.1f} s ({least.used:.1f} s of one processor)"
    )
    print(f"all anew: {whole / least.whole:.2f} x the floor on the clock, {used / least.used:.2f} x of processors; "
          f"{whole:.1f} s ({used:.1f} s of processors), peak {peak / 1e9:.2f} GB")  # fmt: skip
    print(f"nothing to do: {nothing:.2f} s ({nothing_used:.2f} s of a processor); "
          f"one paper changed: {one:.2f} s ({one_used:.2f} s of a processor)")  # fmt: skip


if __name__ == "__main__":
    main()
