"""Formulas of transport: conductivity, resistance, grains and their boundaries, interfaces, Arrhenius."""

from __future__ import annotations

from typing import Any

from compute.formula import formula, series_formula
from compute.formulas.mathematics import exp, log, positive

FIT_ALLOWANCE = 0.10
"""A fit through more points than are printed need not pass through the printed ones."""


def _less(resistance: Any, lead_resistance: Any) -> Any:
    """What is left of a resistance without that of the leads; never below zero, so that a quotient keeps its sign."""
    return positive(resistance - lead_resistance)


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
    "conductance",
    source="definition: G = sigma A / L",
    # 1.10e-3 S/cm * 0.785 cm2 / 39.8e-4 cm = 8.635e-4 / 3.98e-3 S
    example=({"ionic_conductivity": "1.10 mS/cm", "area": "0.785 cm2", "thickness": "39.8 um"}, "217.0 mS"),
)
def conductance_of_layer(ionic_conductivity: Any, area: Any, thickness: Any) -> Any:
    """Conductance that a layer of this conductivity, area and thickness has."""
    return ionic_conductivity * area / thickness


@formula(
    "resistance",
    source="definition: grains and their boundaries are in series, and leads with both",
    example=({"grain_resistance": "215 ohm", "grain_boundary_resistance": "138 ohm"}, "353 ohm"),
)
def resistance_of_grains_and_boundaries(
    grain_resistance: Any, grain_boundary_resistance: Any, lead_resistance: Any = 0.0
) -> Any:
    """Resistance as measured: that of the grains, of their boundaries and of the leads, one after the other."""
    return grain_resistance + grain_boundary_resistance + lead_resistance


@formula(
    source="definition: sigma_b = L / (R_b A)",
    # 0.0812 cm / (215 ohm * 0.785 cm2) = 0.0812 / 168.775 S/cm
    example=({"thickness": "812 um", "grain_resistance": "215 ohm", "area": "0.785 cm2"}, "0.4811 mS/cm"),
)
def grain_ionic_conductivity(thickness: Any, grain_resistance: Any, area: Any) -> Any:
    """Conductivity of the grains alone from their resistance and the size of the sample."""
    return thickness / (grain_resistance * area)


@formula(
    checks=False,  # a paper may correct it for the boundaries' thickness, by capacitances that it rarely prints
    source="definition on the sample's size: sigma_gb = L / (R_gb A); Haile, West, Campbell, J. Mater. Res. 13 (1998) 1576",
    # 0.0812 cm / (138 ohm * 0.785 cm2) = 0.0812 / 108.33 S/cm
    example=({"thickness": "812 um", "grain_boundary_resistance": "138 ohm", "area": "0.785 cm2"}, "0.7496 mS/cm"),
)
def grain_boundary_ionic_conductivity(thickness: Any, grain_boundary_resistance: Any, area: Any) -> Any:
    """Conductivity across the grain boundaries on the size of the whole sample, not on the boundaries' thickness."""
    return thickness / (grain_boundary_resistance * area)


@formula(
    "ionic_conductivity",
    checks=False,  # holds for a grain-boundary conductivity on the sample's size only, and papers rarely say which
    source="definition: grains and their boundaries are in series, both on the sample's size",
    # 1 / (1/0.481 + 1/0.750) = 0.481 * 0.750 / 1.231
    example=({"grain_ionic_conductivity": "0.481 mS/cm", "grain_boundary_ionic_conductivity": "0.750 mS/cm"}, "0.2931 mS/cm"),
)  # fmt: skip
def conductivity_of_grains_and_boundaries(grain_ionic_conductivity: Any, grain_boundary_ionic_conductivity: Any) -> Any:
    """Total conductivity of grains and boundaries, one after the other."""
    return 1 / (1 / grain_ionic_conductivity + 1 / grain_boundary_ionic_conductivity)


@formula(
    "area_specific_resistance",
    checks=False,  # the interface between the layers adds a resistance of its own
    source="definition: layers on top of each other are in series",
    example=({"first_area_specific_resistance": "3.63 ohm cm2", "second_area_specific_resistance": "7.14 ohm cm2"}, "10.77 ohm cm2"),
)  # fmt: skip
def areal_resistance_of_two_layers(first_area_specific_resistance: Any, second_area_specific_resistance: Any) -> Any:
    """Areal resistance of two layers on top of each other, without the interface between them."""
    return first_area_specific_resistance + second_area_specific_resistance


@formula(
    source="definition: resistance times area",
    # 52.0 ohm * 0.785 cm2
    example=({"interfacial_resistance": "52.0 ohm", "area": "0.785 cm2"}, "40.8 ohm cm2"),
    convention=("interfaces", "one", "the whole interfacial resistance times the area"),
)
def area_specific_interfacial_resistance(interfacial_resistance: Any, area: Any) -> Any:
    """Areal resistance of one interface, or of all the interfaces of a cell together."""
    return interfacial_resistance * area


@formula(
    "area_specific_interfacial_resistance",
    source="definition: resistance times area, shared by the two like interfaces of a symmetric cell",
    # 52.0 ohm * 0.785 cm2 / 2
    example=({"interfacial_resistance": "52.0 ohm", "area": "0.785 cm2"}, "20.4 ohm cm2"),
    convention=("interfaces", "two", "half the interfacial resistance times the area, for each of two like interfaces"),
)
def areal_resistance_of_each_interface(interfacial_resistance: Any, area: Any) -> Any:
    """Areal resistance of each of the two interfaces of a symmetric cell, from the resistance of both."""
    return interfacial_resistance * area / 2


def _slope(x: Any, y: Any) -> Any:
    """Slope of the least-squares line of each series; points along the first axis."""
    dx, dy = x - x.mean(axis=0), y - y.mean(axis=0)
    return (dx * dy).sum(axis=0) / (dx * dx).sum(axis=0)


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
    return -boltzmann * _slope(1 / temperature, log(ionic_conductivity / ionic_conductivity[0]))


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
    return -boltzmann * _slope(1 / temperature, log(product / product[0]))


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
    return ionic_conductivity * exp(-activation_energy / boltzmann * (1 / reference_temperature - 1 / temperature))


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
    sigma = ionic_conductivity * exp(-activation_energy / boltzmann * (1 / reference_temperature - 1 / temperature))
    return sigma * temperature / reference_temperature


POINT = {"ionic_conductivity": "0.170 mS/cm", "temperature": "50 degC", "activation_energy": "0.310 eV"}


@formula(
    checks=False,  # a prefactor is that of a fit, which need not pass through this point
    source="Arrhenius: A = sigma exp(Ea/kT)",
    # 0.310 / (8.61733e-5 * 323.15) = 11.1323; 1.70e-4 * exp(11.1323) = 1.70e-4 * 68343
    example=(POINT, "11.62 S/cm"),
    convention=("arrhenius", "sigma", "ln sigma against 1/T"),
)
def conductivity_prefactor(ionic_conductivity: Any, temperature: Any, activation_energy: Any, boltzmann: Any) -> Any:
    """Prefactor of the conductivity from one measured point and the activation energy of sigma."""
    return ionic_conductivity * exp(activation_energy / (boltzmann * temperature))


@formula(
    checks=False,  # a prefactor is that of a fit, which need not pass through this point
    source="Arrhenius with a prefactor over T: A = sigma T exp(Ea/kT)",
    # the value above times 323.15 K
    example=(POINT, "3754 S K/cm"),
    convention=("arrhenius", "sigma_T", "ln(sigma T) against 1/T"),
)
def conductivity_temperature_prefactor(
    ionic_conductivity: Any, temperature: Any, activation_energy: Any, boltzmann: Any
) -> Any:
    """Prefactor of conductivity times temperature from one measured point and the activation energy of sigma times T."""
    return ionic_conductivity * temperature * exp(activation_energy / (boltzmann * temperature))


@formula(
    source="definition: final minus initial",
    example=({"resistance_initial": "7.40 ohm", "resistance_final": "4.10 ohm"}, "-3.30 ohm"),
)
def resistance_change(resistance_initial: Any, resistance_final: Any) -> Any:
    """Change of a layer's resistance over cycling."""
    return resistance_final - resistance_initial
