"""From seeds to the base: load, check, derive, and replace the content in one transaction."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.database import SCHEMA_VERSION, build_of, can_open, open_engine, replace_content

if TYPE_CHECKING:
    from compute import Checked, DerivedValue

__all__ = ["Built", "all_rows", "build", "fingerprint"]

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
    tables = all_rows(seeds, made, step)
    step("writing")
    engine = open_engine(database, must_exist=False)
    try:
        replace_content(engine, tables)
    finally:
        engine.dispose()
    return Built(made, written=True, counts={name: len(rows) for name, rows in tables.items()})


def all_rows(
    seeds: Path, build_id: str, step: Callable[[str], None] = lambda _: None
) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in an order that depends on nothing but the seeds."""
    from ingest.load import load

    step("reading the seeds")
    records = load(seeds)
    tables = dict(records.tables)
    step("checking what follows from the numbers")
    import compute

    world = compute.world(tables)
    checks = [
        *compute.check(world), *compute.check_statements(tables), *compute.check_repeats(tables),
        *compute.check_shares(tables),
    ]  # fmt: skip
    step("deriving what was not printed")
    derived = compute.derive(world)
    tables |= _catalogue() | _check_rows(checks) | _derived_rows(derived)
    tables["build"] = [
        {"id": 1, "build": build_id, "version": version("solid-state-kb"), "schema_version": SCHEMA_VERSION}
    ]
    return {name: sorted(rows, key=_key) for name, rows in tables.items()}


def _key(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("name"))


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


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


def _check_rows(checks: list[Checked]) -> dict[str, list[dict[str, Any]]]:
    from schema.quantities import Q

    rows, inputs = [], []
    for one in checks:
        lo, mid, hi = one.computed or (None, None, None)
        units = Q[one.quantity].units if one.unit else None
        gap = one.gap
        if gap is not None and one.gap_kind == "difference" and units:
            gap /= units.factor
        rows.append(
            {
                "id": one.id, "paper_id": one.paper_id, "verdict": one.verdict.value, "formula": one.formula,
                "quantity": one.quantity, "context_id": one.context_id, "output_id": one.output_id,
                "reported": one.reported, "reported_lo": _finite(one.reported_lo), "reported_hi": _finite(one.reported_hi),
                "computed_lo": _finite(lo), "computed_mid": _finite(mid), "computed_hi": _finite(hi), "gap": gap,
                "gap_kind": one.gap_kind, "unit": one.unit, "si_factor": units.factor if units else 1.0,
                "si_offset": units.offset if units else 0.0, "only_as": one.only_as, "strength": one.strength.value if one.strength else None, "missing": ", ".join(one.missing),
                "told": one.told,
            }
        )  # fmt: skip
        inputs += _input_rows("check_id", one.id, one.paper_id, one.inputs)
    return {"verdict": rows, "verdict_input": inputs}


def _derived_rows(derived: list[DerivedValue]) -> dict[str, list[dict[str, Any]]]:
    rows, inputs = [], []
    for one in derived:
        rows.append(
            {
                "id": one.id, "paper_id": one.paper_id, "quantity": one.quantity, "context_id": one.context_id,
                "formula": one.formula, "convention": one.convention, "lo": _finite(one.lo), "mid": _finite(one.mid),
                "hi": _finite(one.hi), "told": one.told,
            }
        )  # fmt: skip
        inputs += _input_rows("derived_id", one.id, one.paper_id, one.inputs)
    return {"derived": rows, "derived_input": inputs}


def _input_rows(
    link: str, record: str, paper: str, inputs: tuple[tuple[str, dict[str, Any]], ...]
) -> list[dict[str, Any]]:
    return [
        {"id": f"{record}/input-{position}", "paper_id": paper, link: record, "parameter": name, "source_id": fact["id"],
         "source_kind": fact["kind"], "position": position}
        for position, (name, fact) in enumerate(inputs, start=1)
    ]  # fmt: skip


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
