"""Contrasts of a base as a frame: one row for each pair of readings, control and treatment, within one paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from kb.meta.paging import nodes, within

if TYPE_CHECKING:
    from kb.client import Client

__all__ = ["contrasts"]

_READING = (
    "id quantity label printed qualifier where quote claim value { lo mid hi unit } experiment { method } "
    "conditions(first: 15) { quantity state printed value { lo mid hi } }"
)
_COATING = "... on Coating { bare written method materials(first: 5) { name written } }"
_SIDE = (
    f"__typename id {_COATING} ... on Electrolyte {{ written family }} ... on Material {{ written family }} "
    "... on Electrode { written } ... on Cell { written stack(first: 20) { role of { __typename id "
    f"{_COATING} ... on Electrolyte {{ family }} ... on Material {{ family }} }} }} }}"
)
_CONTRAST = (
    f"id differs paper {{ id }} control {{ {_SIDE} }} treatment {{ {_SIDE} }} "
    f"pairs(first: 200) {{ id control {{ {_READING} }} treatment {{ {_READING} }} }}"
)
_ENDS = ("lo", "mid", "hi")
_TEXT = (
    "id", "contrast", "paper", "differs", "kind", "control", "treatment", "coating", "coating_method", "family", "quantity", "control_quantity",
    "label", "unit", "method", "differing_conditions",
)  # fmt: skip
_SIDES = ("reading", "printed", "qualifier", "claim", "where", "quote")
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(_TEXT, pl.String),
    **{f"{side}_{name}": pl.String for side in ("control", "treatment") for name in _SIDES},
    **{f"{side}_{end}": pl.Float64 for side in ("control", "treatment", "temperature") for end in _ENDS},
}
"""The columns and their types."""


def contrasts(client: Client, quantity: str | None = None) -> pl.DataFrame:
    """Every pair of readings of every contrast; a contrast without any has one row, whose ``quantity`` is null.

    Numbers are in the catalogue's ``unit``, temperatures in degC; an end that is null is open. ``coating`` is what the
    treatment has and the control has not (coating, buffer layer, surface treatment); ``family`` is that of the electrolyte
    or separator; ``differing_conditions`` names the conditions that are surely not the same on both sides, besides what
    was meant to differ. A curator may pair two quantities of one unit: ``quantity`` is then the treatment's.
    """
    on_electrodes = _coatings_of_electrodes(client)
    rows: list[dict[str, Any]] = []
    for node in nodes(client, "contrasts", "Contrast", _CONTRAST, page=10):
        control, treatment = node["control"], node["treatment"]
        coatings = _coatings(treatment, on_electrodes)
        for known in _coatings(control, on_electrodes):
            coatings.pop(known, None)
        own = {
            "contrast": node["id"], "paper": node["paper"]["id"], "differs": node["differs"],
            "kind": treatment["__typename"].lower(), "control": control["id"], "treatment": treatment["id"],
            "coating": "; ".join(_called(one) for one in coatings.values()) or None,
            "coating_method": "; ".join(one["method"].lower() for one in coatings.values() if one["method"]) or None,
            "family": _family(treatment) or _family(control),
        }  # fmt: skip
        rows += [own | _pair(pair) for pair in node["pairs"]] or [own | {"id": node["id"]}]
    frame = pl.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)
    return frame if quantity is None else frame.filter(pl.col("quantity") == quantity)


def _pair(pair: Mapping[str, Any]) -> dict[str, Any]:
    control, treatment = pair["control"], pair["treatment"]
    row: dict[str, Any] = {
        "id": pair["id"], "quantity": treatment["quantity"], "control_quantity": control["quantity"], "label": treatment["label"], "unit": treatment["value"]["unit"],
        "method": (within(treatment, "experiment", "method") or within(control, "experiment", "method") or "").lower() or None,
        "differing_conditions": ", ".join(_differing(control, treatment)) or None,
    }  # fmt: skip
    for name, reading in (("control", control), ("treatment", treatment)):
        row |= {f"{name}_{key}": reading[key] for key in ("printed", "qualifier", "where", "quote")}
        row |= {f"{name}_reading": reading["id"], f"{name}_claim": reading["claim"].lower()}
        row |= {f"{name}_{end}": reading["value"][end] for end in _ENDS}
    for reading in (treatment, control):
        for one in reading["conditions"]:
            if one["quantity"] == "temperature" and one["value"] and row.get("temperature_lo") is None:
                row |= {f"temperature_{end}": one["value"][end] for end in _ENDS}
    return row


def _differing(control: Mapping[str, Any], treatment: Mapping[str, Any]) -> list[str]:
    """Conditions stated once on each side whose intervals do not meet."""
    found = []
    stated = [_once(side) for side in (control, treatment)]
    for name in sorted(stated[0].keys() & stated[1].keys()):
        one, other = stated[0][name], stated[1][name]
        ends = (one["lo"], other["hi"]), (other["lo"], one["hi"])
        if any(low is not None and high is not None and low > high for low, high in ends):
            found.append(name)
    return found


def _once(side: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, list[Any]] = {}
    for one in side["conditions"]:
        if one["value"]:
            given.setdefault(one["quantity"], []).append(one["value"])
    return {name: values[0] for name, values in given.items() if len(values) == 1}


def _coatings(side: Mapping[str, Any], on_electrodes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    kind = side["__typename"]
    parts = [layer["of"] for layer in side["stack"]] if kind == "Cell" else [side]
    found = {part["id"]: part for part in parts if part["__typename"] == "Coating" and not part["bare"]}
    return found | on_electrodes.get(side["id"], {}) if kind == "Electrode" else found


def _coatings_of_electrodes(client: Client) -> dict[str, dict[str, Any]]:
    """Coatings made on an electrode, by the electrode that they stand next to in the stack of some cell."""
    body = (
        f"id {_COATING.removeprefix('... on Coating { ').removesuffix(' }')} onId "
        "layers(first: 20) { position cell { stack(first: 20) { position of { __typename id } } } }"
    )
    electrodes = {node["id"] for node in nodes(client, "electrodes", "Electrode", "id")}
    found: dict[str, dict[str, Any]] = {}
    for coating in nodes(client, "coatings", "Coating", body, page=50):
        if coating["bare"] or coating["onId"] not in electrodes:
            continue
        for layer in coating["layers"]:
            for other in layer["cell"]["stack"]:
                if other["of"]["__typename"] == "Electrode" and abs(other["position"] - layer["position"]) == 1:
                    found.setdefault(other["of"]["id"], {})[coating["id"]] = coating
    return found


def _called(coating: Mapping[str, Any]) -> str:
    return str(coating["written"] or coating["id"].rpartition("/")[2])


def _family(side: Mapping[str, Any]) -> str | None:
    if side["__typename"] in ("Electrolyte", "Material"):
        return side["family"].lower() if side["family"] else None
    for layer in side.get("stack", ()):
        if layer["role"] == "SEPARATOR" and layer["of"].get("family"):
            return str(layer["of"]["family"]).lower()
    return None
