"""Formulas of transport: conductivity, resistance, Arrhenius, transference."""

from __future__ import annotations

from typing import Any

import numpy as np

from compute.formula import formula, series_formula

FIT_ALLOWANCE = 0.10
"""A fit through more points than are printed need not pass through the printed ones."""


def _less(resistance: Any, lead_resistance: Any) -> Any:
    """What is left of a resistance without that of the leads; never below zero, so that a quotient keeps its sign."""
    left = resistance - lead_resistance
    return (left + abs(left)) / 2


@formula(
    source="definition: sigma = L / (R A)",
    example=({"thickness": "39.8 um", "resistance": "4.60 ohm", "area": "0.785 cm2"}, "1.10 mS/cm"),
)
def ionic_conductivity(thickness: Any, resistance: Any, area: Any, lead_resistance: Any = 0.0) -> Any:
    """Conductivity of a layer from its thickness, its resistance (less that of the leads) and its area."""
    return thickness / (_less(resistance, lead_resistance) * area)


@formula(
    "ionic_conductivity",
    source="definition: sigma = L / ASR",
    example=({"thickness": "39.8 um", "area_specific_resistance": "3.63 ohm cm2"}, "1.10 mS/cm"),
)
def conductivity_from_areal_resistance(thickness: Any, area_specific_resistance: Any) -> Any:
    """Conductivity of a layer from its thickness and its areal resistance."""
    return thickness / area_specific_resistance


@formula(
    source="definition: ASR = L / sigma",
    example=({"thickness": "30.0 um", "ionic_conductivity": "0.42 mS/cm"}, "7.14 ohm cm2"),
)
def area_specific_resistance(thickness: Any, ionic_conductivity: Any) -> Any:
    """Areal resistance that a layer of this thickness and conductivity has."""
    return thickness / ionic_conductivity


@formula(
    "area_specific_resistance",
    source="definition: ASR = R A",
    example=({"resistance": "5.60 ohm", "area": "0.785 cm2", "lead_resistance": "1.00 ohm"}, "3.61 ohm cm2"),
)
def areal_resistance_from_resistance(resistance: Any, area: Any, lead_resistance: Any = 0.0) -> Any:
    """Areal resistance from a measured resistance (less that of the leads) and the area."""
    return _less(resistance, lead_resistance) * area


@formula(
    source="definition: G = 1 / R",
    example=({"resistance": "5.60 ohm", "lead_resistance": "1.00 ohm"}, "217.4 mS"),
)
def conductance(resistance: Any, lead_resistance: Any = 0.0) -> Any:
    """Conductance of a layer: the reciprocal of its resistance, less that of the leads."""
    return 1 / _less(resistance, lead_resistance)


@formula(
    source="definition: sigma_Li = t+ sigma (Evans, Vincent, Bruce, Polymer 28 (1987) 2324)",
    example=({"lithium_transference_number": "0.627", "ionic_conductivity": "1.117 mS/cm"}, "0.700 mS/cm"),
)
def lithium_conductivity(lithium_transference_number: Any, ionic_conductivity: Any) -> Any:
    """Conductivity by lithium ions alone."""
    return lithium_transference_number * ionic_conductivity


def _slope(x: Any, y: Any) -> Any:
    """Slope of the least-squares line; the mean is taken as an average so that units survive."""
    dx, dy = x - x.mean(), y - y.mean()
    return (dx * dy).sum() / (dx * dx).sum()


@series_formula(
    "activation_energy",
    along="temperature",
    source="Arrhenius: ln sigma = ln A - Ea / (k T)",
    # 2.0966 / 8.1047e-4 K-1 * 8.61733e-5 eV/K, by hand
    example=({"temperature": "25 degC; 120 degC", "ionic_conductivity": "9.56e-6 S/cm; 7.78e-5 S/cm"}, "0.2229 eV"),
    allowance=FIT_ALLOWANCE,
    convention=("arrhenius", "sigma", "ln sigma against 1/T"),
)
def activation_energy_of_sigma(temperature: Any, ionic_conductivity: Any, boltzmann: Any) -> Any:
    """Activation energy from conductivities at several temperatures, as the slope of ln sigma against 1/T."""
    return -boltzmann * _slope(1 / temperature, np.log(ionic_conductivity / ionic_conductivity[0]))


@series_formula(
    "activation_energy",
    along="temperature",
    source="Arrhenius with a prefactor over T: ln(sigma T) = ln A - Ea / (k T)",
    # (2.0966 + 0.2766) / 8.1047e-4 K-1 * 8.61733e-5 eV/K, by hand
    example=({"temperature": "25 degC; 120 degC", "ionic_conductivity": "9.56e-6 S/cm; 7.78e-5 S/cm"}, "0.2523 eV"),
    allowance=FIT_ALLOWANCE,
    convention=("arrhenius", "sigma_T", "ln(sigma T) against 1/T"),
)
def activation_energy_of_sigma_t(temperature: Any, ionic_conductivity: Any, boltzmann: Any) -> Any:
    """Activation energy from conductivities at several temperatures, as the slope of ln(sigma T) against 1/T."""
    product = ionic_conductivity * temperature
    return -boltzmann * _slope(1 / temperature, np.log(product / product[0]))


@formula(
    "ionic_conductivity",
    source="Arrhenius from one point and Ea, form sigma = A exp(-Ea/kT)",
    # 1.7e-4 * exp(-0.31/8.61733e-5 * (1/298.15 - 1/323.15)) = 1.7e-4 * exp(-0.93346), by hand
    example=(
        {"ionic_conductivity": "0.17 mS/cm", "temperature": "50 degC", "activation_energy": "0.31 eV",
         "reference_temperature": "25 degC"}, "0.0668 mS/cm",
    ),
    convention=("arrhenius", "sigma", "ln sigma against 1/T"),
)  # fmt: skip
def conductivity_at_reference_temperature_sigma(
    ionic_conductivity: Any, temperature: Any, activation_energy: Any, reference_temperature: Any, boltzmann: Any
) -> Any:
    """Conductivity at another temperature from one measured point and the activation energy of sigma."""
    return ionic_conductivity * np.exp(-activation_energy / boltzmann * (1 / reference_temperature - 1 / temperature))


@formula(
    "ionic_conductivity",
    source="Arrhenius from one point and Ea, form sigma T = A exp(-Ea/kT)",
    # the value above times 323.15 / 298.15
    example=(
        {"ionic_conductivity": "0.17 mS/cm", "temperature": "50 degC", "activation_energy": "0.31 eV",
         "reference_temperature": "25 degC"}, "0.0724 mS/cm",
    ),
    convention=("arrhenius", "sigma_T", "ln(sigma T) against 1/T"),
)  # fmt: skip
def conductivity_at_reference_temperature_sigma_t(
    ionic_conductivity: Any, temperature: Any, activation_energy: Any, reference_temperature: Any, boltzmann: Any
) -> Any:
    """Conductivity at another temperature from one measured point and the activation energy of sigma times T."""
    sigma = ionic_conductivity * np.exp(-activation_energy / boltzmann * (1 / reference_temperature - 1 / temperature))
    return sigma * temperature / reference_temperature


@formula(
    source="definition: final minus initial",
    example=({"resistance_initial": "7.40 ohm", "resistance_final": "4.10 ohm"}, "-3.30 ohm"),
)
def resistance_change(resistance_initial: Any, resistance_final: Any) -> Any:
    """Change of a layer's resistance over cycling."""
    return resistance_final - resistance_initial
