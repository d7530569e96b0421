"""The ledger held against other people's code: pymatgen's electrodes, and what PyBaMM printed.

The literals of PyBaMM 26.10 are printed by ``benchmarks/cross_check_pybamm.py``.
"""

import pytest
from pymatgen.apps.battery.analyzer import BatteryAnalyzer
from pymatgen.apps.battery.insertion_battery import InsertionElectrode
from pymatgen.core import Lattice, Structure
from pymatgen.entries.computed_entries import ComputedEntry, ComputedStructureEntry

from compute.formulas.electrode import theoretical_capacity_of_lithium_in_formula
from compute.ledger.amount import amount
from compute.ledger.cell import Cell
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Sheet

FARADAY = 96485.33212


def structure(formula: dict[str, int], volume: float) -> Structure:
    """Atoms anywhere in a box: capacities only ask how many, in how much room."""
    names = [name for name, count in formula.items() for _ in range(count)]
    return Structure(
        Lattice.cubic(volume ** (1 / 3)), names, [[place / len(names), 0, 0] for place in range(len(names))]
    )


def active_only(capacity: float, density: float, voltage: float) -> Cell:
    """A positive of active material alone; SI."""
    one = Component("active", amount(1.0), amount(density))
    return Cell(
        Composite("positive", one, (), amount(1e5), amount(capacity), porosity=amount(0.0)),
        average_voltage=amount(voltage),
    )


# name, atoms, oxidation states, volume in cubic angstrom, capacity in mAh/g as the field prints it
MATERIALS = [
    ("LiCoO2", {"Li": 1, "Co": 1, "O": 2}, {"Li": 1, "Co": 3, "O": -2}, 32.2, 273.8),
    ("LiFePO4", {"Li": 4, "Fe": 4, "P": 4, "O": 16}, {"Li": 1, "Fe": 2, "P": 5, "O": -2}, 291.0, 169.9),
    (
        "NMC811",
        {"Li": 10, "Ni": 8, "Mn": 1, "Co": 1, "O": 20},
        {"Li": 1, "Ni": 2.875, "Mn": 4, "Co": 3, "O": -2},
        339.0,
        275.5,
    ),
]


@pytest.mark.parametrize(("name", "atoms", "states", "volume", "printed"), MATERIALS, ids=[row[0] for row in MATERIALS])
def test_capacities_of_insertion_electrodes_are_those_of_pymatgens_analyzer(name, atoms, states, volume, printed):
    made = structure(atoms, volume)
    density = float(made.density) * 1000
    made.add_oxidation_state_by_element(states)
    analyzer = BatteryAnalyzer(made)
    molar_mass = float(made.composition.weight) / 1000
    capacity = theoretical_capacity_of_lithium_in_formula(molar_mass, atoms["Li"], FARADAY)
    assert capacity / 3600 == pytest.approx(printed, abs=0.05)
    assert analyzer.get_max_capgrav(insert=False) == pytest.approx(capacity / 3600, rel=1e-6)
    found = ledger(active_only(capacity, density, 1.0))  # at 1 V, Wh/kg are mAh/g, and Wh/L are mAh/cm3
    assert found.figure("specific energy", Level.ACTIVE).shown()[1] == pytest.approx(
        analyzer.get_max_capgrav(insert=False), rel=1e-6
    )
    assert found.figure("energy density", Level.COMPOSITE, "discharged").shown()[1] == pytest.approx(
        analyzer.get_max_capvol(insert=False), rel=1e-6
    )


def test_energies_of_an_insertion_electrode_are_those_of_pymatgen():
    full, empty = structure({"Li": 1, "Co": 1, "O": 2}, 32.2), structure({"Co": 1, "O": 2}, 31.0)
    entries = [
        ComputedStructureEntry(full, -22.9),
        ComputedStructureEntry(empty, -17.1),
    ]  # 5.8 eV, less 1.9 of the metal
    electrode = InsertionElectrode.from_entries(entries, ComputedEntry("Li", -1.9))
    assert electrode.get_average_voltage() == pytest.approx(3.9)
    capacity = theoretical_capacity_of_lithium_in_formula(float(full.composition.weight) / 1000, 1, FARADAY)
    found = ledger(active_only(capacity, float(full.density) * 1000, electrode.get_average_voltage()))
    assert found.figure("specific energy", Level.ACTIVE).shown()[1] == pytest.approx(
        electrode.get_specific_energy(), rel=1e-6
    )
    assert found.figure("energy density", Level.ACTIVE, "discharged").shown()[1] == pytest.approx(
        electrode.get_energy_density(), rel=1e-6
    )


# thickness (um), density (kg/m3) from collector to collector, PyBaMM's parameter set; active volume fraction,
# lithium concentration (mol/m3) and range of stoichiometry of the positive; mean voltage
CHEN2020 = (
    ((16, 2700), (75.6, 3262), (12, 397), (85.2, 1657), (12, 8960)),
    0.665,
    63104.0,
    0.85397467 - 0.26384522,
    3.7219285,
)
MARQUIS2019 = (
    ((25, 2707), (100, 3262), (25, 397), (100, 1657), (25, 8954)),
    0.5,
    51217.9257309275,
    0.96102469 - 0.51259641,
    3.7606661,
)
PYBAMM = [
    # mAh/cm2, mWh/cm2, mg/cm2, um, Wh/kg, Wh/L
    (CHEN2020, 5.0177199, 18.675594, 54.32676, 200.8, 343.76419, 930.05948),
    (MARQUIS2019, 3.077824, 11.574668, 79.335, 275.0, 145.89611, 420.89703),
]


@pytest.mark.parametrize(("given", "capacity", "energy", "mass", "thickness", "specific", "dense"), PYBAMM)
def test_a_stack_is_that_of_pybamm(given, capacity, energy, mass, thickness, specific, dense):
    sheets, share, concentration, window, voltage = given
    rows = [(amount(um, unit="um"), amount(float(density))) for um, density in sheets]
    density = float(sheets[1][1])
    positive = Composite("positive", Component("active", amount(share)), thickness=rows[1][0], density=rows[1][1],
                         specific_capacity=amount(concentration * window * FARADAY / density))  # fmt: skip
    found = ledger(Cell(positive, Sheet("negative", *rows[3]), (Sheet("separator", *rows[2]),), Sheet("al", *rows[0]),
                        Sheet("cu", *rows[4]), amount(voltage)))  # fmt: skip
    assert found.figure("areal capacity").shown()[1] == pytest.approx(capacity, rel=3e-8)
    assert found.figure("areal energy").shown()[1] == pytest.approx(energy, rel=5e-8)
    layers = found.layers.items()
    assert sum(one.shown()[1] for (_, kind, _), one in layers if kind == "mass") == pytest.approx(mass, rel=1e-9)
    assert sum(
        one.shown()[1] for (_, kind, state), one in layers if kind == "thickness" and state == "charged"
    ) == pytest.approx(thickness)
    assert found.figure("specific energy", Level.FULL).shown()[1] == pytest.approx(specific, rel=5e-8)
    assert found.figure("energy density", Level.FULL, "discharged").shown()[1] == pytest.approx(dense, rel=5e-8)
