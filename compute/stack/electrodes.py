"""The electrodes of a stack: composites by loading, recipe and shape; lithium, a bare collector, a foil, a host."""

from __future__ import annotations

from typing import Any

import numpy as np

from compute.ledger import Amount, Component, Composite, Lithium, amount
from compute.ledger.layers import Layer
from compute.stack.records import Sight
from compute.stack.sheets import sheet

__all__ = ["CAPACITIES", "negative_electrode", "positive_electrode"]

AREAL = ("areal_capacity", "initial_areal_capacity")
SPECIFIC = (
    "discharge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass", "initial_capacity_per_active_mass",
)  # fmt: skip
CAPACITIES = (*AREAL, *SPECIFIC)
SHAPE = ("thickness", "density", "porosity", "volume_change")
LOADINGS = ("active_mass_loading", "composite_mass_loading")
FOILS = ("Cu", "Ni", "Ti", "Fe")
"""Negatives that hold no lithium as assembled: a bare collector."""

POSITIVE, NEGATIVE = "positive electrode", "negative electrode"

Row = dict[str, Any]


def positive_electrode(sight: Sight, layer: Row | None) -> Composite:
    """The positive composite: capacity and loading as the experiment sees them, recipe and shape as its record has them."""
    if layer is None:
        sight.notes.append("the positive electrode is not recorded")
    else:
        sight.of[POSITIVE] = layer["of_id"]
    active = f"{POSITIVE}: active loading"
    loading = sight.of_context("active_mass_loading", active) or sight.of_context(
        "positive_active_mass_loading", active
    )
    whole = sight.of_context("composite_mass_loading", f"{POSITIVE}: composite loading")
    vague = sight.seen("electrode_mass_loading")
    if vague and loading is None and whole is None:
        sight.notes.append(
            f"a loading of {vague[0]['printed']} is not counted: the paper doesn't say whether of active material or composite"
        )
    areal, specific = _capacities(sight, loaded=loading is not None or whole is not None)
    parts = _components(sight, "positive", layer)
    return Composite(
        POSITIVE, parts[0], tuple(parts[1:]), areal_capacity=areal, specific_capacity=specific, active_loading=loading,
        composite_loading=whole, **_shape(sight, "positive", layer),
    )  # fmt: skip


def _capacities(sight: Sight, *, loaded: bool) -> tuple[Amount | None, Amount | None]:
    """Areal and specific capacity; of two that fix each other the nearer, as this run's is nearer than a nominal one."""
    sight.asked.update({name: name for name in CAPACITIES})
    areal, specific = (next((name for name in names if sight.seen(name)), None) for names in (AREAL, SPECIFIC))
    if areal and specific and loaded and _distance(sight, areal) > _distance(sight, specific):
        words = specific.replace("_", " ")
        sight.notes.append(f"the areal capacity counted is loading times {words}, which is nearer to the run than the areal one")  # fmt: skip
        areal = None
    return (
        sight.of_context(areal, f"{POSITIVE}: areal capacity") if areal else None,
        sight.of_context(specific, f"{POSITIVE}: specific capacity") if specific else None,
    )


def _distance(sight: Sight, name: str) -> tuple[bool, int]:
    fact, distance = sight.seen(name) or ({"kind": ""}, 99)
    return fact["kind"] != "assumed", distance


def _shape(sight: Sight, prefix: str, layer: Row | None) -> dict[str, Amount | None]:
    """What a composite's record prints of the layer as a whole."""
    owners = [layer["id"], layer["of_id"]] if layer else []
    return {
        name: sight.of_layer(f"{prefix}_{name}", [name], f"{prefix} electrode: {name.replace('_', ' ')}", owners)
        for name in SHAPE
    }


def _components(sight: Sight, prefix: str, layer: Row | None) -> list[Component]:
    """The constituents, the active material first; a record without constituents has its active material alone."""
    parts = sight.records.constituents.get(layer["of_id"], []) if layer else []
    parts = sorted(parts, key=lambda one: one["role"] != "active_material")
    if not parts:
        whole = layer["of_id"] if layer and layer["of_id"] in sight.records.materials else None
        parts = [{"id": None, "material_id": whole, "role": "active_material"}]
    names = ["active", *(one["material_id"].rpartition("/")[2] for one in parts[1:])]
    labels = [sight.records.name(one["material_id"]) if one["material_id"] else "active material" for one in parts]
    heads = [f"{prefix} electrode: {label}" for label in labels]
    shares = [
        sight.of_layer(f"{prefix}_{name}_mass_fraction", ["mass_fraction"], f"{head}: mass fraction", [one["id"]])
        for name, head, one in zip(names, heads, parts, strict=True)
    ]
    if not any(one is not None for one in shares):
        shares = _recipe(
            [
                sight.of_layer(f"{prefix}_{name}_mass_parts", ["mass_parts"], f"{head}: mass fraction", [one["id"]])
                for name, head, one in zip(names, heads, parts, strict=True)
            ]
        )
    return [
        Component(label, share, sight.density(f"{prefix}_{name}_density", f"{head}: density", [one["id"]], one["material_id"]))
        for name, label, head, one, share in zip(names, labels, heads, parts, shares, strict=True)
    ]  # fmt: skip


def _recipe(parts: list[Amount | None]) -> list[Amount | None]:
    """Mass fractions from parts by mass, when all are printed."""
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return [None] * len(parts)
    lo, mid, hi = (np.array([float(getattr(one, end)[0]) for one in known]) for end in ("lo", "mid", "hi"))
    return [
        amount(lo[n] / (lo[n] + hi.sum() - hi[n]), mid[n] / mid.sum(), hi[n] / (hi[n] + lo.sum() - lo[n]))
        for n in range(len(known))
    ]


def negative_electrode(sight: Sight, layer: Row | None) -> tuple[Layer | None, Row | None]:
    """The negative electrode; and its layer again, where it is a bare collector on which a charge plates the lithium."""
    sight.asked.update({"negative_thickness": "thickness", "negative_density": "density"})
    if layer is None:
        sight.notes.append("the negative electrode is not recorded")
        return None, None
    record = layer["of_id"]
    sight.of[NEGATIVE] = record
    material = sight.records.main_material(record)
    formula = sight.records.formula(material)
    bare = formula in FOILS and material == record
    if formula == "Li" or bare:
        return _lithium(sight, layer, material, bare=bare), layer if bare else None
    owners = [layer["id"], record]
    parts = sight.records.constituents.get(record, [])
    if (len(parts) == 1 and sight.records.row(owners, LOADINGS) < 0) or record in sight.records.materials:
        return sheet(sight, "negative", NEGATIVE, layer), None
    components = _components(sight, "negative", layer)
    numbers = {
        field: sight.of_layer(f"negative_{name}", [name], f"{NEGATIVE}: {field.replace('_', ' ')}", owners)
        for field, name in (
            ("areal_capacity", "areal_capacity"), ("active_loading", LOADINGS[0]), ("composite_loading", LOADINGS[1]),
        )
    }  # fmt: skip
    return Composite(
        NEGATIVE, components[0], tuple(components[1:]), **numbers, **_shape(sight, "negative", layer)
    ), None


def _lithium(sight: Sight, layer: Row, material: str | None, *, bare: bool) -> Lithium:
    owners = [] if bare else [layer["id"], layer["of_id"]]
    thickness = sight.of_layer("negative_thickness", ["thickness"], f"{NEGATIVE}: thickness", owners)
    if thickness is None and bare:
        why = f"{NEGATIVE}: no lithium as assembled, bare {sight.records.name(layer['of_id'])}"
        thickness = amount(0.0, assumed=why)
    reference = sight.records.reference.get("Li")
    printed = [] if bare else [*owners, material]
    density = sight.of_layer("negative_density", ["density"], f"{NEGATIVE}: density", [*printed, reference])
    return Lithium(NEGATIVE, thickness, density)
