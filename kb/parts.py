"""From seeds to the frames of the base, some papers at a time, so that memory stays the same however many there are.

No record of a paper refers to another paper. Many papers are worked on by processes of their own.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Self

from kb.sources import SeedFile, SeedSet, digest_of
from schema.errors import KbError, Problem

if TYPE_CHECKING:
    import polars as pl

__all__ = ["AT_A_TIME", "Part", "WorkerError", "general", "made", "parts_of", "work"]

AT_A_TIME = 250
"""How many papers are read, checked and written together."""

ALONE = 100
"""Up to how many papers are quicker read than processes are started."""

WORKERS = max(1, min(4, os.cpu_count() or 1))


class WorkerError(KbError):
    """A process that reads and checks seeds has ended: it was killed, or the machine has no memory left."""

    code = "worker"


@dataclass(frozen=True)
class Part:
    """Some papers: all their rows as the tables have them, or what is wrong with their seeds."""

    papers: tuple[str, ...]
    tables: dict[str, pl.DataFrame]
    problems: frozenset[Problem] = frozenset()


def general(seeds: SeedSet, build: str) -> Part:
    """What belongs to no paper: the catalogue, the reference data and the build."""
    from ingest.load import load_texts
    from kb.build import catalogue
    from kb.frames import KINDS, frame_of
    from kb.lookups import with_lookups

    reference, problems = _text(seeds.reference) if seeds.reference else (None, set())
    records, more = load_texts([], reference)
    frames = {name: frame_of(name, []) for name in KINDS} | {n: frame_of(n, rows) for n, rows in records.tables.items()}
    frames |= {name: frame_of(name, rows) for name, rows in catalogue(build).items()}
    return Part((), _sorted(with_lookups(frames)), frozenset(problems | more))


def parts_of(seeds: SeedSet, slugs: Sequence[str], at_a_time: int = AT_A_TIME) -> Iterator[Part]:
    """The papers with these slugs, part by part in their order. Raises :class:`WorkerError`."""
    jobs = [
        ([seeds.papers[slug] for slug in slugs[start : start + at_a_time]], seeds.reference)
        for start in range(0, len(slugs), at_a_time)
    ]
    if len(slugs) <= ALONE:
        for job in jobs:
            yield made(*job)
        return
    with _Workers(min(WORKERS, len(jobs))) as workers:
        yield from workers.all(jobs)


def made(files: Sequence[SeedFile], reference: SeedFile | None) -> Part:
    """Read, check and derive: the rows of some papers."""
    import compute
    from ingest.load import load_texts
    from kb.frames import KINDS, frame_of
    from kb.lookups import with_lookups
    from kb.results import result_frames

    opened = [_text(one) for one in (*files, *([reference] if reference else []))]
    problems = {problem for _, found in opened for problem in found}
    texts = [text for text, _ in opened]
    was = gc.isenabled()
    gc.disable()  # plain rows by the hundred thousand, none of them in a circle
    try:
        records, more = load_texts(texts[: len(files)], texts[-1] if reference else None, quick=True)
        papers = tuple(one.slug for one in files)
        if problems | more:
            return Part(papers, {}, frozenset(problems | more))
        frames = {name: frame_of(name, rows) for name, rows in records.tables.items()}
    finally:
        if was:
            gc.enable()
    results = result_frames(compute.audit(frames))
    mine = {name: frame for name, frame in frames.items() if not name.startswith("reference_")}
    whole = with_lookups({name: frame_of(name, []) for name in KINDS} | mine | results)
    return Part(papers, _sorted(whole))


def _text(one: SeedFile) -> tuple[Any, set[Problem]]:
    from ingest.load import SeedText

    content = one.file.read_bytes()
    problems = set()
    if digest_of(content) != one.digest:
        problems.add(Problem(one.shown, 0, 0, "changed while it was read", "run the same command again", "changed"))
    return SeedText(one.slug, one.shown, content), problems


def _sorted(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    from kb.build import KEYS

    return {name: frame.sort(KEYS.get(name, "id")) for name, frame in tables.items()}


class _Workers:
    """Processes that make parts: a job goes in as a pickle, a part comes out as one; they end when this one does.

    Plain processes and pipes: nothing of the caller's program is run again in them, and one that is killed takes them
    with it, as their input ends.
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> Self:
        quiet = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
        self.idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self.all_of_them = [
            subprocess.Popen(
                [sys.executable, "-P", "-c", "from kb.parts import work; work()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | quiet,
            )
            for _ in range(self.count)
        ]  # fmt: skip
        for one in self.all_of_them:
            self.idle.put(one)
        self.pool = ThreadPoolExecutor(self.count)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.all_of_them:
            one.kill()
        self.pool.shutdown(wait=True, cancel_futures=True)
        for one in self.all_of_them:
            one.wait()
            for pipe in (one.stdin, one.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def all(self, jobs: Sequence[Any]) -> Iterator[Part]:
        """The parts in the order of the jobs, a few of them ahead."""
        ahead: deque[Future[Part]] = deque()
        rest = iter(jobs)
        for job in rest:
            ahead.append(self.pool.submit(self._one, job))
            if len(ahead) > self.count:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    def _one(self, job: Any) -> Part:
        worker = self.idle.get()
        try:
            assert worker.stdin is not None and worker.stdout is not None, "both are pipes"  # noqa: PT018
            pickle.dump(job, worker.stdin)
            worker.stdin.flush()
            part = pickle.load(worker.stdout)  # noqa: S301
            assert isinstance(part, Part), "what a worker writes"
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise WorkerError(
                "a worker", "ended before its papers were read", "see what it wrote above; if it was killed, more memory is needed"
            ) from error  # fmt: skip
        else:
            return part
        finally:
            self.idle.put(worker)


def work() -> None:
    """What a worker does until its input ends: take a job, give its part."""
    jobs: IO[bytes] = sys.stdin.buffer
    parts: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else that prints gets in between
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            files, reference = pickle.load(jobs)  # noqa: S301
            pickle.dump(made(files, reference), parts, protocol=pickle.HIGHEST_PROTOCOL)
            parts.flush()
