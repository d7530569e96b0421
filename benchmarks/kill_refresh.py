"""Kill a refresh at random moments, under readers: the base must be the old or the new one, complete, each time.

Run: python benchmarks/kill_refresh.py --times 200
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

__all__ = ["Seen", "killed_refreshes"]

ROOT = Path(__file__).resolve().parent.parent
READER = """
import sqlite3, sys, hashlib
from pathlib import Path
file, known = sys.argv[1], set(sys.argv[2:])
seen = 0
print("ready", flush=True)
while True:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        digest = hashlib.sha256()
        (build,) = connection.execute("SELECT build FROM build").fetchone()
        for table in ("paper", "reading", "verdict", "derived"):
            digest.update(repr(connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()).encode())
        (again,) = connection.execute("SELECT build FROM build").fetchone()
        if digest.hexdigest() not in known or again != build:
            sys.exit(f"a mix: {build}")
    finally:
        connection.close()
    seen += 1
    print(seen, flush=True)
"""


class Seen(dict[str, int]):
    """How many refreshes were killed, how many of them left the old base and how many the new one; reads meanwhile."""


def killed_refreshes(
    times: int, work: Path, *, seed: int = 1, readers: int = 2, papers: tuple[str, ...] = ("tan2021", "kim", "lim2022")
) -> Seen:
    """Kill so many refreshes between two sets of seeds; raises AssertionError when a base is neither of the two."""
    draw = random.Random(seed)
    sets = [work / "a", work / "b"]
    for one in sets:
        (one / "papers").mkdir(parents=True)
        for paper in papers:
            shutil.copy(ROOT / "seeds" / "papers" / f"{paper}.yaml", one / "papers")
    changed = sets[1] / "papers" / f"{papers[0]}.yaml"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("curators: [", "curators: [somebody, ", 1), encoding="utf-8"
    )
    (sets[1] / "papers" / f"{papers[1]}.yaml").unlink()
    file = work / "kb.sqlite"
    known = {}
    took = 0.0
    for one in sets:  # the second takes the place of the first, as the killed ones will
        begun = time.perf_counter()
        _refresh(one, file, force=True).wait()
        took = time.perf_counter() - begun
        known[one] = fingerprint(file)
    assert known[sets[0]] != known[sets[1]], "two sets, two bases"
    seen = Seen(killed=0, old=0, new=0, finished=0, reads=0)
    watching = [
        subprocess.Popen([sys.executable, "-c", READER, str(file), *known.values()], stdout=subprocess.PIPE, text=True)
        for _ in range(readers)
    ]
    try:
        now = sets[1]
        while seen["killed"] < times:
            other = sets[1 - sets.index(now)]
            running = _refresh(other, file, force=draw.random() < 0.5)
            time.sleep(draw.uniform(0.0, took))
            finished = running.poll() is not None
            if not finished:
                os.killpg(running.pid, signal.SIGKILL)
                seen["killed"] += 1
            running.wait()
            found = fingerprint(file)
            assert found in known.values(), f"neither the old base nor the new one: {found}"
            holds = next(one for one in sets if known[one] == found)
            seen["finished" if finished else ("new" if holds == other else "old")] += 1
            now = holds
            took = took * (1.1 if not finished else 0.97)  # so that moments lie over all of its work
            took = min(max(took, 0.2), 20.0)
        assert _refresh(sets[1 - sets.index(now)], file, force=False).wait() == 0, "a refresh after all that"
        left = [one.name for one in (work / "kb.sqlite.builds").iterdir() if one.name.startswith("next-")]
        assert left == [], f"left behind: {left}"
    finally:
        for one in watching:
            alive = one.poll() is None
            one.kill()
            seen["reads"] += max([int(line) for line in one.communicate()[0].split() if line.isdigit()], default=0)
            assert alive, "a reader met something that is neither base"
    return seen


def _refresh(seeds: Path, file: Path, *, force: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from kb.cli import main; main()", "refresh", str(seeds), "--database", str(file)]
    return subprocess.Popen(
        [*command, *(["--force"] if force else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def fingerprint(file: Path) -> str:
    """The digest of what a base holds, after SQLite's own look at all of it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "whole to SQLite"
        digest = hashlib.sha256()
        for table in ("paper", "reading", "verdict", "derived"):
            digest.update(repr(connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()).encode())
    return digest.hexdigest()


def main() -> None:
    """Kill, and count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(dict(killed_refreshes(given.times, Path(folder), seed=given.seed)))


if __name__ == "__main__":
    main()
