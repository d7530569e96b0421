"""A generated base on disk, made once and kept: ``python benchmarks/big_base.py PAPERS FILE``."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from generator import generate

from kb.build import completed
from kb.database import open_engine, replace_content

__all__ = ["big_base"]


def big_base(papers: int, file: Path, *, say: bool = True) -> Path:
    """The base of so many generated papers, built if it isn't there."""
    if file.exists():
        return file
    start = time.perf_counter()
    made = generate(papers)
    drawn = time.perf_counter()
    tables = completed(made.tables, f"generated-{papers}")
    ready = time.perf_counter()
    engine = open_engine(str(file), must_exist=False)
    replace_content(engine, tables)
    engine.dispose()
    if say:
        rows = sum(frame.height for frame in tables.values())
        print(
            f"{papers} papers: drawn {drawn - start:.1f} s, checked {ready - drawn:.1f} s, {rows} rows written "
            f"{time.perf_counter() - ready:.1f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB, "
            f"file {file.stat().st_size / 1e6:.0f} MB"
        )
    return file


if __name__ == "__main__":
    big_base(int(sys.argv[1]), Path(sys.argv[2]))
