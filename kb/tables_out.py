"""The plain tables that ``kb export`` and the client give: one row a record, numbers in catalogue units."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kb.base import Base, Row, rounded, shown, shown_computed
from kb.tell import told
from schema.errors import KbError, near

if TYPE_CHECKING:
    import polars as pl

__all__ = ["EXPORTS", "UnknownTableError", "export_frame", "export_rows"]


class UnknownTableError(KbError):
    """A table that is not exported."""

    code = "unknown-table"


def _conditions(base: Base, experiment: str) -> str:
    rows = base.by("condition", "experiment_id", experiment)
    return "; ".join(f"{row['quantity']}={row['printed'] or row['state']}" for row in rows)


def _readings(base: Base) -> list[Row]:
    made = []
    for row in base.rows("reading"):
        lo, mid, hi = shown(row)
        experiment = base.one("experiment", row["owner_id"])
        unit = base.by("quantity", "name", row["quantity"])[0]["unit"]
        made.append(
            {
                "id": row["id"], "paper": row["paper_id"], "owner": row["owner_id"], "owner_kind": row["owner_kind"],
                "quantity": row["quantity"], "printed": row["printed"], "qualifier": row["qualifier"], "lo": lo,
                "mid": mid, "hi": hi, "unit": unit, "conditions": _conditions(base, row["owner_id"]),
                "where": row["place"], "quote": row["quote"], "claim": row["claim"],
                "method": experiment["method"] if experiment else None, "label": row["label"],
                "subject": row["subject_id"], "subject_kind": row["subject_kind"], "as_read": row["as_read"],
                "how": row["how"], "citation": row["citation"], "ambiguity": row["ambiguity"], "or_reads": row["or_reads"],
                "repeats": row["repeats"], "checked_by": row["checked_by"],
            }
        )  # fmt: skip
    return made


def _checks(base: Base) -> list[Row]:
    made = []
    for row in base.rows("verdict"):
        inputs = sorted(base.by("verdict_input", "check_id", row["id"]), key=lambda one: one["position"])
        lo, mid, hi = shown_computed(row)
        made.append(
            {
                "id": row["id"], "paper": row["paper_id"], "verdict": row["verdict"], "formula": row["formula"],
                "quantity": row["quantity"],
                "readings": "; ".join(dict.fromkeys([row["output_id"], *(one["source_id"] for one in inputs)])),
                "reported": row["reported"], "computed_lo": lo, "computed_mid": mid, "computed_hi": hi,
                "gap": rounded(row["gap"]), "missing": row["missing"], "told": told(base, row), "unit": row["unit"],
                "gap_kind": row["gap_kind"], "only_as": row["only_as"],
                "strength": row["strength"],
            }
        )  # fmt: skip
    return made


def _plain(table: str, *drop: str) -> Callable[[Base], list[Row]]:
    def rows(base: Base) -> list[Row]:
        return [
            {("paper" if name == "paper_id" else name): value for name, value in row.items() if name not in drop}
            for row in base.rows(table)
        ]

    return rows


def _materials(base: Base) -> list[Row]:
    made = _plain("material")(base)
    for row in made:
        mass = row.pop("molar_mass")
        row["molar_mass_g_per_mol"] = None if mass is None else rounded(mass * 1000)
    return made


def _parts(base: Base, whole: str) -> str:
    parts = []
    for row in base.by("constituent", "whole_id", whole):
        shares = [reading["printed"] for reading in base.by("reading", "owner_id", row["id"]) if not reading["repeats"]]
        parts.append(f"{base.name(row['material_id'])} ({row['role']}{', ' + ', '.join(shares) if shares else ''})")
    return "; ".join(parts)


def _wholes(table: str) -> Callable[[Base], list[Row]]:
    def rows(base: Base) -> list[Row]:
        return [row | {"constituents": _parts(base, row["id"])} for row in _plain(table)(base)]

    return rows


def _coatings(base: Base) -> list[Row]:
    return [
        row
        | {"materials": "; ".join(link["material_id"] for link in base.by("coating_material", "coating_id", row["id"]))}
        for row in _plain("coating")(base)
    ]


def _cells(base: Base) -> list[Row]:
    made = []
    for row in _plain("cell")(base):
        layers = sorted(base.by("layer", "cell_id", row["id"]), key=lambda one: one["position"])
        made.append(row | {"stack": " | ".join(f"{layer['of_id']} ({layer['role']})" for layer in layers)})
    return made


def _derived(base: Base) -> list[Row]:
    made = []
    for row in base.rows("derived"):
        lo, mid, hi = shown(row)
        unit = base.by("quantity", "name", row["quantity"])[0]["unit"]
        made.append(row | {"lo": lo, "mid": mid, "hi": hi, "unit": unit, "paper": row["paper_id"]})
    return made


EXPORTS: dict[str, Callable[[Base], list[Row]]] = {
    "readings": _readings,
    "checks": _checks,
    "papers": _plain("paper"),
    "materials": _materials,
    "electrolytes": _wholes("electrolyte"),
    "coatings": _coatings,
    "electrodes": _wholes("electrode"),
    "cells": _cells,
    "experiments": _plain("experiment"),
    "statements": _plain("statement"),
    "contrasts": _plain("contrast"),
    "misprints": _plain("misprint"),
    "derived": _derived,
}
"""What can be exported, by name."""


def export_rows(base: Base, table: str) -> list[Row]:
    """The rows of one exported table; raises :class:`UnknownTableError`."""
    if table not in EXPORTS:
        raise UnknownTableError(repr(table), "no table of that name", near(table, EXPORTS) or ", ".join(EXPORTS))
    return EXPORTS[table](base)


def export_frame(base: Base, table: str) -> pl.DataFrame:
    """The same as a polars frame, typed also where a column is empty."""
    import polars as pl

    rows = export_rows(base, table)
    numbers = {"lo", "mid", "hi", "computed_lo", "computed_mid", "computed_hi", "gap", "molar_mass_g_per_mol"}
    whole = {"year", "position"}
    names = list(rows[0]) if rows else ["id"]

    def kind(name: str) -> Any:
        if name in numbers:
            return pl.Float64
        if name in whole:
            return pl.Int64
        return pl.Boolean if name == "bare" else pl.String

    return pl.DataFrame(rows, schema={name: kind(name) for name in names})
