"""What the parts cost, side by side with what one would write instead; ratios of medians.

Run: make bench
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from compute.box import spread
from kb.base import Base
from kb.build import build
from kb.comparisons import compare
from kb.graphql import execute
from schema.units import registry

ROOT = Path(__file__).resolve().parent.parent
ROWS = 20_000
REPEATS = 5


def median(work: Callable[[], object]) -> float:
    """Median seconds of a few runs, after one that doesn't count."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def boxes() -> None:
    """Worst-case intervals of 20,000 retentions: columns against a loop of quantities with units."""
    random = np.random.default_rng(1)
    final, initial = random.uniform(50, 150, ROWS), random.uniform(150, 200, ROWS)
    inputs = [(column - 0.05, column, column + 0.05) for column in (final, initial)]
    columns = median(lambda: spread(lambda a, b: a / b, inputs))
    units = registry()

    def loop() -> list[object]:
        made = []
        for row in range(ROWS // 100):
            ends = [units.Quantity(float(box[end][row]), "mA*h/g") for box in inputs for end in (0, 1, 2)]
            made.append([ends[a] / ends[3 + b] for a in range(3) for b in range(3)])
        return made

    slow = median(loop) * 100
    print(
        f"worst-case intervals, {ROWS} rows: {columns * 1e3:8.1f} ms; loop with pint {slow * 1e3:8.0f} ms, {slow / columns:6.0f} times"
    )


def faces() -> None:
    """A build, a comparison and a nested query on the shipped papers, against the bare SQL of the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "kb.sqlite")
        print(
            f"build of the shipped seeds:        {median(lambda: build(ROOT / 'seeds', file, force=True)) * 1e3:8.0f} ms"
        )
        base = Base(file)
        print(
            f"comparison of electrolytes:        {median(lambda: compare(base, 'electrolytes_at_temperature')) * 1e3:8.1f} ms"
        )
        document = "{ cells { id written layers { position role } readings { id printed quote value { lo mid hi } } } }"
        nested = median(lambda: execute(base, document))
        connection = sqlite3.connect(file)
        floor = median(
            lambda: [
                connection.execute("SELECT id, written FROM cell ORDER BY id LIMIT 100").fetchall(),
                connection.execute("SELECT cell_id, position, role FROM layer").fetchall(),
                connection.execute(
                    "SELECT id, printed, quote, lo, mid, hi FROM reading WHERE subject_kind = 'cell'"
                ).fetchall(),
            ]
        )
        print(
            f"nested GraphQL query of 77 cells:  {nested * 1e3:8.1f} ms; bare SQL {floor * 1e3:8.2f} ms, {nested / floor:6.0f} times"
        )
        connection.close()
        base.close()


if __name__ == "__main__":
    boxes()
    faces()
