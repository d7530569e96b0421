"""Thousands of questions, each answered by its plan and by Strawberry's executor: ``python benchmarks/differential.py``.

``--examples`` says how many, ``--from`` the first seed, ``--base`` a base's file (without one the shipped seeds are built),
``--keep-going`` reports all differences and not the first ten only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from questions import Pool, Question, drawn, outcome, smallest

from kb.base import Base
from kb.build import build
from kb.graph.engine import Engine

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SHOWN = 10


def main() -> int:
    """Run; the exit code is 1 when there is a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5000)
    parser.add_argument("--from", type=int, default=0, dest="start")
    parser.add_argument("--base", default="")
    parser.add_argument("--keep-going", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.base or str(Path(folder) / "kb.sqlite")
        if not asked.base:
            build(SEEDS, place)
        base = Base(place)
        found = _run(base, asked)
        base.close()
    return found


def _run(base: Base, asked: argparse.Namespace) -> int:
    fast, slow, pool = Engine(base), Engine(base, fast=False), Pool(base)
    kinds: Counter[str] = Counter()
    different: dict[int, str] = {}
    begun = time.perf_counter()
    for seed in range(asked.start, asked.start + asked.examples):
        question = drawn(fast.schema, pool, seed)
        found = outcome(fast, slow, question)
        kinds[found.kind] += 1
        if found.difference:
            different[seed] = found.difference
            if len(different) <= SHOWN or asked.keep_going:
                least = smallest(question, lambda one: bool(outcome(fast, slow, one).difference))
                _show(seed, least, outcome(fast, slow, least).difference)
    answered = kinds["planned"] + kinds["left"]
    print(
        f"{asked.examples} questions in {time.perf_counter() - begun:.0f} s: {dict(kinds)}; "
        f"{kinds['planned'] / max(1, answered):.1%} of those without an error were planned; {len(different)} differ"
    )
    return int(bool(different))


def _show(seed: int, question: Question, difference: str) -> None:
    print(f"--- seed {seed}\n{question.document}\nvariables: {question.variables}\n{difference}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
