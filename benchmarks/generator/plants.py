"""Planted contradictions: which printed number is moved, and which other numbers of the paper show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.draws import Bools, Draws, Floats

__all__ = ["PLANTS", "Plant", "Plants"]


@dataclass(frozen=True)
class Plant:
    """One kind: the moved reading, the readings it is checked against, the formula, and the directions it may move."""

    output: str
    inputs: tuple[str, ...]
    formula: str
    up: bool = True
    down: bool = True
    least: float = 1.5


def _of(where: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{where}/{name}" for name in names)


CYCLING, PLATING, EIS = ("full-1/cycling", "symmetric-1/plating", "se-1/eis")
FINAL, INITIAL = "final_capacity_per_active_mass", "initial_capacity_per_active_mass"
FIRST = _of(CYCLING, "first_charge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass")

PLANTS = (
    Plant(f"{CYCLING}/capacity_retention", _of(CYCLING, FINAL, INITIAL), "capacity_retention", up=False),
    Plant(f"{CYCLING}/initial_coulombic_efficiency", FIRST, "initial_coulombic_efficiency", up=False),
    Plant("full-2/cycling/areal_capacity", ("full-2/cycling/discharge_capacity_per_active_mass", "positive-1/active_mass_loading"), "areal_capacity", least=2.0),
    Plant(f"{EIS}/lithium_conductivity", _of(EIS, "lithium_transference_number", "ionic_conductivity"), "lithium_conductivity"),
    Plant("se-2/eis/conductance", ("se-2/eis/resistance",), "conductance"),
    Plant(f"{EIS}/area_specific_resistance", ("se-1/thickness", f"{EIS}/ionic_conductivity"), "area_specific_resistance"),
    Plant(f"{CYCLING}/areal_energy", _of(CYCLING, "areal_capacity", "average_voltage"), "areal_energy"),
    Plant("full-2/cycling/specific_energy_of_active_material", _of("full-2/cycling", "discharge_capacity_per_active_mass", "average_voltage"), "specific_energy_of_active_material"),
    Plant(f"{PLATING}/stable_time", _of(PLATING, "stable_cycle_count", "half_cycle_time"), "hours_of_cycles"),
    Plant(f"{CYCLING}/n_to_p_ratio", (f"{CYCLING}/areal_capacity", "lithium-1/thickness"), "n_to_p_by_foil"),
    Plant("se-2/eis/ionic_conductivity@abstract", ("se-2/eis/ionic_conductivity",), "stated_twice"),
    Plant("statements/conductivities", ("se-1/eis/ionic_conductivity", "se-2/eis/ionic_conductivity"), "statement_times_higher", down=False),
    Plant("se-1/arrhenius/activation_energy", (), "activation_energy_of_sigma", least=1.8),
    Plant(f"{PLATING}/resistance_change", _of(PLATING, "resistance_initial", "resistance_final"), "resistance_change"),
    Plant("coat-1/sputtering/power_density", _of("coat-1/sputtering", "power", "target_diameter"), "power_density_of_target"),
)  # fmt: skip
"""A number is moved by 1.5 to 3 and more digits are printed, so that the intervals can't meet."""


class Plants:
    """Which paper has which contradiction."""

    def __init__(self, draws: Draws, share: float) -> None:
        self.any: Bools = draws.chance("planted", share)
        self.kind = np.where(self.any, draws.whole("plant", len(PLANTS)), -1)
        size = draws.uniform("plant size")
        up = draws.chance("plant up", 0.5)
        self.factor: Floats = np.ones(len(draws))
        for index, plant in enumerate(PLANTS):
            factor = plant.least + (3.0 - plant.least) * size
            rises = up & plant.up if plant.down else np.ones_like(up)
            self.factor = np.where(self.kind == index, np.where(rises, factor, 1.0 / factor), self.factor)

    def of(self, key: str) -> Bools:
        """The papers in which this reading, named without the paper, is moved."""
        return np.isin(self.kind, [index for index, plant in enumerate(PLANTS) if plant.output == key])

    def needs(self, key: str) -> Bools:
        """The papers in which this reading must be printed, and plainly: it is moved or shows what is."""
        wanted = [index for index, plant in enumerate(PLANTS) if key == plant.output or key in plant.inputs]
        return np.isin(self.kind, wanted)
