"""Formulas of ions under load: who carries the current, how fast lithium diffuses, where an overpotential is lost."""

from __future__ import annotations

from typing import Any

from compute.formula import formula
from compute.formulas.mathematics import positive

BRUCE_VINCENT = "Evans, Vincent, Bruce, Polymer 28 (1987) 2324"
POLARISED = {"initial_current": "20.0 uA", "steady_state_current": "14.0 uA"}


@formula(
    source=BRUCE_VINCENT + ": t+ = I_ss (V - I_0 R_0) / (I_0 (V - I_ss R_ss))",
    # 14 uA * (10 mV - 20 uA * 50 ohm) / (20 uA * (10 mV - 14 uA * 54 ohm)) = 14 * 9.000 / (20 * 9.244)
    example=(
        POLARISED
        | {"polarisation_voltage": "10 mV", "interfacial_resistance_initial": "50.0 ohm",
           "interfacial_resistance_final": "54.0 ohm"},
        "0.6815",
    ),
    convention=("transference", "bruce_vincent", "currents of a polarisation, corrected for the interfaces (Bruce and Vincent)"),
)  # fmt: skip
def lithium_transference_number(
    initial_current: Any, steady_state_current: Any, polarisation_voltage: Any, interfacial_resistance_initial: Any,
    interfacial_resistance_final: Any,
) -> Any:  # fmt: skip
    """Transference number of lithium from a polarisation at constant voltage, with the interfaces' share taken off."""
    # what the interfaces leave of the voltage, at the beginning and at the steady state
    before = positive(polarisation_voltage - initial_current * interfacial_resistance_initial)
    steady = positive(polarisation_voltage - steady_state_current * interfacial_resistance_final)
    return steady_state_current * before / (initial_current * steady)


@formula(
    "lithium_transference_number",
    checks=False,  # a paper that corrects for interfaces may leave their resistances out
    source="Bruce, Vincent, J. Electroanal. Chem. 225 (1987) 1, interfaces neglected: t+ = I_ss / I_0",
    # 14 / 20
    example=(POLARISED, "0.700"),
    convention=("transference", "current_ratio", "currents of a polarisation, interfaces neglected"),
)
def transference_of_currents(steady_state_current: Any, initial_current: Any) -> Any:
    """Transference number of lithium as the share of the current that is left at the steady state."""
    return steady_state_current / initial_current


@formula(
    source="definition: sigma_Li = t+ sigma (Evans, Vincent, Bruce, Polymer 28 (1987) 2324)",
    example=({"lithium_transference_number": "0.627", "ionic_conductivity": "1.117 mS/cm"}, "0.700 mS/cm"),
)
def lithium_conductivity(lithium_transference_number: Any, ionic_conductivity: Any) -> Any:
    """Conductivity by lithium ions alone."""
    return lithium_transference_number * ionic_conductivity


MIXED = {"electronic_conductivity": "3.20e-5 S/cm", "ionic_conductivity": "1.10e-4 S/cm"}


@formula(
    source="definition: t_e = sigma_e / (sigma_e + sigma_ion)",
    # 3.20 / 14.20
    example=(MIXED, "0.2254"),
    convention=("electronic_share", "of_sum", "electronic over electronic and ionic conductivity together"),
)
def electronic_transference_number(electronic_conductivity: Any, ionic_conductivity: Any) -> Any:
    """Share of the current that electrons carry, of electrons and ions together."""
    return 1 / (1 + ionic_conductivity / electronic_conductivity)


@formula(
    "electronic_transference_number",
    source="definition: t_e = sigma_e / sigma, with sigma the total conductivity that an impedance spectrum gives",
    # 3.20 / 11.0
    example=(MIXED, "0.2909"),
    convention=("electronic_share", "of_impedance", "electronic conductivity over that of the impedance spectrum"),
)
def electronic_share_of_impedance(electronic_conductivity: Any, ionic_conductivity: Any) -> Any:
    """Share of the current that electrons carry, where the printed conductivity holds the electronic one too."""
    return electronic_conductivity / ionic_conductivity


@formula(
    checks=False,  # ions that move together conduct less or more than they diffuse: the Haven ratio is not known
    source="Nernst-Einstein with a Haven ratio of one: D = sigma R T / (c F^2); Murch, Solid State Ionics 7 (1982) 177",
    # 0.1 S/m * 8.314463 * 298.15 K / (30.0e3 mol/m3 * 96485.33^2) = 247.896 / 2.79283e14 m2/s
    example=(
        {"ionic_conductivity": "1.00 mS/cm", "temperature": "25 degC", "lithium_concentration": "30.0 mol/L"},
        "8.876e-9 cm2 s-1",
    ),
)
def diffusion_coefficient(
    ionic_conductivity: Any, temperature: Any, lithium_concentration: Any, gas_constant: Any, faraday: Any
) -> Any:
    """Diffusion coefficient that lithium ions of this concentration need to conduct so well, each moving by itself."""
    return ionic_conductivity * gas_constant * temperature / (lithium_concentration * faraday**2)


@formula(
    checks=False,  # the electrolyte in the cell need not have the thickness and conductivity of the one measured alone
    source="Ohm's law: eta = j L / sigma",
    # 0.500 mA/cm2 * 96.0e-4 cm / 1.117e-3 S/cm
    example=(
        {"current_density": "0.500 mA/cm2", "separator_thickness": "96.0 um", "separator_ionic_conductivity": "1.117 mS/cm"},
        "4.297 mV",
    ),
)  # fmt: skip
def ohmic_overpotential(current_density: Any, separator_thickness: Any, separator_ionic_conductivity: Any) -> Any:
    """Voltage that the electrolyte layer alone takes at this current: the least that a cell with it loses."""
    return current_density * separator_thickness / separator_ionic_conductivity


@formula(
    "ohmic_overpotential",
    checks=False,  # as above
    source="Ohm's law: eta = j ASR",
    # 0.200 mA/cm2 * 3.63 ohm cm2
    example=({"current_density": "0.200 mA/cm2", "separator_area_specific_resistance": "3.63 ohm cm2"}, "0.726 mV"),
)
def ohmic_overpotential_of_areal_resistance(current_density: Any, separator_area_specific_resistance: Any) -> Any:
    """Voltage that the electrolyte layer alone takes at this current, from its areal resistance."""
    return current_density * separator_area_specific_resistance


@formula(
    source="definition: what the electrolyte's ohmic drop leaves of the overpotential",
    # 1 - 4.30 / 32.2
    example=({"ohmic_overpotential": "4.30 mV", "overpotential": "32.2 mV"}, "86.6 %"),
)
def interface_share_of_overpotential(ohmic_overpotential: Any, overpotential: Any) -> Any:
    """Share of an overpotential that the electrolyte layer does not explain: interfaces, reactions, depletion."""
    return 1 - ohmic_overpotential / overpotential


@formula(
    "overpotential",
    # neither a floor nor a ceiling: a charge transfer far from equilibrium takes less than its small-signal resistance
    # says (its law is an inverse hyperbolic sine), and depletion slower than the spectrum adds to it
    checks=False,
    source="Ohm's law: eta = j R A; Bard, Faulkner, Electrochemical Methods, 2nd ed., section 3.4 (its linear range)",
    # 0.500 mA/cm2 * 131 ohm * 0.950 cm2
    example=({"current_density": "0.500 mA/cm2", "cell_impedance": "131 ohm", "area": "0.950 cm2"}, "62.2 mV"),
)
def overpotential_of_cell_impedance(current_density: Any, cell_impedance: Any, area: Any) -> Any:
    """Overpotential that the impedance of a cell lets expect at this current, as if all of it were ohmic."""
    return current_density * cell_impedance * area


@formula(
    source="definition: oxidation onset less reduction onset",
    example=({"oxidation_onset_potential": "4.60 V", "reduction_onset_potential": "1.35 V"}, "3.25 V"),
)
def electrochemical_window(oxidation_onset_potential: Any, reduction_onset_potential: Any) -> Any:
    """Width of the range of potentials in which an electrolyte is neither oxidised nor reduced."""
    return oxidation_onset_potential - reduction_onset_potential
