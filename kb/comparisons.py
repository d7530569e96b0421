"""Every named comparison. One entry gives the GraphQL field, ``kb compare NAME`` and ``client.compare("NAME")``.

A comparison puts records on one stated basis, and each cell says where its number comes from: reported, normalised
(how), derived (from what) or missing (what would be needed). Bases are never mixed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kb.base import Base, Row, rounded, shown
from kb.table import Column, Line, Table, Value
from schema.errors import KbError, near
from schema.quantities import Q
from schema.vocabulary import Provenance, Verdict

__all__ = ["COMPARISONS", "Argument", "Comparison", "UnknownComparisonError", "compare"]


class UnknownComparisonError(KbError):
    """A comparison that does not exist, or an argument that it doesn't take."""

    code = "unknown-comparison"


@dataclass(frozen=True)
class Argument:
    """One argument of a comparison: text with a default, or a choice."""

    name: str
    default: str
    doc: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One named comparison: its sentence, its arguments and its function."""

    name: str
    doc: str
    arguments: tuple[Argument, ...]
    make: Callable[..., Table]


def compare(base: Base, name: str, **arguments: str) -> Table:
    """The table of one comparison; raises :class:`UnknownComparisonError` for an unknown name, argument or choice."""
    chosen = COMPARISONS.get(name)
    if chosen is None:
        hint = near(name, COMPARISONS) or f"known are {', '.join(COMPARISONS)}"
        raise UnknownComparisonError(repr(name), "no comparison of that name", hint)
    known = {argument.name: argument for argument in chosen.arguments}
    for key, value in arguments.items():
        if key not in known:
            hint = near(key, known) or f"it takes {', '.join(known)}"
            raise UnknownComparisonError(name, f"no argument {key!r}", hint)
        if known[key].choices and value not in known[key].choices:
            hint = near(value, known[key].choices) or f"use {', '.join(known[key].choices)}"
            raise UnknownComparisonError(name, f"{value!r} is no {key}", hint)
    values = {argument.name: arguments.get(argument.name, argument.default) for argument in chosen.arguments}
    return chosen.make(base, **values)


# -- cells of tables -------------------------------------------------------------------------------------------------


def reported(row: Row, why: str = "") -> Value:
    """A cell that shows a printed reading."""
    lo, mid, hi = shown(row)
    claim = "" if row.get("claim") in ("measured", None) else f"{row['claim']}; "
    place = f"{row['place']}: “{row['quote']}”" if row.get("quote") else (row.get("place") or "")
    return Value(row["printed"], Provenance.REPORTED, f"{claim}{why}{place}", lo, mid, hi, (row["id"],))


def missing(why: str) -> Value:
    """A cell without a number, and what would be needed."""
    return Value("", Provenance.MISSING, why)


def computed(base: Base, row: Row, provenance: Provenance = Provenance.DERIVED) -> Value:
    """A cell that shows a derived value."""
    lo, mid, hi = shown(row)
    inputs = tuple(one["source_id"] for one in base.by("derived_input", "derived_id", row["id"]))
    text = _span(lo, mid, hi)
    return Value(text, provenance, row["told"], lo, mid, hi, inputs)


def _span(lo: float | None, mid: float | None, hi: float | None) -> str:
    if mid is not None:
        return f"{mid:.3g}"
    if lo is None:
        return f"< {hi:.3g}" if hi is not None else "any"
    return f"{lo:.3g} to {hi:.3g}" if hi is not None else f"> {lo:.3g}"


def text(words: str | None) -> Value:
    """A cell of words."""
    return Value(words or "", Provenance.REPORTED if words else Provenance.MISSING)


# -- electrolytes at a reference temperature -----------------------------------------------------------------------------

NEAR = 0.5  # kelvin: the same temperature
TRANSPORT = ("ionic_conductivity", "activation_energy", "area_specific_resistance")
"""An electrolyte of which a paper prints none of these has no line."""


def electrolytes_at_temperature(base: Base, temperature: str, claims: str) -> Table:
    """Every electrolyte's ionic conductivity at one temperature, with thickness and areal resistance."""
    wanted = Q.temperature.read(temperature).mid
    if wanted is None:
        raise UnknownComparisonError(
            "electrolytes_at_temperature", f"{temperature!r} has no middle", "give one temperature"
        )
    lines = []
    for electrolyte in base.rows("electrolyte"):
        if claims == "own" and electrolyte["citation"]:
            continue
        if not any(base.readings_of(electrolyte["id"], name) for name in TRANSPORT):
            continue
        values = _conductivity(base, electrolyte["id"], wanted, temperature)
        ea = _first(base, electrolyte["id"], "activation_energy")
        thickness = _first(base, electrolyte["id"], "thickness")
        transference = _first(base, electrolyte["id"], "lithium_transference_number")
        cells = (
            text(electrolyte["family"]), text(electrolyte["form"]), values[0], values[1],
            reported(ea) if ea else missing("no activation energy is printed"),
            reported(thickness) if thickness else missing("no thickness is printed"),
            _areal(base, electrolyte["id"], values[0], thickness),
            reported(transference) if transference else missing("no transference number is printed"),
        )  # fmt: skip
        lines.append(
            Line(electrolyte["id"], base.name(electrolyte["id"]), base.paper_label(electrolyte["paper_id"]), cells)
        )
    lines.sort(key=lambda line: (-(line.values[2].mid or line.values[2].lo or -1.0), line.id))
    columns = (
        Column("family", "", "Family of the electrolyte.", number=False),
        Column("form", "", "In what shape it was measured.", number=False),
        Column("ionic_conductivity", "mS/cm", f"Ionic conductivity at {temperature}."),
        Column("measured_at", "degC", "Temperature of the measurement that the conductivity comes from."),
        Column("activation_energy", "eV", "Activation energy, as printed."),
        Column("thickness", "um", "Thickness, as printed."),
        Column("area_specific_resistance", "ohm cm2", f"Areal resistance of that thickness at {temperature}."),
        Column("lithium_transference_number", "", "Lithium transference number, as printed."),
    )
    basis = f"ionic conductivity at {temperature}; a value at another temperature is moved with the printed activation energy"
    return Table("electrolytes_at_temperature", "Electrolytes at a reference temperature", basis, columns, tuple(lines))


def _first(base: Base, subject: str, quantity: str) -> Row | None:
    found = [row for row in base.readings_of(subject, quantity) if not row["label"]]
    return found[0] if found else None


def _conductivity(base: Base, electrolyte: str, wanted: float, named: str) -> tuple[Value, Value]:
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
    from compute.transport import (
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
    return Value(_span(low, middle, high), Provenance.NORMALISED, why, low, middle, high, (row["id"], energy["id"]))


def _box(row: Row) -> Any:
    import numpy as np

    lo, mid, hi = row["lo"], row["mid"], row["hi"]
    return np.array([lo]), np.array([np.nan if mid is None else mid]), np.array([hi])


def _areal(base: Base, electrolyte: str, conductivity: Value, thickness: Row | None) -> Value:
    """Areal resistance of the printed thickness at the printed or normalised conductivity; printed where it is."""
    printed = _first(base, electrolyte, "area_specific_resistance")
    if printed and conductivity.provenance is Provenance.REPORTED:
        return reported(printed)
    if not thickness or conductivity.mid is None or not conductivity.lo or not conductivity.hi:
        return missing("needs thickness and ionic conductivity")
    lo, mid, hi = shown(thickness)
    if lo is None or hi is None:
        return missing("the thickness is one-sided")
    # um / (mS/cm) = 0.1 ohm cm2
    low, high = rounded(0.1 * lo / conductivity.hi), rounded(0.1 * hi / conductivity.lo)
    middle = rounded(0.1 * mid / conductivity.mid) if mid is not None else None
    why = f"thickness {thickness['printed']} over ionic conductivity {conductivity.text} mS/cm"
    sources = (thickness["id"], *conductivity.sources)
    return Value(_span(low, middle, high), Provenance.DERIVED, why, low, middle, high, sources)


# -- cells on one accounting level -----------------------------------------------------------------------------------

LEVELS = {
    "active_material": "specific_energy_of_active_material",
    "composite": "specific_energy_of_composite",
    "stack": "specific_energy_of_stack",
    "with_collectors": "specific_energy_with_collectors",
}


def cells_by_energy_and_balance(base: Base, level: str) -> Table:
    """Full cells by specific energy on one accounting level and by N/P ratio, with retention."""
    lines = []
    for cell in base.rows("cell"):
        if cell["kind"] != "full" or cell["citation"]:
            continue
        energy, capacity = _energy(base, cell["id"], LEVELS[level])
        claimed = _first(base, cell["id"], "specific_energy_of_cell")
        n_to_p = _first(base, cell["id"], "n_to_p_ratio")
        retention = [row for row in base.readings_of(cell["id"], "capacity_retention") if not row["label"]]
        best = retention[0] if retention else None
        cycles = _cycles(base, best)
        values = (
            text(cell["format"]), capacity, energy,
            reported(claimed, "accounting basis as the paper has it; ") if claimed else missing("no cell-level energy is printed"),
            reported(n_to_p, "convention not stated; ") if n_to_p else missing("no N/P ratio is printed"),
            _balance(base, cell["id"], "n_to_p_by_foil"), _balance(base, cell["id"], "n_to_p_by_inventory"),
            reported(best) if best else missing("no retention is printed"), cycles,
        )  # fmt: skip
        if any(value.provenance is not Provenance.MISSING for value in values[1:]):
            lines.append(Line(cell["id"], base.name(cell["id"]), base.paper_label(cell["paper_id"]), values))
    lines.sort(key=lambda line: (-(line.values[2].hi or line.values[1].mid or -1.0), line.id))
    columns = (
        Column("format", "", "Housing of the cell.", number=False),
        Column("discharge_capacity_per_active_mass", "mAh/g", "Discharge capacity that the energy is computed from: at the lowest printed rate."),
        Column(LEVELS[level], "Wh/kg", f"Specific energy, level {level}: {Q[LEVELS[level]].doc}"),
        Column("specific_energy_of_cell", "Wh/kg", "What the paper claims for the cell, on its own basis: not comparable with the column before."),
        Column("n_to_p_ratio", "", "N/P ratio as printed."),
        Column("n_to_p_by_foil", "", "N/P ratio recomputed: lithium foil alone over the positive capacity."),
        Column("n_to_p_by_inventory", "", "N/P ratio recomputed: foil and the positive electrode's lithium over the positive capacity."),
        Column("capacity_retention", "%", "Retention as printed."),
        Column("cycle_count", "cycles", "After how many cycles."),
    )  # fmt: skip
    basis = (
        f"specific energy at the level '{level}'; where no average voltage is printed it is bounded by the cut-off "
        "voltages, so that the energy has limits and no middle"
    )
    return Table("cells_by_energy_and_balance", "Cells by energy and N/P ratio", basis, columns, tuple(lines))


def _energy(base: Base, cell: str, quantity: str) -> tuple[Value, Value]:
    """Energy at one level and the capacity behind it, from the experiment at the lowest printed rate."""
    experiments = {row["id"]: row for row in base.by("experiment", "subject_id", cell)}
    order = sorted(experiments, key=lambda one: (_rate(base, one), one))
    printed = [row for one in order for row in base.by("reading", "owner_id", one) if row["quantity"] == quantity]
    derived = [row for one in order for row in base.by("derived", "context_id", one) if row["quantity"] == quantity]
    capacities = [
        row for one in order for row in base.by("reading", "owner_id", one)
        if row["quantity"] in ("discharge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass", "initial_capacity_per_active_mass")
        and not row["repeats"] and not row["label"]
    ]  # fmt: skip
    if printed:
        return reported(printed[0]), reported(capacities[0]) if capacities else missing("no capacity is printed")
    if derived:
        own = [row for row in capacities if row["owner_id"] == derived[0]["context_id"]] or capacities
        return computed(base, derived[0]), reported(own[0]) if own else missing("no capacity is printed")
    capacity = reported(capacities[0]) if capacities else missing("no capacity per active mass is printed")
    needs = [name.replace("_", " ") for name in _needs(quantity)]
    return missing(f"needs {', '.join(needs)} in one experiment"), capacity


def _needs(quantity: str) -> tuple[str, ...]:
    from compute import FORMULAS

    return next(made.required for made in FORMULAS.values() if made.gives == quantity)


def _rate(base: Base, experiment: str) -> float:
    condition = base.conditions(experiment).get("c_rate")
    return float(condition["mid"]) if condition and condition["mid"] is not None else float("inf")


def _balance(base: Base, cell: str, formula: str) -> Value:
    own = [cell, *(row["id"] for row in base.by("experiment", "subject_id", cell))]
    derived = [row for one in own for row in base.by("derived", "context_id", one) if row["formula"] == formula]
    if derived:
        return computed(base, derived[0])
    return missing("needs the lithium's thickness and the positive electrode's areal capacity")


def _cycles(base: Base, retention: Row | None) -> Value:
    if retention is None:
        return missing("")
    for row in base.by("reading", "owner_id", retention["owner_id"]):
        if row["quantity"] == "cycle_count" and not row["repeats"]:
            return reported(row)
    condition = base.conditions(retention["owner_id"])
    for name in ("cycle_count", "cycle_number"):
        if name in condition and condition[name]["state"] == "stated":
            return reported(condition[name])
    return missing("the number of cycles is not printed with it")


# -- reported against recomputed -------------------------------------------------------------------------------------


def reported_against_recomputed(base: Base, paper: str, verdict: str) -> Table:
    """Every number that some formula gives from a paper's other numbers: printed, recomputed, verdict."""
    lines = []
    for row in base.rows("verdict"):
        if (paper not in ("", row["paper_id"])) or (verdict not in ("all", row["verdict"])) or (verdict == "all" and row["verdict"] == Verdict.UNTESTABLE.value):  # fmt: skip
            continue
        inputs = sorted(base.by("verdict_input", "check_id", row["id"]), key=lambda one: one["position"])
        sources = tuple(one["source_id"] for one in inputs)
        factor, offset = row["si_factor"], row["si_offset"]
        lo, mid, hi = (
            None if row[f"computed_{end}"] is None else rounded((row[f"computed_{end}"] - offset) / factor)
            for end in ("lo", "mid", "hi")
        )
        span = (
            f"{lo:.4g} to {hi:.4g} {row['unit']}".strip() if lo is not None and hi is not None else _span(lo, mid, hi)
        )
        again = Value(span, Provenance.DERIVED, row["told"], lo, mid, hi, sources) if row["computed_lo"] is not None or row["computed_hi"] is not None else missing(row["missing"])  # fmt: skip
        values = (
            text(row["verdict"] + (f" {row['only_as']}" if row["only_as"] else "")),
            Value(row["reported"], Provenance.REPORTED, "", sources=(row["output_id"],)),
            again,
            Value("" if row["gap"] is None else f"{row['gap']:.3g} ({row['gap_kind']})", Provenance.DERIVED if row["gap"] is not None else Provenance.MISSING, "", mid=rounded(row["gap"])),
            text(row["formula"].replace("_", " ")),
        )  # fmt: skip
        label = f"{row['quantity'].replace('_', ' ')} of {row['output_id'].split('/', 1)[1]}"
        lines.append(Line(row["id"], label, base.paper_label(row["paper_id"]), values))
    order = [
        Verdict.INCONSISTENT.value,
        Verdict.CONSISTENT_ONLY_AS.value,
        Verdict.CONSISTENT.value,
        Verdict.UNTESTABLE.value,
    ]
    verdicts = {row["id"]: order.index(row["verdict"]) for row in base.rows("verdict")}
    lines.sort(key=lambda line: (verdicts[line.id], line.id))
    columns = (
        Column("verdict", "", "Whether the numbers can all be true together.", number=False),
        Column("reported", "", "What the paper prints.", number=False),
        Column(
            "recomputed", "", "What its other numbers give, worst case over their printed digits; unit as in the text."
        ),
        Column("gap", "", "How far the two are apart at least: a factor, or a difference."),
        Column("by", "", "The formula.", number=False),
    )
    basis = "worst case over the printed digits: an inconsistency is certain, a rounding is never one"
    return Table("reported_against_recomputed", "Reported against recomputed", basis, columns, tuple(lines))


# -- treatments against controls --------------------------------------------------------------------------------------


def treatments_against_controls(base: Base, kind: str) -> Table:
    """Every pair of readings of a control and a treatment in one paper: both values and their ratio."""
    lines = []
    for contrast in base.rows("contrast"):
        of_kind = base.kinds.get(contrast["treatment_id"], "")
        if kind not in ("all", of_kind):
            continue
        for pair in sorted(base.by("contrast_pair", "contrast_id", contrast["id"]), key=lambda one: one["position"]):
            control = base.one("reading", pair["control_reading_id"])
            treatment = base.one("reading", pair["treatment_reading_id"])
            if control is None or treatment is None or control["quantity"] != treatment["quantity"]:
                continue
            values = (
                text(control["quantity"]), text(contrast["differs"]), reported(control), reported(treatment),
                _ratio(control, treatment),
            )  # fmt: skip
            label = f"{base.name(contrast['treatment_id'])} against {base.name(contrast['control_id'])}"
            lines.append(Line(pair["id"], label, base.paper_label(contrast["paper_id"]), values))
    lines.sort(key=lambda line: (line.values[0].text, line.id))
    columns = (
        Column("quantity", "", "What is compared.", number=False),
        Column("differs", "", "What differs between control and treatment.", number=False),
        Column("control", "", "The control, as printed; numbers in the quantity's catalogue unit."),
        Column("treatment", "", "The treatment, as printed; numbers in the quantity's catalogue unit."),
        Column("ratio", "", "Treatment over control, worst case over the printed digits."),
    )
    return Table(
        "treatments_against_controls",
        "Treatments against their controls",
        "pairs within one paper",
        columns,
        tuple(lines),
    )


def _ratio(control: Row, treatment: Row) -> Value:
    ends = [control["lo"], control["hi"], treatment["lo"], treatment["hi"]]
    if None in ends or control["lo"] <= 0 or treatment["lo"] <= 0:
        return missing("one value is one-sided or not positive")
    lo, hi = rounded(treatment["lo"] / control["hi"]), rounded(treatment["hi"] / control["lo"])
    mid = rounded(treatment["mid"] / control["mid"]) if control["mid"] and treatment["mid"] else None
    return Value(
        _span(lo, mid, hi), Provenance.DERIVED, "treatment over control", lo, mid, hi, (control["id"], treatment["id"])
    )


COMPARISONS: dict[str, Comparison] = {
    made.name: made
    for made in (
        Comparison(
            "electrolytes_at_temperature", "Electrolytes at a reference temperature: conductivity, thickness, areal resistance.",
            (Argument("temperature", "25 degC", "The temperature, with its unit."),
             Argument("claims", "own", "Whether electrolytes that papers quote from others are shown too.", ("own", "all"))),
            electrolytes_at_temperature,
        ),
        Comparison(
            "cells_by_energy_and_balance", "Full cells by specific energy on one accounting level and by N/P ratio, with retention.",
            (Argument("level", "active_material", "The accounting level of the energy ledger.", tuple(LEVELS)),),
            cells_by_energy_and_balance,
        ),
        Comparison(
            "reported_against_recomputed", "Each paper's numbers against what its other numbers give.",
            (Argument("paper", "", "The paper's slug; all papers when empty."),
             Argument("verdict", "all", "One verdict only; all but untestable by default.", ("all", *(v.value for v in Verdict)))),
            reported_against_recomputed,
        ),
        Comparison(
            "treatments_against_controls", "Coated against bare, treated against untreated: every pair that a paper gives.",
            (Argument("kind", "all", "Kind of the compared records.", ("all", "coating", "electrolyte", "electrode", "cell", "experiment")),),
            treatments_against_controls,
        ),
    )
}  # fmt: skip
"""All comparisons by name."""
