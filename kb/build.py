"""From seeds to the base: load, check, derive, and replace the content in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.history import SCHEMA_VERSION

if TYPE_CHECKING:
    import polars as pl

__all__ = ["KEYS", "Built", "build", "catalogue", "completed", "summary", "to_json"]


@dataclass(frozen=True)
class Built:
    """What a build did: its id, whether anything was written, and how many rows of each kind."""

    build: str
    written: bool
    counts: dict[str, int]


def build(
    seeds: Path, database: str | None = None, *, force: bool = False, step: Callable[[str], None] = lambda _: None
) -> Built:
    """Build the base from a seed folder. Nothing is written when anything is wrong, or when nothing has changed.

    Raises :class:`~schema.errors.ProblemsFoundError` with all problems of all files,
    :class:`~kb.database.DatabaseProblemError`, or :class:`~kb.lock.BusyError`.
    """
    from kb.refresh import refresh

    told = [""]

    def once(words: str, _done: int, _of: int) -> None:
        if words != told[-1]:
            told.append(words)
            step(words)

    made = refresh([seeds], database, force=force, compare=False, step=once)
    return Built(made.build, made.written, made.counts)


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
    rest = {name: frame_of(name, rows) for name, rows in catalogue(build_id).items()}
    step("making it ready to be searched")
    made = with_lookups(empty | dict(tables) | results | rest)
    return {name: frame.sort(KEYS.get(name, "id")) for name, frame in made.items()}


KEYS: dict[str, str | list[str]] = {
    "quantity": "name", "constant": "name", "formula": "name", "material_element": ["material_id", "element"]
}  # fmt: skip
"""What tables without an id are sorted by."""


def catalogue(build_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of what is the same for all seeds, and the one that names the build."""
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
    about = [{"id": 1, "build": build_id, "version": version("solid-state-kb"), "schema_version": SCHEMA_VERSION}]
    return {"quantity": quantities, "constant": constants, "formula": formulas, "build": about}


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
