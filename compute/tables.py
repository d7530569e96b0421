"""The tables that compute reads, as frames: rows of dicts become columns once, frames are taken as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl

__all__ = ["COLUMNS", "Tables", "frames", "in_parts"]

Tables: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]] | pl.DataFrame]
"""Table name to its rows, as :mod:`ingest.rows` makes them, or to a frame with the same columns."""

_NUMBERS = ("lo", "mid", "hi", "or_lo", "or_hi", "molar_mass")


def _columns(names: str) -> dict[str, pl.DataType]:
    made: dict[str, pl.DataType] = {}
    for name in names.split():
        made[name] = pl.Int64() if name == "position" else pl.Float64() if name in _NUMBERS else pl.String()
    return made


COLUMNS = {
    "material": _columns("id paper_id formula name family parse_state reduced_formula elements molar_mass"),
    "electrolyte": _columns("id paper_id"),
    "coating": _columns("id paper_id on_id"),
    "coating_material": _columns("id paper_id coating_id material_id"),
    "electrode": _columns("id paper_id polarity"),
    "cell": _columns("id paper_id kind"),
    "layer": _columns("id paper_id cell_id position role of_id"),
    "constituent": _columns("id paper_id whole_id material_id role"),
    "process_step": _columns("id paper_id of_id"),
    "experiment": _columns("id paper_id subject_id subject_kind cell_id series_id conventions"),
    "condition": _columns(
        "id paper_id experiment_id quantity label state printed qualifier lo mid hi unit place quote"
    ),
    "reading": _columns(
        "id paper_id owner_id owner_kind subject_id subject_kind quantity label printed as_read qualifier lo mid hi "
        "unit place quote claim ambiguity or_reads or_lo or_hi repeats"
    ),
    "statement": _columns("id paper_id says printed qualifier lo mid hi subject_id place quote ambiguity"),
    "statement_reference": _columns("id paper_id statement_id reading_id position"),
    "reference_material": _columns("id formula reduced_formula"),
    "reference_reading": _columns("id material_id quantity printed lo mid hi source"),
}
"""What compute reads of each table."""


def frames(tables: Tables) -> dict[str, pl.DataFrame]:
    """Every table of :data:`COLUMNS` as a frame of just those columns; a table that isn't there is empty."""
    made = {}
    for name, columns in COLUMNS.items():
        given = tables.get(name, ())
        if not isinstance(given, pl.DataFrame):
            given = pl.DataFrame(
                {key: [row.get(key) for row in given] for key in columns}, schema=columns, strict=False
            )
        made[name] = given.select(pl.col(key).cast(kind) for key, kind in columns.items())
    return made


def in_parts(tables: Mapping[str, pl.DataFrame], papers: int) -> list[dict[str, pl.DataFrame]]:
    """The same tables, some papers at a time. No relation crosses papers; reference data go with every part."""
    ids = tables["cell"]["paper_id"].unique()
    for name in tables:
        if "paper_id" in tables[name].columns:
            ids = pl.concat([ids, tables[name]["paper_id"].unique()])
    ids = ids.unique().sort()
    if len(ids) <= papers:
        return [dict(tables)]
    first = ids.gather_every(papers)
    parts: list[dict[str, pl.DataFrame]] = [{} for _ in first]
    for name, table in tables.items():
        if "paper_id" not in table.columns:
            for part in parts:
                part[name] = table
            continue
        ordered = table if table["paper_id"].is_sorted() else table.sort("paper_id", maintain_order=True)
        begins = [*ordered["paper_id"].search_sorted(first, side="left"), ordered.height]
        for place, part in enumerate(parts):
            part[name] = ordered[begins[place] : begins[place + 1]]  # a slice copies nothing
    return parts
