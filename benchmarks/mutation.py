"""Mutation testing of ``compute``: small wrong changes to its code, and whether some test fails with each of them.

The changes are those of cosmic-ray (``pip install cosmic-ray``). Only the running is done here: cosmic-ray starts a new
interpreter for each change, which costs seconds for the libraries alone, and knows only one command for all tests. Here
each change gets a fork of a process that holds the libraries, but nothing of ``compute``, and in it only the tests that
reach the changed line, those first that found others in the same file.

    python benchmarks/mutation.py [compute/box.py ...] [--sample 600] [--seed 1] [--jobs 2] [--out mutants.json]
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.machinery
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest
from mutants import ROOT, Mutant, sampled

KB = [f"tests/kb/test_{name}.py" for name in ("audit", "checklist", "explain", "formulas_page")]
TESTS = ["tests/compute", "tests/test_generator.py", "tests/test_snapshots.py", *KB]
HELD = (
    "numpy",
    "polars",
    "pint",
    "sympy",
    "pymatgen.core",
    "pydantic",
    "yaml",
    "sqlmodel",
    "strawberry",
    "typer",
    "schema.quantities",
    "ingest.load",
)
"""Imported once, before any fork; polars starts its threads only when it is used."""

SECONDS = 90
"""A change that keeps the tests busy for longer counts as found."""

MEMORY = 12 * 1024**3
QUIET = ["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb=no", "--assert=plain"]


@dataclass(frozen=True)
class Reached:
    """Which tests reach each line of each file, and how long each takes."""

    lines: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests of a changed line; a line that runs at import has all tests of its file."""
        lines = self.lines.get(mutant.file, {})
        return sorted(lines.get(mutant.line) or set().union(*lines.values()))


class _Chosen:
    """A pytest plugin: only these tests, in this order; remembers the first that fails."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {name: place for place, name in enumerate(tests)}
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        items[:] = sorted((one for one in items if one.nodeid in self.order), key=lambda one: self.order[one.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what fails."""
        if report.failed and not self.failed:
            self.failed = report.nodeid


class _Watching:
    """A pytest plugin: which lines of ``compute`` each test reaches, and how long it takes without being watched."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.seconds: Counter[str] = Counter()
        self.name = self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what fails."""
        if report.failed:
            self.failed = report.nodeid

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        file = frame.f_code.co_filename
        if f"{ROOT}/compute/" not in file or frame.f_code.co_name == "<module>":
            return None
        if event == "line":
            self.lines[os.path.relpath(file, ROOT)][frame.f_lineno].add(self.name)
        return self._trace

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test, its fixtures among it; what an earlier test left in a cache is found anew."""
        for name in [name for name in sys.modules if name.startswith("compute.")]:
            for one in vars(sys.modules[name]).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()
        self.name, begun = item.nodeid, time.perf_counter()
        sys.settrace(self._trace)
        threading.settrace(self._trace)
        yield
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        self.seconds[item.nodeid] = time.perf_counter() - begun


def forked(work: Any) -> tuple[int, int]:
    """Do some work in a fork, whose answer comes through a pipe: its number and the reading end."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    answer: Any = ("crashed", "")
    with contextlib.suppress(BaseException):
        answer = work()
    with os.fdopen(write, "w") as pipe:
        json.dump(answer, pipe)
    os._exit(0)


def watched() -> Reached:
    """Run all tests once, unchanged, and see what each reaches."""

    def work() -> Any:
        plugin = _Watching()
        code = pytest.main([*TESTS, *QUIET], plugins=[plugin])
        if code:
            return ["failed", plugin.failed]
        return {
            file: {line: sorted(tests) for line, tests in lines.items()} for file, lines in plugin.lines.items()
        }, plugin.seconds

    child, read = forked(work)
    with os.fdopen(read) as pipe:
        lines, seconds = json.load(pipe)
    os.waitpid(child, 0)
    if isinstance(lines, str):
        sys.exit(f"{seconds or 'something'} fails without any change")
    return Reached({f: {int(n): set(tests) for n, tests in some.items()} for f, some in lines.items()}, seconds)


def _swapped(mutant: Mutant) -> None:
    """Importing the changed file gives the changed code."""
    path = str(ROOT / mutant.file)
    changed = mutant.code()
    loader = importlib.machinery.SourceFileLoader
    plain_data, plain_stats = loader.get_data, loader.path_stats

    def get_data(self: Any, file: str) -> bytes:
        return changed.encode() if file == path else plain_data(self, file)  # type: ignore[arg-type]

    def path_stats(self: Any, file: str) -> Any:
        if file == path:
            raise OSError  # no compiled file is looked for, nor written
        return plain_stats(self, file)

    loader.get_data, loader.path_stats = get_data, path_stats  # type: ignore[method-assign, assignment]


def tried(mutant: Mutant, tests: Sequence[str]) -> tuple[str, str]:
    """In a fork: ``killed`` with the test that failed, or ``survived``."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.dont_write_bytecode = True
    _swapped(mutant)
    chosen = _Chosen(tests)
    files = sorted({name.partition("::")[0] for name in tests})
    with tempfile.TemporaryDirectory() as folder:
        code = pytest.main([*files, *QUIET, f"--basetemp={folder}/t"], plugins=[chosen])
    return ("survived", "") if code in {0, 5} else ("killed", chosen.failed or "at import")


def run(mutants: Iterable[Mutant], reached: Reached, jobs: int) -> Iterator[tuple[Mutant, str, str]]:
    """Every mutant and what became of it, some side by side."""
    finders: dict[str, Counter[str]] = defaultdict(Counter)
    waiting, busy = list(mutants)[::-1], {}
    while waiting or busy:
        while waiting and len(busy) < jobs:
            mutant = waiting.pop()
            tests = reached.of(mutant)
            if not tests:
                yield mutant, "survived", "no test reaches it"
                continue
            found = finders[mutant.file]
            tests.sort(key=lambda name: (-found[name], -found[name.partition("[")[0]], reached.seconds[name]))
            child, read = forked(partial(tried, mutant, tests))
            busy[child] = (mutant, read, time.perf_counter())
        done, _ = os.waitpid(-1, os.WNOHANG)
        if done in busy:
            mutant, read, _ = busy.pop(done)
            with os.fdopen(read) as pipe:
                text = pipe.read()
            outcome, test = json.loads(text) if text else ("killed", "the process ended")
            outcome = "killed" if outcome == "crashed" else outcome
            finders[mutant.file].update([test, test.partition("[")[0]])
            yield mutant, outcome, test
            continue
        for child, (mutant, read, begun) in list(busy.items()):
            if time.perf_counter() - begun > SECONDS:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                os.close(read)
                del busy[child]
                yield mutant, "killed", "took too long"
        time.sleep(0.01)


def main() -> None:
    """Sample, run, and print the survivors and the counts by file."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("files", nargs="*", default=[])
    asked.add_argument("--sample", type=int, default=600, help="how many mutants are tried, 0 for all")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument(
        "--again", default="", help="a JSON file of --out: only its survivors are tried, with the tests of now"
    )
    asked.add_argument("--out", default="", help="a JSON file for every mutant and what became of it")
    given = asked.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for name in HELD:
        importlib.import_module(name)
    hypothesis.settings.register_profile(
        "busy", deadline=None, derandomize=True, database=None
    )  # watched tests are slow, and no mutant's concern
    hypothesis.settings.load_profile("busy")
    if given.again:
        before = json.loads(Path(given.again).read_text(encoding="utf-8"))
        names = [one.name for one in fields(Mutant)]
        mutants = [Mutant(**{name: row[name] for name in names}) for row in before if row["outcome"] == "survived"]
    else:
        mutants = sampled([ROOT / name for name in given.files], given.sample, given.seed)
    begun = time.perf_counter()
    reached = watched()
    print(f"{len(reached.seconds)} tests watched in {time.perf_counter() - begun:.0f} s", flush=True)
    found = []
    for mutant, outcome, test in run(mutants, reached, given.jobs):
        found.append(asdict(mutant) | {"outcome": outcome, "by": test})
        if outcome == "survived":
            print(f"{mutant.file}:{mutant.line} {test}\n  - {mutant.before}\n  + {mutant.after}", flush=True)
        if given.out:
            Path(given.out).write_text(json.dumps(found, indent=1), encoding="utf-8")
    tallies = Counter((one["file"], one["outcome"]) for one in found)
    for file in sorted({one["file"] for one in found}):
        print(
            f"{file:36}{tallies[file, 'killed'] + tallies[file, 'survived']:>6}{tallies[file, 'survived']:>6} survived"
        )
    survived = sum(one["outcome"] == "survived" for one in found)
    print(
        f"{survived} of {len(found)} survive, {survived / max(len(found), 1):.1%}; {time.perf_counter() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
