"""Facts: every printed number, composition and reference value that a formula may use, one row each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

__all__ = ["ACTIVE_FAMILIES", "FACT_COLUMNS", "Rows", "facts_of", "is_soft"]

ACTIVE_FAMILIES = {"layered_oxide", "olivine", "spinel", "metal"}
"""Families whose lithium is meant to take part in the cell's reaction."""

FACT_COLUMNS = {
    "id": pl.String, "kind": pl.String, "paper_id": pl.String, "owner_id": pl.String, "name": pl.String,
    "quantity": pl.String, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64, "printed": pl.String,
    "place": pl.String, "quote": pl.String, "claim": pl.String, "subject_id": pl.String, "print_lo": pl.Float64,
    "print_hi": pl.Float64, "soft": pl.Boolean, "or_reads": pl.String, "or_lo": pl.Float64, "or_hi": pl.Float64,
}  # fmt: skip

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def _end(value: float | None, open_end: float) -> float:
    return open_end if value is None else value


def is_soft(row: Mapping[str, Any]) -> bool:
    """Whether a print is an "about", or may be read in another way."""
    return row.get("qualifier") == "~" or bool(row.get("ambiguity"))


def facts_of(tables: Rows, reference_temperature: str) -> list[dict[str, Any]]:
    """The facts of some table rows, and the temperature that conductivities are brought to."""
    infinite = float("inf")
    made: list[dict[str, Any]] = []
    again: dict[str, list[Mapping[str, Any]]] = {}
    for row in tables.get("reading", ()):
        if row["repeats"]:
            again.setdefault(row["repeats"], []).append(row)
    for kind, table in (("reading", "reading"), ("condition", "condition"), ("reference", "reference_reading")):
        for row in tables.get(table, ()):
            if row.get("repeats") or row.get("state", "stated") != "stated":
                continue
            label = row.get("label") or ""
            # as an input, a number is anything that any of its prints says, in any way to read them
            prints = [row, *again.get(row["id"], ())]
            ends = [(one["lo"], one["hi"]) for one in prints]
            ends += [(one["or_lo"], one["or_hi"]) for one in prints if one.get("or_reads")]
            made.append(
                {
                    "id": row["id"], "kind": kind, "paper_id": row.get("paper_id"),
                    "owner_id": row.get("owner_id") or row.get("experiment_id") or row.get("material_id"),
                    "name": f"{row['quantity']}({label})" if label else row["quantity"], "quantity": row["quantity"],
                    "lo": min(_end(lo, -infinite) for lo, _ in ends), "mid": _end(row["mid"], float("nan")),
                    "hi": max(_end(hi, infinite) for _, hi in ends), "or_reads": row.get("or_reads"),
                    "or_lo": _end(row.get("or_lo"), -infinite), "or_hi": _end(row.get("or_hi"), infinite),
                    "print_lo": _end(row["lo"], -infinite), "print_hi": _end(row["hi"], infinite), "printed": row.get("as_read") or row["printed"],
                    "place": row.get("place") or row.get("source"), "quote": row.get("quote"),
                    "claim": row.get("claim") or "", "subject_id": row.get("subject_id"),
                    "soft": any(is_soft(one) for one in prints),
                }
            )  # fmt: skip
    for row in tables.get("material", ()):
        made += _composition(row)
    for row in tables.get("reading", ()):
        made += _element_ratio(row, tables)
    from schema.quantities import Q

    given = Q.temperature.read(reference_temperature)
    made.append(
        _plain(
            "given/reference_temperature",
            "given",
            "",
            "reference_temperature",
            "temperature",
            given.mid or 0.0,
            reference_temperature,
        )
    )
    return made


def _plain(record: str, kind: str, owner: str, name: str, quantity: str, value: float, printed: str) -> dict[str, Any]:
    return {
        "id": record, "kind": kind, "paper_id": None, "owner_id": owner, "name": name, "quantity": quantity,
        "lo": value, "mid": value, "hi": value, "printed": printed, "place": None, "quote": None, "claim": "",
        "subject_id": None, "soft": False, "or_reads": None, "or_lo": None, "or_hi": None,
        "print_lo": value, "print_hi": value,
    }  # fmt: skip


def _composition(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Molar mass and lithium per formula unit, from the formula that the paper prints."""
    made = []
    if row["molar_mass"] and row["parse_state"] == "complete":
        mass = row["molar_mass"]
        printed = f"{mass * 1000:.6g} g/mol, of {row['formula'] or row['name']}"
        made.append(_plain(f"{row['id']}/composition/molar_mass", "composition", row["id"], "molar_mass", "molar_mass", mass, printed))  # fmt: skip
        lithium = json.loads(row["elements"]).get("Li", 0)
        if lithium and row["family"] in ACTIVE_FAMILIES:
            made.append(
                _plain(f"{row['id']}/composition/lithium_per_formula", "composition", row["id"], "lithium_per_formula",
                       "lithium_per_formula", lithium, f"{lithium:g}, of {row['formula']}")
            )  # fmt: skip
    return made


def _element_ratio(row: Mapping[str, Any], tables: Rows) -> list[dict[str, Any]]:
    """For a weight ratio of two elements of a formula: amounts and atomic masses, in a context of the reading's own."""
    if (
        row["quantity"] != "mass_ratio"
        or row["subject_kind"] != "material"
        or ":" not in row["label"]
        or row["repeats"]
    ):
        return []
    material = next(one for one in tables["material"] if one["id"] == row["subject_id"])
    elements = json.loads(material["elements"])
    pair = [part.strip() for part in row["label"].split(":")]
    if len(pair) != 2 or not all(part in elements for part in pair):
        return []
    from pymatgen.core import Element

    lo, mid, hi = row["lo"], row["mid"], row["hi"]
    ratio = _plain(row["id"], "reading", row["id"], "mass_ratio", "mass_ratio", mid, row["printed"])
    ratio |= {key: row[key] for key in ("paper_id", "quote", "claim", "subject_id")} | {"place": row["place"]}
    ratio["soft"] = is_soft(row)
    made = [ratio | {"lo": lo, "hi": _end(hi, float("inf")), "print_lo": lo, "print_hi": _end(hi, float("inf"))}]
    for part, symbol in zip(("first", "second"), pair, strict=True):
        mass = float(Element(symbol).atomic_mass) / 1000
        amount = float(elements[symbol])
        base = f"{row['id']}/composition/{part}"
        made.append(_plain(f"{base}_amount", "composition", row["id"], f"{part}_amount", "amount", amount, f"{amount:g} {symbol} in {material['formula']}"))  # fmt: skip
        made.append(_plain(f"{base}_atomic_mass", "composition", row["id"], f"{part}_atomic_mass", "atomic_mass", mass, f"{mass * 1000:.6g} g/mol"))  # fmt: skip
    return made
