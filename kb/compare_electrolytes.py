"""Electrolytes at a reference temperature: conductivity, thickness, areal resistance."""

from __future__ import annotations

import json
from typing import Any

from kb.base import Base, Row, rounded
from kb.table import Column, Line, Table, Value
from kb.table_values import first_reading, missing, reported, span, text
from schema.errors import KbError
from schema.quantities import Q
from schema.vocabulary import Provenance

__all__ = [
    "ELECTROLYTES", "areal_of_layer", "conductivity_at", "electrolytes_at_temperature", "source_of", "wanted_temperature",
]  # fmt: skip


class TemperatureError(KbError):
    """A temperature that is not one temperature."""

    code = "temperature"


NEAR = 0.5  # kelvin: the same temperature
TRANSPORT = ("ionic_conductivity", "activation_energy", "area_specific_resistance")
"""An electrolyte of which a paper prints none of these has no line."""

ELECTROLYTES = (
    Column("family", "", "Family of the electrolyte.", number=False),
    Column("form", "", "In what shape it was measured.", number=False),
    Column("ionic_conductivity", "mS/cm", "Ionic conductivity at the temperature."),
    Column("measured_at", "degC", "Temperature of the measurement that the conductivity comes from."),
    Column("activation_energy", "eV", "Activation energy, as printed."),
    Column("thickness", "um", "Thickness, as printed."),
    Column("area_specific_resistance", "ohm cm2", "Areal resistance of that thickness at the temperature."),
    Column("lithium_transference_number", "", "Lithium transference number, as printed."),
)


def electrolytes_at_temperature(base: Base, temperature: str, claims: str) -> Table:
    """Every electrolyte's ionic conductivity at one temperature, with thickness and areal resistance."""
    wanted = wanted_temperature(temperature)
    lines = []
    for electrolyte in base.rows("electrolyte"):
        if claims == "own" and electrolyte["citation"]:
            continue
        if not any(base.readings_of(electrolyte["id"], name) for name in TRANSPORT):
            continue
        values = conductivity_at(base, electrolyte["id"], wanted, temperature)
        ea = first_reading(base, electrolyte["id"], "activation_energy")
        thickness = first_reading(base, electrolyte["id"], "thickness")
        transference = first_reading(base, electrolyte["id"], "lithium_transference_number")
        cells = (
            text(electrolyte["family"]), text(electrolyte["form"]), values[0], values[1],
            reported(ea) if ea else missing("no activation energy is printed"),
            reported(thickness) if thickness else missing("no thickness is printed"),
            _areal(base, electrolyte["id"], values[0], thickness),
            reported(transference) if transference else missing("no transference number is printed"),
        )  # fmt: skip
        lines.append(Line(electrolyte["id"], base.name(electrolyte["id"]), source_of(base, electrolyte), cells))
    lines.sort(key=lambda line: (-(line.values[2].mid or line.values[2].lo or -1.0), line.id))
    basis = f"ionic conductivity at {temperature}; a value at another temperature is moved with the printed activation energy"
    return Table(
        "electrolytes_at_temperature", "Electrolytes at a reference temperature", basis, ELECTROLYTES, tuple(lines)
    )


def wanted_temperature(text: str) -> float:
    """One temperature in kelvin; raises :class:`TemperatureError` for a range or a limit."""
    wanted = Q.temperature.read(text).mid
    if wanted is None:
        raise TemperatureError("temperature", f"{text!r} has no middle", "give one temperature")
    return wanted


def source_of(base: Base, row: Row) -> str:
    """Whose record it is: the paper as one cites it, and whom that quotes."""
    paper = base.paper_label(row["paper_id"])
    return f"{paper}, quoting {row['citation']}" if row["citation"] else paper


def conductivity_at(base: Base, electrolyte: str, wanted: float, named: str) -> tuple[Value, Value]:
    """The conductivity nearest to a temperature, moved there when it was measured elsewhere, and where it was measured."""
    points = []
    for row in base.readings_of(electrolyte, "ionic_conductivity"):
        condition = base.conditions(row["owner_id"]).get("temperature") if row["owner_kind"] == "experiment" else None
        points.append((row, condition if condition and condition["state"] == "stated" else None))
    if not points:
        return missing("no ionic conductivity is printed"), missing("")
    dated = [(row, one) for row, one in points if one]
    if not dated:
        printed = points[0][0]["printed"]
        return missing(f"{printed} is printed without a temperature"), missing("the temperature is not stated")
    row, at = min(dated, key=lambda pair: (not pair[1]["lo"] - NEAR <= wanted <= pair[1]["hi"] + NEAR, abs((pair[1]["mid"] or wanted) - wanted), pair[0]["id"]))  # fmt: skip
    where = reported(at)
    if at["lo"] - NEAR <= wanted <= at["hi"] + NEAR:
        return reported(row, "" if at["lo"] == at["hi"] else f"at {at['printed']}; "), where
    moved = _moved(base, electrolyte, row, at, wanted, named)
    if moved is None:
        why = f"{row['printed']} is measured at {at['printed']}; an activation energy is needed to bring it to {named}"
        return missing(why), where
    return moved, where


def _moved(base: Base, electrolyte: str, row: Row, at: Row, wanted: float, named: str) -> Value | None:
    import numpy as np

    from compute.box import spread
    from compute.formulas.transport import (
        conductivity_at_reference_temperature_sigma,
        conductivity_at_reference_temperature_sigma_t,
    )

    energies = [one for one in base.readings_of(electrolyte, "activation_energy") if not one["label"] and one["mid"]]
    if not energies or row["mid"] is None:
        return None
    energy = energies[0]
    owner = base.one("experiment", energy["owner_id"])
    stated = json.loads(owner["conventions"]).get("arrhenius") if owner else None
    forms = {
        "sigma": conductivity_at_reference_temperature_sigma,
        "sigma_T": conductivity_at_reference_temperature_sigma_t,
    }
    boxes = [_box(row), _box(at), _box(energy), (np.array([wanted]),) * 3]
    results = [
        spread(lambda s, t, e, r, body=body: body(s, t, e, r, Q.boltzmann.si), boxes)
        for name, body in forms.items()
        if stated in (None, name)
    ]
    units = Q.ionic_conductivity.units
    lo, hi = min(r[0][0] for r in results), max(r[2][0] for r in results)
    mid = float(np.mean([r[1][0] for r in results]))
    form = {
        "sigma": "ln σ against 1/T",
        "sigma_T": "ln(σT) against 1/T",
        None: "both forms of Arrhenius, not stated which",
    }
    why = f"to {named} with Ea = {energy['printed']} ({form.get(stated, stated)}), from {row['printed']} at {at['printed']}"
    low, middle, high = (rounded(units.from_si(float(value))) for value in (lo, mid, hi))
    return Value(span(low, middle, high), Provenance.NORMALISED, why, low, middle, high, (row["id"], energy["id"]))


def _box(row: Row) -> Any:
    import numpy as np

    lo, mid, hi = row["lo"], row["mid"], row["hi"]
    return np.array([lo]), np.array([np.nan if mid is None else mid]), np.array([hi])


def _areal(base: Base, electrolyte: str, conductivity: Value, thickness: Row | None) -> Value:
    """Areal resistance of the printed thickness at the printed or normalised conductivity; printed where it is."""
    printed = first_reading(base, electrolyte, "area_specific_resistance")
    if printed and conductivity.provenance is Provenance.REPORTED:
        return reported(printed)
    return areal_of_layer(conductivity, thickness)


def areal_of_layer(conductivity: Value, thickness: Row | None) -> Value:
    """Areal resistance of a printed thickness at a printed or normalised conductivity."""
    if not thickness or conductivity.mid is None or not conductivity.lo or not conductivity.hi:
        lacking = [
            name for name, there in (("thickness", thickness), ("ionic conductivity", conductivity.mid)) if not there
        ]
        return missing(f"needs {' and '.join(lacking)}" if lacking else "the ionic conductivity is one-sided")
    if thickness["lo"] is None or thickness["hi"] is None:
        return missing("the thickness is one-sided")
    import numpy as np

    from compute.box import spread
    from compute.formulas.transport import area_specific_resistance

    to_si, from_si = Q.ionic_conductivity.units.to_si, Q.area_specific_resistance.units.from_si
    moved = tuple(np.array([to_si(end)]) for end in (conductivity.lo, conductivity.mid, conductivity.hi))
    ends = spread(area_specific_resistance, [_box(thickness), moved])  # type: ignore[list-item]
    low, middle, high = (rounded(from_si(float(end[0]))) for end in ends)
    why = f"thickness {thickness['printed']} over ionic conductivity {conductivity.text} mS/cm"
    sources = (thickness["id"], *conductivity.sources)
    return Value(span(low, middle, high), Provenance.DERIVED, why, low, middle, high, sources)
