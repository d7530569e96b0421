"""From seeds to the base: load, check, derive, and replace the content in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.database import SCHEMA_VERSION, build_of, can_open, open_engine, replace_content

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Built", "all_frames", "build", "completed", "fingerprint"]

PACKAGES = ("schema", "ingest", "compute", "kb")


@dataclass(frozen=True)
class Built:
    """What a build did: its id, whether anything was written, and how many rows of each kind."""

    build: str
    written: bool
    counts: dict[str, int]


def fingerprint(seeds: Path) -> str:
    """The id of the build that these seeds and this code make, the same on every machine."""
    digest = hashlib.sha256(version("solid-state-kb").encode())
    root = seeds if seeds.is_dir() else seeds.parent
    files = [
        p for p in (sorted(root.rglob("*")) if seeds.is_dir() else [seeds]) if p.suffix in (".yaml", ".yml", ".json")
    ]
    code = [file for name in PACKAGES for file in sorted((Path(__file__).parent.parent / name).rglob("*.py"))]
    for file in files + code:
        base = root if file in files else Path(__file__).parent.parent
        digest.update(file.relative_to(base).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def build(
    seeds: Path, database: str | None = None, *, force: bool = False, step: Callable[[str], None] = lambda _: None
) -> Built:
    """Build the base from a seed folder. Nothing is written when anything is wrong, or when nothing has changed.

    Raises :class:`~schema.errors.ProblemsFoundError` with all problems of all files, or
    :class:`~kb.database.DatabaseProblemError`.
    """
    made = fingerprint(seeds) if seeds.exists() else ""
    if can_open(database):  # a base that can't be replaced is found before the work, and a missing one isn't made yet
        engine = open_engine(database, must_exist=False)
        held = build_of(engine)
        engine.dispose()
        if made and not force and held == made:
            return Built(made, written=False, counts={})
    tables = all_frames(seeds, made, step)
    step("writing")
    engine = open_engine(database, must_exist=False)
    try:
        replace_content(engine, tables)
    finally:
        engine.dispose()
    return Built(made, written=True, counts={name: frame.height for name, frame in tables.items()})


def all_frames(seeds: Path, build_id: str, step: Callable[[str], None] = lambda _: None) -> dict[str, pl.DataFrame]:
    """Every table, its rows in an order that depends on nothing but the seeds."""
    from ingest.load import load
    from kb.frames import frame_of

    step("reading the seeds")
    read = load(seeds).tables
    return completed({name: frame_of(name, rows) for name, rows in read.items()}, build_id, step)


def completed(
    tables: Mapping[str, pl.DataFrame], build_id: str, step: Callable[[str], None] = lambda _: None
) -> dict[str, pl.DataFrame]:
    """All tables, from those that the seeds give: with verdicts, derived values, the catalogue and what is looked into."""
    import compute
    from kb.frames import KINDS, frame_of
    from kb.lookups import with_lookups
    from kb.results import result_frames

    step("checking what follows from the numbers")
    empty = {name: frame_of(name, []) for name in KINDS}
    results = result_frames(compute.audit(tables))
    about = [{"id": 1, "build": build_id, "version": version("solid-state-kb"), "schema_version": SCHEMA_VERSION}]
    rest = {name: frame_of(name, rows) for name, rows in (_catalogue() | {"build": about}).items()}
    step("making it ready to be searched")
    made = with_lookups(empty | dict(tables) | results | rest)
    return {name: frame.sort(KEYS.get(name, "id")) for name, frame in made.items()}


KEYS: dict[str, str | list[str]] = {
    "quantity": "name", "constant": "name", "formula": "name", "material_element": ["material_id", "element"]
}  # fmt: skip
"""What tables without an id are sorted by."""


def _catalogue() -> dict[str, list[dict[str, Any]]]:
    from compute import FORMULAS
    from schema.quantities import Q

    quantities = [
        {"name": q.name, "unit": q.unit, "owners": ", ".join(q.of), "low": q.low, "high": q.high, "exact": q.exact,
         "symbol": q.symbol, "doc": q.doc, "emmo_iri": q.iri, "si_factor": q.units.factor, "si_offset": q.units.offset}
        for q in Q
    ]  # fmt: skip
    constants = [
        {"name": c.name, "unit": c.unit, "value": c.value, "source": c.source, "doc": c.doc} for c in Q.constants()
    ]
    formulas = [
        {"name": f.name, "gives": f.gives, "inputs": ", ".join(f.parameters), "family": f.family, "source": f.source,
         "convention": f.convention.words if f.convention else None, "allowance": f.allowance, "says": f.says}
        for f in FORMULAS.values()
    ]  # fmt: skip
    return {"quantity": quantities, "constant": constants, "formula": formulas}


def summary(counts: dict[str, int]) -> str:
    """One line: what a build holds."""
    things = {
        "paper": "papers", "material": "materials", "electrolyte": "electrolytes", "coating": "coatings",
        "electrode": "electrodes", "cell": "cells", "experiment": "experiments", "reading": "readings",
        "verdict": "checks", "derived": "derived values",
    }  # fmt: skip
    return ", ".join(f"{counts.get(name, 0)} {words}" for name, words in things.items())


def to_json(value: Any) -> str:
    """JSON as every export writes it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=False, indent=1)
