"""What the audit of many invented papers costs, whom it accuses, and what the same checks cost in a plain loop.

    python benchmarks/audit.py                                     a small run, for `make bench`
    python benchmarks/audit.py --papers 20000 --steps 1 2.5 5 10   growth; the papers are made by other processes
    python benchmarks/audit.py --papers 200000 --false-alarms      accusations of consistent papers, planted ones found

(Not called ``compute.py``: a script's own folder comes first where Python looks for packages.)
"""

from __future__ import annotations

import argparse
import math
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl
from uncertainties import ufloat

from compute import FORMULAS, Checked, audit, world
from compute.audit import PAPERS_AT_A_TIME
from compute.evaluate import evaluate
from compute.tables import COLUMNS
from compute.visible import NOWHERE
from schema.quantities import Q
from schema.units import expression_of, registry

Printed = tuple[float, float, str]
Work = tuple[str, dict[str, Printed], Printed | None]
Answer = TypeVar("Answer")

CHUNK = 10_000
"""Papers that are made, stored and read at a time: about half a million readings."""

SAMPLE = 40
"""Papers of the plain loop."""

REPEATS = 3


def store(folder: Path, start: int, papers: int, planted: float) -> None:
    """Papers as Parquet files, a folder a chunk. It runs in a process of its own, whose memory isn't counted."""
    from generator import generate

    made = generate(papers, planted=planted, start=start)
    folder.mkdir(parents=True)
    for name in COLUMNS:
        made.tables[name].write_parquet(folder / f"{name}.parquet")
    made.planted.write_parquet(folder / "planted.parquet")


def stored(into: Path, papers: int, planted: float) -> Iterator[Path]:
    """The folders of so many papers, one after another."""
    for start in range(0, papers, CHUNK):
        folder = into / str(start)
        words = [
            sys.executable,
            __file__,
            "--store",
            str(folder),
            str(start),
            str(min(CHUNK, papers - start)),
            str(planted),
        ]
        subprocess.run(words, check=True)
        yield folder


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """The columns that are read, of all tables."""
    return {name: pl.read_parquet(folder / f"{name}.parquet", columns=list(kinds)) for name, kinds in COLUMNS.items()}


def measured(folders: list[Path]) -> None:
    """In a process of its own: seconds, readings, verdicts and derived values of an audit, chunk by chunk; the most
    memory once the first tables were read, and at the end, in GB.
    """
    seconds, readings, checks, derived, tables_read = 0.0, 0, 0, 0, 0.0
    for folder in folders:
        tables = read(folder)
        tables_read = tables_read or peak()
        begun = time.perf_counter()
        for part in audit(tables):
            checks += sum(len(kind) for kind in part.checks)
            derived += len(part.derived)
        seconds += time.perf_counter() - begun
        readings += tables["reading"].height
    print(seconds, readings, checks, derived, tables_read, peak())


def peak() -> float:
    """The most memory that this process ever held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def growth(papers: int, steps: list[float]) -> None:
    """Time and memory of the audit of so many papers, and of multiples of them; and the same in a plain loop."""
    print(
        f"{'papers':>9}{'readings':>12}{'verdicts':>11}{'derived':>11}{'seconds':>9}{'us/reading':>12}{'GB read':>9}{'GB':>7}"
    )
    took = 0.0
    with tempfile.TemporaryDirectory() as into:
        folders = list(stored(Path(into), int(papers * max(steps)), 0.01))
        for step in steps:
            used = folders[: max(1, round(papers * step / CHUNK))]
            words = [sys.executable, __file__, "--measure", *map(str, used)]
            runs = [subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
                    for _ in range(REPEATS if len(used) == 1 else 1)]  # fmt: skip
            seconds, (readings, checks, derived) = (
                statistics.median(float(run[0]) for run in runs),
                map(int, runs[0][1:4]),
            )
            print(f"{int(papers * step):>9,}{readings:>12,}{checks:>11,}{derived:>11,}{seconds:>9.2f}"
                  f"{seconds / readings * 1e6:>12.2f}{float(runs[0][4]):>9.2f}{float(runs[0][5]):>7.2f}", flush=True)  # fmt: skip
            took = took or seconds
        beside(read(folders[0]), took, papers if steps[0] == 1 else min(CHUNK, papers))


def beside(tables: Mapping[str, pl.DataFrame], seconds: float, papers: int) -> None:
    """The same checks and derivations of some of the papers in a loop of quantities with units and uncertainties."""
    names = tables["cell"]["paper_id"].unique().sort()[:SAMPLE].implode()
    part = {
        name: table.filter(pl.col("paper_id").is_in(names)) if "paper_id" in table.columns else table
        for name, table in tables.items()
    }
    work = loop_work(part)
    slow, (done, refused) = median(lambda: loop(work))
    slow /= SAMPLE
    bodies = evaluations(tables) / tables["cell"]["paper_id"].n_unique()
    print(f"a paper's {len(work) / SAMPLE:.0f} evaluations in a loop with pint and uncertainties, which is handed its inputs:"
          f" {slow * 1e3:.1f} ms ({refused} of {done + refused} it cannot do: limits, functions of such numbers)")  # fmt: skip
    print(f"  in columns {bodies * 1e3:.4f} ms, as worst-case intervals: {slow / bodies:.0f} times faster")
    whole = seconds / papers
    print(f"  with all the rest of an audit (finding the inputs, conventions, statements, repeats, verdicts): {whole * 1e3:.2f} ms,"
          f" {slow / whole:.0f} times faster")  # fmt: skip


def median(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Median seconds of a few runs, and the answer."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer


def evaluations(tables: Mapping[str, pl.DataFrame]) -> float:
    """Seconds for every formula in every context that sees its inputs."""
    papers = tables["cell"]["paper_id"].unique().sort()[:PAPERS_AT_A_TIME].implode()
    seen = world(
        {n: t.filter(pl.col("paper_id").is_in(papers)) if "paper_id" in t.columns else t for n, t in tables.items()}
    )
    rows = [made for made in FORMULAS.values() if not made.along]
    contexts = [np.flatnonzero(np.all([seen.seen(name) != NOWHERE for name in made.required], axis=0)) for made in rows]
    one = median(lambda: [evaluate(made, here, seen) for made, here in zip(rows, contexts, strict=True)])[0]
    return one * tables["cell"]["paper_id"].n_unique() / len(papers[0])


def loop_work(tables: Mapping[str, pl.DataFrame]) -> list[Work]:
    """Each formula that was evaluated, with the value and half-width of each input in the catalogue's unit."""
    work: list[Work] = []
    (found,) = audit(tables)
    for one in (*found.checks[0], *found.derived):
        if not one.inputs or FORMULAS[one.formula].along:
            continue
        inputs = {name: printed(fact["quantity"], fact["lo"], fact["hi"]) for name, fact in one.inputs}
        judged = printed(one.quantity, one.reported_lo, one.reported_hi) if isinstance(one, Checked) else None
        work.append((one.formula, inputs, judged))
    return work


def printed(quantity: str, low: float, high: float) -> Printed:
    """Middle, half-width and unit of a printed value, as pint takes them."""
    one = Q[quantity]
    if one.unit == "degC":  # pint refuses to multiply degrees
        return (low + high) / 2, (high - low) / 2, "kelvin"
    low, high = one.units.from_si(low), one.units.from_si(high)
    return (
        (low + high) / 2,
        (high - low) / 2,
        expression_of(one.unit, one.unit, rate=one.unit == "C") if one.unit else "",
    )


def loop(work: list[Work]) -> tuple[int, int]:
    """What one would write instead: for each number a quantity with an uncertainty, and the formula upon them."""
    units, refused = registry(), 0
    constants = {
        one.name: units.Quantity(one.value, expression_of(one.unit, one.unit, rate=False)).to_base_units()
        for one in Q.constants()
    }

    def quantity(middle: float, half: float, unit: str) -> Any:
        if not math.isfinite(half):
            raise ValueError(half)  # a limit has no middle
        return units.Quantity(ufloat(middle, half), unit).to_base_units()

    with warnings.catch_warnings(action="ignore"):
        for name, inputs, judged in work:
            made = FORMULAS[name]
            try:
                values = {parameter: quantity(*value) for parameter, value in inputs.items()}
                result = made.body(
                    **{
                        p: values[p] if p in values else constants[p]
                        for p in made.parameters
                        if p not in made.optional or p in values
                    }
                )
                if judged is not None:
                    apart = (quantity(*judged) - result).magnitude
                    refused += math.isnan(abs(apart.nominal_value) - 2 * apart.std_dev)
            except (ValueError, TypeError, AttributeError, ZeroDivisionError):
                refused += 1
    return len(work) - refused, refused


def false_alarms(papers: int) -> None:
    """Who is accused: of papers that are true in themselves nobody, of the others every planted contradiction."""
    for planted in (0.0, 0.01):
        checks = accused = found = sown = elsewhere = 0
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as into:
            for folder in stored(Path(into), papers, planted):
                kinds = [kind.checks for part in audit(read(folder)) for kind in part.checks]
                checks += sum(int((kind["verdict"] != "untestable").sum()) for kind in kinds)
                wrong = pl.concat(kind.filter(pl.col("verdict") == "inconsistent") for kind in kinds)
                moved = pl.read_parquet(folder / "planted.parquet")
                accused, sown = accused + wrong.height, sown + moved.height
                found += moved.join(wrong, on=["output_id", "formula"], how="semi").height
                elsewhere += wrong.join(moved, on="paper_id", how="anti").height
                shutil.rmtree(folder)
        print(f"{papers:,} papers, {checks:,} verdicts, {sown:,} contradictions planted: {found:,} of them found;"
              f" {accused:,} accusations, {elsewhere:,} of papers without ({time.perf_counter() - begun:.0f} s)", flush=True)  # fmt: skip


def main() -> None:
    """Read what is asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--papers", type=int, default=4_000)
    asked.add_argument("--steps", type=float, nargs="+", default=[1.0], help="multiples of --papers")
    asked.add_argument("--false-alarms", action="store_true")
    asked.add_argument("--store", nargs=4)
    asked.add_argument("--measure", nargs="+")
    given = asked.parse_args()
    if given.store:
        folder, start, papers, planted = given.store
        store(Path(folder), int(start), int(papers), float(planted))
    elif given.measure:
        measured([Path(one) for one in given.measure])
    elif given.false_alarms:
        false_alarms(given.papers)
    else:
        growth(given.papers, given.steps)


if __name__ == "__main__":
    main()
