"""Areal resistance of electrolyte layers: what is printed, and what thickness and conductivity give."""

from __future__ import annotations

from kb.base import Base, Row
from kb.compare_electrolytes import areal_of_layer, conductivity_at, source_of, wanted_temperature
from kb.table import Column, Line, Table, Value
from kb.table_values import computed, first_reading, missing, reported, text
from schema.vocabulary import ElectrolyteForm, Provenance

__all__ = ["FILMS", "films_by_areal_resistance"]

THIN = (ElectrolyteForm.FILM.value, ElectrolyteForm.THIN_FILM.value, ElectrolyteForm.MEMBRANE.value)

FILMS = (
    Column("family", "", "Family of the electrolyte.", number=False),
    Column("form", "", "In what shape it was measured.", number=False),
    Column("thickness", "um", "Thickness, as printed."),
    Column("ionic_conductivity", "mS/cm", "Ionic conductivity at the temperature."),
    Column("measured_at", "degC", "Temperature of the measurement that the conductivity comes from."),
    Column("area_specific_resistance_of_layer", "ohm cm2", "Thickness over ionic conductivity at the temperature: the one basis on which layers compare."),
    Column("area_specific_resistance_printed", "ohm cm2", "Areal resistance as the paper prints it, at its own temperature."),
    Column("area_specific_resistance_by_resistance", "ohm cm2", "Printed resistance times electrode area, at its own temperature."),
)  # fmt: skip


def films_by_areal_resistance(base: Base, temperature: str, form: str, claims: str) -> Table:
    """Every electrolyte layer whose thickness or resistance is printed, the least resistive first."""
    wanted = wanted_temperature(temperature)
    lines = []
    for electrolyte in base.rows("electrolyte"):
        if (claims == "own" and electrolyte["citation"]) or (form == "thin" and electrolyte["form"] not in THIN):
            continue
        record = electrolyte["id"]
        thickness = first_reading(base, record, "thickness")
        printed = first_reading(base, record, "area_specific_resistance")
        if not (thickness or printed or first_reading(base, record, "resistance")):
            continue
        conductivity, where = conductivity_at(base, record, wanted, temperature)
        values = (
            text(electrolyte["family"]), text(electrolyte["form"]),
            reported(thickness) if thickness else missing("no thickness is printed"), conductivity, where,
            areal_of_layer(conductivity, thickness), _printed(base, printed), _by_resistance(base, record),
        )  # fmt: skip
        lines.append(Line(record, base.name(record), source_of(base, electrolyte), values))
    lines.sort(key=lambda line: (_size(line), line.id))
    basis = (
        f"thickness over ionic conductivity at {temperature}; what is printed stands beside it, at its own temperature"
    )
    return Table("films_by_areal_resistance", "Areal resistance of electrolyte layers", basis, FILMS, tuple(lines))


def _size(line: Line) -> float:
    ends = [value.mid or value.hi or value.lo for value in line.values[5:]]
    return next((end for end in ends if end is not None), float("inf"))


def _printed(base: Base, row: Row | None) -> Value:
    if row is None:
        return missing("no areal resistance is printed")
    at = [one for one in base.by("condition", "experiment_id", row["owner_id"]) if one["quantity"] == "temperature"]
    if at and at[0]["state"] == "stated":
        return reported(row, f"at {at[0]['printed']}; ")
    return reported(row, "temperature not stated; ")


def _by_resistance(base: Base, record: str) -> Value:
    """Resistance times area, where a check or derivation of it had both."""
    found = [row for row in base.by("derived", "subject_id", record) if row["formula"] == "areal_resistance_from_resistance"]  # fmt: skip
    if found:
        return computed(base, found[0])
    checks = [row for row in base.by("verdict", "subject_id", record) if row["formula"] == "areal_resistance_from_resistance" and row["computed_lo"] is not None]  # fmt: skip
    if checks:
        from kb.base import shown_computed
        from kb.table_values import span
        from kb.tell import told

        lo, mid, hi = shown_computed(checks[0])
        inputs = tuple(one["source_id"] for one in base.by("verdict_input", "check_id", checks[0]["id"]))
        return Value(span(lo, mid, hi), Provenance.DERIVED, told(base, checks[0]), lo, mid, hi, inputs)
    lacking = [name for name in ("resistance", "area") if not first_reading(base, record, name)]
    return missing(f"needs {' and '.join(lacking) or 'resistance and area of one measurement'}")
