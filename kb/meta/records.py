"""Readings with what a comparison across papers needs beside the number: family, composition, conditions as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from kb.meta.paging import nodes, within

if TYPE_CHECKING:
    from kb.client import Client

__all__ = ["OWN", "parity", "points"]

OWN = ("measured", "derived", "setting")
"""Claims that are a paper's own: not other people's numbers, designs or theory."""

_ENDS = ("lo", "mid", "hi")
_MATERIAL = "written family composition { reducedFormula }"
_READING = (
    "id quantity label printed qualifier where quote claim repeats ownerId ownerKind subjectId subjectKind paper { id } value { lo mid hi unit } "
    "experiment { method } conditions(first: 20) { quantity state printed value { lo mid hi } } "
    f"subject {{ __typename ... on Material {{ {_MATERIAL} }} "
    f"... on Electrolyte {{ written family constituents(first: 10) {{ role material {{ {_MATERIAL} }} }} }} "
    "... on Electrode { written } ... on Coating { written } "
    "... on Cell { written stack(first: 20) { role of { __typename ... on Electrolyte { family } } } } }"
)
_TEXT = (
    "id", "paper", "subject", "subject_kind", "name", "family", "formula", "quantity", "label", "printed", "qualifier", "unit",
    "claim", "method", "conditions", "where", "quote",
)  # fmt: skip
_CHECK = "id formula verdict strength quantity unit reported paper { id } computed { lo mid hi } output { id value { lo mid hi } }"


def points(
    client: Client,
    quantity: str | None = None,
    *,
    at: Sequence[str] = ("temperature",),
    claims: Sequence[str] = OWN,
    repeats: bool = False,
) -> pl.DataFrame:
    """Readings of a quantity (of all, without one), each with its conditions ``at`` as ``…_lo``, ``…_mid``, ``…_hi``.

    Numbers are in the catalogue's units; an open end is null. ``family`` is the material's or electrolyte's, of a cell its
    separator's; ``conditions`` are the other conditions, as printed; ``formula`` is the reduced composition of a material, and of an electrolyte that of its only material.
    What an experiment states not as a condition but as a number of its own, such as the cycles after which a retention was
    read, is taken for one when it states it once. A number that a paper states again is left out unless ``repeats``; ``claims`` that are not a paper's own are left out
    unless asked for.
    """
    where: dict[str, Any] = {"quantity": {"eq": quantity}} if quantity else {}
    beside = _beside(client, at)
    rows = [
        _row(node, at, beside)
        for node in nodes(client, "readings", "Reading", _READING, where, page=100)
        if node["claim"].lower() in claims and (repeats or node["repeats"] is None)
    ]
    schema: dict[str, Any] = {
        **dict.fromkeys(_TEXT, pl.String),
        **dict.fromkeys(_ENDS, pl.Float64),
        **{f"{name}_{end}": pl.Float64 for name in at for end in _ENDS},
    }
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _beside(client: Client, at: Sequence[str]) -> dict[tuple[str, str], Any]:
    """What experiments state once as a number of their own: by experiment and quantity."""
    if not at:
        return {}
    body = "quantity ownerId ownerKind repeats value { lo mid hi }"
    found: dict[tuple[str, str], list[Any]] = {}
    for node in nodes(client, "readings", "Reading", body, {"quantity": {"in": list(at)}}):
        if node["ownerKind"] == "experiment" and node["repeats"] is None:
            found.setdefault((node["ownerId"], node["quantity"]), []).append(node["value"])
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _row(node: Mapping[str, Any], at: Sequence[str], beside: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    subject = node["subject"]
    row = {name: node[name] for name in ("id", "quantity", "label", "printed", "qualifier", "where", "quote")} | {
        "paper": node["paper"]["id"], "subject": node["subjectId"], "subject_kind": node["subjectKind"],
        "name": within(subject, "written") or node["subjectId"].rpartition("/")[2], "family": _family(subject), "formula": _formula(subject),
        "claim": node["claim"].lower(), "method": (within(node, "experiment", "method") or "").lower() or None, **node["value"],
    }  # fmt: skip
    row["conditions"] = "; ".join(
        f"{one['quantity']}={one['printed'] or one['state'].lower().replace('_', ' ')}"
        for one in node["conditions"]
        if one["quantity"] not in at
    )
    for name in at:
        stated = [one["value"] for one in node["conditions"] if one["quantity"] == name and one["value"]]
        value = stated[0] if stated else beside.get((node["ownerId"], name))
        row |= {f"{name}_{end}": value[end] for end in _ENDS} if value else {}
    return row


def _family(subject: Mapping[str, Any] | None) -> str | None:
    family = within(subject, "family")
    for layer in within(subject, "stack") or ():
        if layer["role"] == "SEPARATOR":
            family = family or layer["of"].get("family")
    return str(family).lower() if family else None


def _formula(subject: Mapping[str, Any] | None) -> str | None:
    formula = within(subject, "composition", "reducedFormula")
    parts: list[Any] = within(subject, "constituents") or []
    if len(parts) == 1:
        formula = within(parts[0], "material", "composition", "reducedFormula")
    return str(formula) if formula else None


def parity(client: Client, quantity: str | None = None) -> pl.DataFrame:
    """What papers report beside what follows from their own other numbers: one row a verdict that could be tested.

    ``reported_lo`` … and ``computed_lo`` … are in ``unit``; statements, which are about a factor or a percentage, have no
    reported number and are left out.
    """
    schema: dict[str, Any] = {
        **dict.fromkeys(("id", "paper", "quantity", "formula", "verdict", "strength", "unit", "printed"), pl.String),
        **{f"{side}_{end}": pl.Float64 for side in ("reported", "computed") for end in _ENDS},
    }
    rows = []
    for node in nodes(client, "checks", "Check", _CHECK):
        if node["computed"] is None or node["output"] is None or quantity not in (None, node["quantity"]):
            continue
        rows.append({
            **{name: node[name] for name in ("id", "quantity", "formula", "unit")}, "paper": node["paper"]["id"],
            "verdict": node["verdict"].lower().replace("_", " "), "printed": node["reported"],
            "strength": node["strength"].lower() if node["strength"] else None,
            **{f"reported_{end}": node["output"]["value"][end] for end in _ENDS},
            **{f"computed_{end}": node["computed"][end] for end in _ENDS},
        })  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
