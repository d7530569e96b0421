"""Formulas of thermodynamics: free energy, voltage and equilibrium of a reaction, change of volume."""

from __future__ import annotations

from typing import Any

from compute.formula import formula

COUPLES = {"reduced_couple_potential": "-0.34 V", "oxidised_couple_potential": "-3.04 V"}


@formula(
    source="dG = -n F E, with E the reduced couple's potential less the oxidised couple's",
    # -3 * 96485.33 * (-0.34 + 3.04)
    example=({"electrons_transferred": "3"} | COUPLES, "-781.5 kJ/mol"),
)
def reaction_free_energy(
    electrons_transferred: Any, reduced_couple_potential: Any, oxidised_couple_potential: Any, faraday: Any
) -> Any:
    """Standard free energy of a displacement reaction from the potentials of its two couples."""
    # a charge per mole times a voltage is an energy per mole
    return -electrons_transferred * faraday * (reduced_couple_potential - oxidised_couple_potential)


@formula(
    "reaction_free_energy",
    source="dG = -n F E",
    # -2 * 96485.33 * 2.70
    example=({"electrons_transferred": "2", "equilibrium_voltage": "2.70 V"}, "-521.0 kJ/mol"),
)
def free_energy_of_voltage(electrons_transferred: Any, equilibrium_voltage: Any, faraday: Any) -> Any:
    """Free energy of a cell's reaction from its equilibrium voltage."""
    return -electrons_transferred * faraday * equilibrium_voltage


@formula(
    source="E = -dG / (n F)",
    # 847.27e3 / (3 * 96485.33)
    example=({"reaction_free_energy": "-847.27 kJ/mol", "electrons_transferred": "3"}, "2.927 V"),
)
def equilibrium_voltage(reaction_free_energy: Any, electrons_transferred: Any, faraday: Any) -> Any:
    """Voltage of a cell at equilibrium from the free energy of its reaction."""
    return -reaction_free_energy / (electrons_transferred * faraday)


@formula(
    "equilibrium_voltage",
    source="definition: the reduced couple's potential less the oxidised couple's",
    # -0.34 + 3.04
    example=(COUPLES, "2.70 V"),
)
def voltage_of_couples(reduced_couple_potential: Any, oxidised_couple_potential: Any) -> Any:
    """Voltage of a cell of two couples at equilibrium: the reduced one's potential less the oxidised one's."""
    return reduced_couple_potential - oxidised_couple_potential


@formula(
    source="ln K = -dG / (R T)",
    # 50.0e3 / (8.314463 * 298.15)
    example=({"reaction_free_energy": "-50.0 kJ/mol", "temperature": "25 degC"}, "20.17"),
)
def equilibrium_constant_logarithm(reaction_free_energy: Any, temperature: Any, gas_constant: Any) -> Any:
    """Natural logarithm of a reaction's equilibrium constant from its standard free energy."""
    return -reaction_free_energy / (gas_constant * temperature)


@formula(
    source="definition: molar mass over density",
    # lithium sulfide: 45.95 / 1.64
    example=({"molar_mass": "45.95 g/mol", "density": "1.64 g cm-3"}, "28.02 cm3/mol"),
)
def molar_volume(molar_mass: Any, density: Any) -> Any:
    """Volume of a mole from molar mass and density."""
    return molar_mass / density


@formula(
    source="definition: volume of the products over that of what reacts, less one",
    # silicon to Li15Si4: 230.0 / (4 * 12.06) - 1 = 230.0 / 48.24 - 1
    example=(
        {"first_amount": "4", "first_molar_volume": "12.06 cm3/mol", "second_amount": "1", "second_molar_volume": "230.0 cm3/mol"},
        "376.8 %",
    ),
)  # fmt: skip
def volume_change(first_amount: Any, first_molar_volume: Any, second_amount: Any, second_molar_volume: Any) -> Any:
    """Change of volume when the first turns into the second, from molar volumes and the reaction's coefficients."""
    return second_amount * second_molar_volume / (first_amount * first_molar_volume) - 1
