"""Invented papers by the thousand, physically plausible and true in themselves: the big base of the benchmarks.

Every number is printed from one truth with ordinary rounding, so that nothing contradicts anything but what is planted.
20,000 papers have 50,000 electrolytes, 100,000 cells, about 160,000 experiments and 1,000,000 readings.

Run: python benchmarks/generator/whole.py 20000
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import numpy as np
import polars as pl

from generator.cells import add_cells, add_electrodes
from generator.draws import Draws
from generator.electrolytes import add_coatings, add_electrolytes
from generator.plants import PLANTS, Plants
from generator.sheet import Sheet
from generator.words import add_statements, add_words
from ingest.load import load_files
from schema.tables import TABLES

__all__ = ["HELD", "REFERENCE", "UNIT_AT_END", "Generated", "generate"]

REFERENCE = Path(__file__).resolve().parent.parent.parent / "seeds" / "reference.yaml"
HELD = (
    "paper", "material", "electrolyte", "coating", "coating_material", "electrode", "cell", "layer", "constituent",
    "process_step", "experiment", "condition", "reading", "statement", "statement_reference", "contrast", "contrast_pair",
    "misprint", "reference_material", "reference_reading",
)  # fmt: skip
"""The tables that come from seeds; the others are computed."""

CHUNK = 2_500
"""How many papers are made at a time, which bounds the memory."""

UNIT_AT_END = r" [A-Za-zμΩ°%].*$"

_DTYPES: dict[Any, type[pl.DataType]] = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}


@dataclass(frozen=True)
class Generated:
    """Invented papers: a frame a table, with the columns of :mod:`schema.tables`, and the planted contradictions.

    ``planted`` has a row each: paper_id, output_id (the reading or statement that a verdict must be about), formula,
    factor (by which the printed value was moved) and moved_id (what was moved; a repeat where that is not the output).
    """

    tables: dict[str, pl.DataFrame]
    planted: pl.DataFrame


def generate(papers: int, seed: int = 1, planted: float = 0.01, start: int = 0) -> Generated:
    """Papers ``start`` to ``start + papers - 1``, in the order of their ids; each is the same in every chunk.

    ``planted`` is the share of papers in which one printed number is moved by a factor of 1.5 to 3.
    """
    ends = [*range(start, start + papers, CHUNK), start + papers]
    chunks = [_chunk(low, high, seed, planted) for low, high in pairwise(ends)]
    reference = load_files([], REFERENCE).tables
    tables = {}
    for name in HELD:
        parts = [chunk.tables.pop(name) for chunk in chunks if name in chunk.tables]
        if name.startswith("reference_"):
            parts = [pl.DataFrame(reference[name], schema=_schema(name)).sort("id")]
        tables[name] = pl.concat(parts) if parts else pl.DataFrame(schema=_schema(name))
    return Generated(tables, pl.concat([chunk.planted for chunk in chunks]))


@cache
def _schema(table: str) -> dict[str, type[pl.DataType]]:
    made = {}
    for name, field in TABLES[table].model_fields.items():
        kinds: tuple[Any, ...] = (
            get_args(field.annotation) if get_origin(field.annotation) is UnionType else (field.annotation,)
        )
        made[name] = _DTYPES[next(kind for kind in kinds if kind is not NoneType)]
    return made


def _chunk(low: int, high: int, seed: int, share: float) -> Generated:
    draws = Draws(seed, np.arange(low, high, dtype=np.int64))
    sheet = Sheet(draws, Plants(draws, share))
    solids = add_electrolytes(sheet)
    add_coatings(sheet)
    balance = add_electrodes(sheet)
    kept = add_cells(sheet, solids, balance)
    add_statements(sheet, solids, kept)
    add_words(sheet)
    readings, conditions = sheet.printed()
    sheet.tables.setdefault("condition", []).append(conditions)
    sheet.tables["reading"] = [_series_quotes(readings)]
    tables = {name: _shaped(name, frames) for name, frames in sheet.tables.items()}
    return Generated(tables, _planted(sheet, tables))


def _shaped(name: str, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All frames of a table with exactly its columns; what none of them says is null, a label is empty."""
    schema = _schema(name)
    made = pl.concat(frames, how="diagonal")
    lacking = [
        pl.lit(None, dtype=dtype).alias(column) for column, dtype in schema.items() if column not in made.columns
    ]
    return made.with_columns(lacking).select(pl.col(column).cast(dtype) for column, dtype in schema.items()).sort("id")


def _series_quotes(readings: pl.DataFrame) -> pl.DataFrame:
    """One sentence prints a whole series: its points share place and words."""
    point = pl.col("owner_id").str.contains("/arrhenius/")
    number, spelled = pl.col("printed").str.replace(UNIT_AT_END, ""), pl.col("printed").str.extract(f"({UNIT_AT_END})")
    degrees = pl.col("owner_id").str.extract(r"/(\d+)C$").cast(pl.Int64)
    whole = (
        readings.filter(point).sort(degrees).group_by("paper_id", maintain_order=True)
        .agg(number.str.join(", ").alias("list"), spelled.first().alias("of"))
        .select("paper_id", ("With rising temperature the conductivity was " + pl.col("list") + pl.col("of") + ".").alias("words"))
    )  # fmt: skip
    return readings.join(whole, on="paper_id", how="left", maintain_order="left").with_columns(
        place=pl.when(point).then(pl.lit("Section 3.1")).otherwise("place"),
        how=pl.when(point).then(pl.lit("text")).otherwise("how"),
        quote=pl.when(point).then("words").otherwise("quote"),
    )


def _planted(sheet: Sheet, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    plants = sheet.plants
    here = np.flatnonzero(plants.any)
    rows = [(PLANTS[plants.kind[row]], sheet.papers[int(row)], float(plants.factor[row])) for row in here]
    stated = dict(tables["experiment"].select("id", "conventions").iter_rows()) if rows else {}
    made = []
    for plant, paper, factor in rows:
        moved = f"{paper}/{plant.output}"
        formula = plant.formula
        words = stated.get(moved.rpartition("/")[0], "")
        if formula.startswith("activation") and "sigma_T" in words:
            formula = "activation_energy_of_sigma_t"
        if formula.startswith("n_to_p") and "inventory" in words:
            formula = "n_to_p_by_inventory"
        made.append((paper, moved.partition("@")[0], formula, factor, moved))
    columns = {
        "paper_id": pl.String,
        "output_id": pl.String,
        "formula": pl.String,
        "factor": pl.Float64,
        "moved_id": pl.String,
    }
    return pl.DataFrame(made, schema=columns, orient="row")


def main(papers: int) -> None:
    """Generate, and say how many rows it took how long to make."""
    begun = time.perf_counter()
    made = generate(papers)
    seconds = time.perf_counter() - begun
    for name, frame in made.tables.items():
        print(f"{name:22}{frame.height:>12,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"planted {made.planted.height}; {seconds:.1f} s, peak {peak:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
