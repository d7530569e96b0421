"""The energy ledger held against PyBaMM: areal capacity, N/P, areal energy, areal mass, thickness, Wh/kg and Wh/L.

PyBaMM (https://pybamm.org, BSD licence) is not a dependency: it is large. In an environment of its own::

    python -m venv apart && apart/bin/pip install pybamm .
    apart/bin/python benchmarks/cross_check_pybamm.py

PyBaMM solves the stoichiometries of the two electrodes between the cut-off voltages and integrates the open-circuit
voltage. Its areal mass is its effective volumetric heat capacity with all specific heats set to 1, times its thickness.
The ledger gets the published thicknesses, densities, volume fractions and lithium concentrations, PyBaMM's range of
stoichiometries and its mean voltage, and finds capacity, masses and energies by its own accounting. The numbers that
this prints are the literals of ``tests/compute/test_ledger_cross_check.py``.
"""

from __future__ import annotations

from typing import Any

import pybamm
from pybamm.models.full_battery_models.lithium_ion.electrode_soh import calculate_theoretical_energy

from compute.ledger.amount import Amount, amount
from compute.ledger.cell import Cell
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Sheet

SETS = ("Chen2020", "Marquis2019")
FARADAY = 96485.33212


def main() -> None:
    """Print both sides for each published parameter set."""
    print(f"pybamm {pybamm.__version__}")
    for name in SETS:
        values = pybamm.ParameterValues(name)
        theirs, window = _pybamm(values)
        ours = _ours(values, window, theirs["mean voltage, V"])
        print(f"\n{name}  stoichiometries {', '.join(f'{key} {one:.8f}' for key, one in window.items())}")
        for key, found in theirs.items():
            print(
                f"  {key:<28} pybamm {found:.8g}   ledger {ours.get(key, found):.8g}   ratio - 1 = {ours.get(key, found) / found - 1:+.1e}"
            )


def _pybamm(values: Any) -> tuple[dict[str, float], dict[str, float]]:
    param = pybamm.LithiumIonParameters()
    solver = pybamm.lithium_ion.ElectrodeSOHSolver(values, param=param)
    x_0, x_100, y_100, y_0 = (float(one) for one in solver.get_min_max_stoichiometries())
    area = float(values.evaluate(param.A_cc))
    positive, negative = (float(values.evaluate(one.prim.Q_init)) / area for one in (param.p, param.n))
    capacity = positive * (y_0 - y_100)  # A.h/m2
    energy = float(calculate_theoretical_energy(values)) / area
    cold = values.copy()
    cold.update({key: 1.0 for key in values.keys() if "specific heat capacity" in key})  # noqa: SIM118 - not a dict
    thickness = float(values.evaluate(param.L))
    mass = float(cold.evaluate(param.rho_c_p_eff(param.T_ref))) * thickness
    return {
        "areal capacity, mAh/cm2": capacity / 10,
        "N/P of the electrodes": negative / positive,
        "mean voltage, V": energy / capacity,
        "areal energy, mWh/cm2": energy / 10,
        "areal mass, mg/cm2": mass * 100,
        "thickness, um": thickness * 1e6,
        "Wh/kg": energy / mass,
        "Wh/L": energy / thickness / 1000,
    }, {"x_0": x_0, "x_100": x_100, "y_0": y_0, "y_100": y_100}


def _composite(values: Any, side: str, window: float) -> Composite:
    # the density of the active material isn't published; it cancels, and is taken to be that of the electrode
    density = float(values[f"{side} electrode density [kg.m-3]"])
    share = float(values[f"{side} electrode active material volume fraction"])
    concentration = float(values[f"Maximum concentration in {side.lower()} electrode [mol.m-3]"])
    return Composite(
        side.lower(), Component("active", amount(share)),
        thickness=_at(values, f"{side} electrode thickness [m]"), density=amount(density),
        specific_capacity=amount(concentration * window * FARADAY / density), volume_change=amount(0.0),
    )  # fmt: skip


def _ours(values: Any, window: dict[str, float], voltage: float) -> dict[str, float]:
    collectors = [
        Sheet(f"{side} collector", _at(values, f"{side.capitalize()} current collector thickness [m]"),
              _at(values, f"{side.capitalize()} current collector density [kg.m-3]"))
        for side in ("positive", "negative")
    ]  # fmt: skip
    separator = Sheet("separator", _at(values, "Separator thickness [m]"), _at(values, "Separator density [kg.m-3]"))
    positive, negative = (
        _composite(values, "Positive", window["y_0"] - window["y_100"]),
        _composite(values, "Negative", 1.0),
    )
    found = ledger(Cell(positive, negative, (separator,), *collectors, amount(voltage)))
    whole = ledger(Cell(_composite(values, "Positive", 1.0))).figure("areal capacity")
    host = ledger(Cell(negative)).figure("areal capacity")
    layers = found.layers.items()
    return {
        "areal capacity, mAh/cm2": found.figure("areal capacity").shown()[1],
        "N/P of the electrodes": host.shown()[1] / whole.shown()[1],
        "areal energy, mWh/cm2": found.figure("areal energy").shown()[1],
        "areal mass, mg/cm2": sum(one.shown()[1] for (_, kind, _), one in layers if kind == "mass"),
        "thickness, um": sum(
            one.shown()[1] for (_, kind, state), one in layers if kind == "thickness" and state == "charged"
        ),
        "Wh/kg": found.figure("specific energy", Level.FULL).shown()[1],
        "Wh/L": found.figure("energy density", Level.FULL, "charged").shown()[1],
    }


def _at(values: Any, name: str) -> Amount:
    return amount(float(values[name]))


if __name__ == "__main__":
    main()
