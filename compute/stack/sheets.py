"""The layers of a stack that stay as they are: separators, coatings, wetting drops, collectors; and what is around them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from compute.ledger import Amount, Packaging, Sheet, amount
from compute.stack.records import Sight, amount_of

__all__ = ["between", "collectors", "packaging", "sheet"]

INNER = ("separator", "coating", "wetting")
Row = dict[str, Any]


def sheet(sight: Sight, prefix: str, part: str, layer: Row) -> Sheet:
    """One layer by its thickness and density, its mass per area, or its mass spread over the cell's area."""
    record = layer["of_id"]
    sight.of[part] = record
    owners = [layer["id"], record]
    thickness = sight.of_layer(f"{prefix}_thickness", ["thickness"], f"{part}: thickness", owners)
    density = sight.density(f"{prefix}_density", f"{part}: density", owners, sight.records.alone(record))
    porosity = sight.of_layer(f"{prefix}_porosity", ["porosity"], f"{part}: porosity", owners)
    measured = [one.fact["quantity"] == "density" and one.fact["kind"] == "reading" for one in sight.given if one.name == f"{prefix}_density"]  # fmt: skip
    if porosity is not None and any(measured):
        sight.notes.append(f"{part}: the printed density counts as that of the porous layer")
        porosity = None
    areal = sight.of_layer(f"{prefix}_areal_density", ["areal_density", "collector_areal_mass"], f"{part}: areal mass", owners)  # fmt: skip
    if areal is None and (thickness is None or density is None):
        areal = _spread(sight, prefix, part, layer)
    if areal is None and density is not None and density.assumed and porosity is None:
        density = replace(density, assumed=f"{density.assumed}, without voids")
    return Sheet(part, thickness, density, areal, porosity)


def _spread(sight: Sight, prefix: str, part: str, layer: Row) -> Amount | None:
    """A printed mass of electrolyte over the area of the layer or the cell."""
    owners = [layer["id"], layer["of_id"]]
    everywhere = [*owners, layer["cell_id"]]
    name = f"{prefix}_solid_electrolyte_mass"
    if layer["role"] != "separator" or sight.fact_of_layer(name, ["solid_electrolyte_mass"], everywhere) is None:
        return None
    label = f"{part}: areal mass"
    across = sight.fact_of_layer(f"{prefix}_diameter", ["diameter"], everywhere)
    size = sight.of_layer(f"{prefix}_area", ["area"], label, everywhere)
    shape = "an area"
    if size is None and across is not None:
        wide = sight.of_layer(f"{prefix}_diameter", ["diameter"], label, everywhere) or amount_of(across)
        lo, mid, hi = (math.pi / 4 * end**2 for end in (wide.lo, wide.mid, wide.hi))
        size, shape = Amount(lo, mid, hi), f"a disc of {across['printed']}"
    mass = sight.of_layer(name, ["solid_electrolyte_mass"], label, everywhere)
    if size is None or mass is None:
        return None
    why = f"{label}: the mass of electrolyte spread over {shape}"
    return Amount(mass.lo / size.hi, mass.mid / size.mid, mass.hi / size.lo, why)


def between(sight: Sight, layers: list[Row], positive: Row | None, negative: Row | None) -> tuple[Sheet, ...]:
    """Separators, coatings and wetting drops in their order from the positive to the negative electrode."""
    inner = [one for one in layers if one["role"] in INNER]
    if positive and negative and positive["position"] > negative["position"]:
        inner.reverse()
    made, count = [], dict.fromkeys(INNER, 0)
    for layer in inner:
        record, role = layer["of_id"], layer["role"]
        if sight.records.bare.get(record):
            continue  # the uncoated control adds no layer
        count[role] += 1
        prefix = role if count[role] == 1 else f"{role}_{count[role]}"
        one = sheet(sight, prefix, prefix.replace("_", " "), layer)
        if role == "coating" and record in sight.records.coatings and record not in sight.records.made_of:
            why = f"{one.name}: {sight.records.name(record)} adds no material"
            nothing = amount(0.0, assumed=why)
            one = replace(one, thickness=one.thickness or nothing, areal_mass=one.areal_mass or nothing)
        made.append(one)
    return tuple(made)


def collectors(
    sight: Sight, layers: list[Row], positive: Row | None, negative: Row | None, bare: Row | None
) -> tuple[Sheet | None, Sheet | None]:
    """The collectors of both sides: the stack's outer layers and those of the electrodes' records, each counted once."""
    sides: dict[str, list[Row]] = {"positive": [], "negative": []}
    for layer in layers:
        if layer["role"] == "collector" and (side := _side(layer, positive, negative)):
            sides[side].append(layer)
    if bare is not None:
        sides["negative"].append(bare)
    for side, electrode in (("positive", positive), ("negative", negative)):
        own = sight.records.collectors.get(electrode["of_id"]) if electrode else None
        if electrode and own and own not in [one["of_id"] for one in sides[side]]:
            sides[side].append({"id": None, "of_id": own, "role": "collector", "cell_id": electrode["cell_id"]})
    return _one_sheet(sight, "positive", sides["positive"]), _one_sheet(sight, "negative", sides["negative"])


def _side(layer: Row, positive: Row | None, negative: Row | None) -> str | None:
    place = layer["position"]
    ends = [one["position"] for one in (positive, negative) if one]
    if len(ends) < 2:
        return ("positive" if positive else "negative") if ends and place < ends[0] else None
    first, second = ("positive", "negative") if ends[0] < ends[1] else ("negative", "positive")
    return first if place < min(ends) else second if place > max(ends) else None


def _one_sheet(sight: Sight, side: str, layers: list[Row]) -> Sheet | None:
    """The collector of one side; several layers of it as one sheet, whose mass and thickness are their sums."""
    part = f"{side} collector"
    if not layers:
        sight.asked.update({f"{side}_collector_{name}": name for name in ("thickness", "density")})
        given = {
            name: sight.of_layer(f"{side}_collector_{name}", [name], f"{part}: {name}", ())
            for name in ("thickness", "density")
        }
        return Sheet(part, **given) if any(one is not None for one in given.values()) else None
    made = []
    for number, layer in enumerate(layers, start=1):
        prefix = f"{side}_collector" if number == 1 else f"{side}_collector_{number}"
        made.append(sheet(sight, prefix, prefix.replace("_", " "), layer))
    if len(made) == 1:
        return made[0]
    sight.of[part] = layers[0]["of_id"]
    names = " + ".join(sight.records.name(one["of_id"]) for one in layers)
    lacking = [f"{one.name} ({sight.records.name(layer['of_id'])})" for one, layer in zip(made, layers, strict=True)
               if one.thickness is None or (one.density is None and one.areal_mass is None)]  # fmt: skip
    sight.notes.append(f"{part}: {names} count as one layer" + (f"; thickness or density of {', '.join(lacking)} is not known" if lacking else ""))  # fmt: skip
    masses, thicknesses = [_areal_mass(one) for one in made], [one.thickness for one in made]
    return Sheet(part, _sum(thicknesses), None, _sum(masses))


def _areal_mass(one: Sheet) -> Amount | None:
    if one.areal_mass is not None or one.thickness is None or one.density is None:
        return one.areal_mass
    lo, mid, hi = (getattr(one.thickness, end) * getattr(one.density, end) for end in ("lo", "mid", "hi"))
    return Amount(lo, mid, hi, one.density.assumed or one.thickness.assumed)


def _sum(parts: list[Amount | None]) -> Amount | None:
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return None
    notes = dict.fromkeys(one.assumed for one in known if one.assumed)
    ends = [sum(getattr(one, end) for one in known) for end in ("lo", "mid", "hi")]
    return Amount(ends[0], ends[1], ends[2], "; ".join(notes) or None)


PACKED = {"mass share": "mass_fraction", "volume share": "volume_fraction", "areal mass": "areal_density", "thickness": "thickness"}  # fmt: skip


def packaging(sight: Sight) -> Packaging | None:
    """What is around the stack; papers hardly print it, so that it is what a what-if says, around half collectors."""
    mass, volume, areal, thick = (
        sight.of_layer(f"packaging_{quantity}", [quantity], f"packaging: {field}", ())
        for field, quantity in PACKED.items()
    )
    if mass is None and volume is None and areal is None and thick is None:
        return None
    return Packaging(mass_share=mass, volume_share=volume, areal_mass=areal, thickness=thick)
