"""Formulas of matter: stoichiometry, weight and mole ratios, fractions, density and porosity."""

from __future__ import annotations

from typing import Any

from compute.formula import formula


@formula(
    "mass_ratio",
    source="definition: amounts times atomic masses",
    # Li100In: 100 * 6.94 / 114.82
    example=(
        {"first_amount": "100", "first_atomic_mass": "6.94 g/mol", "second_amount": "1", "second_atomic_mass": "114.82 g/mol"},
        "6.044",
    ),
)  # fmt: skip
def mass_ratio_of_formula(
    first_amount: Any, first_atomic_mass: Any, second_amount: Any, second_atomic_mass: Any
) -> Any:
    """Weight ratio of two elements of a formula, from its stoichiometry."""
    return first_amount * first_atomic_mass / (second_amount * second_atomic_mass)


@formula(
    "amount_ratio",
    source="definition: masses over atomic masses",
    # Li and In 8:2 by weight: (8 / 6.94) / (2 / 114.82)
    example=({"mass_ratio": "4.00", "first_atomic_mass": "6.94 g/mol", "second_atomic_mass": "114.82 g/mol"}, "66.2"),
)
def amount_ratio_of_weights(mass_ratio: Any, first_atomic_mass: Any, second_atomic_mass: Any) -> Any:
    """Stoichiometry of two elements from their weight ratio."""
    return mass_ratio * second_atomic_mass / first_atomic_mass


@formula(
    "mass_fraction",
    source="definition: a part over the sum of the parts",
    checks=False,  # a recipe may have more parts than the two
    # 70 : 30
    example=({"first_mass_parts": "70.0", "second_mass_parts": "30.0"}, "70.0 %"),
)
def mass_fraction_of_parts(first_mass_parts: Any, second_mass_parts: Any) -> Any:
    """Mass fraction of the first of two parts that make the whole."""
    return first_mass_parts / (first_mass_parts + second_mass_parts)


@formula(
    "mole_ratio",
    source="definition: masses over molar masses",
    # PEO and LiTFSI 2.76:1 by weight: 2.76 * 287.08 / 44.05
    example=({"mass_ratio": "2.76", "first_molar_mass": "44.05 g/mol", "second_molar_mass": "287.08 g/mol"}, "17.99"),
    checks=False,  # the label of each ratio says of what, and they need not be the same two
)
def mole_ratio_of_masses(mass_ratio: Any, first_molar_mass: Any, second_molar_mass: Any) -> Any:
    """Amount of one part over that of another, from their weight ratio."""
    return mass_ratio * second_molar_mass / first_molar_mass


@formula(
    "mole_fraction",
    source="definition: amounts are masses over molar masses",
    # Li2S 38.3, P2S5 61.7 by weight: 38.3 / 45.94 = 0.8337; 61.7 / 222.27 = 0.2776
    example=(
        {"first_mass_fraction": "38.3 %", "first_molar_mass": "45.94 g/mol", "second_mass_fraction": "61.7 %",
         "second_molar_mass": "222.27 g/mol"}, "75.02 %",
    ),
    checks=False,
)  # fmt: skip
def mole_fraction_of_masses(
    first_mass_fraction: Any, first_molar_mass: Any, second_mass_fraction: Any, second_molar_mass: Any
) -> Any:
    """Mole fraction of the first of two parts, from their mass fractions and molar masses."""
    first, second = first_mass_fraction / first_molar_mass, second_mass_fraction / second_molar_mass
    return first / (first + second)


@formula(
    "mass_fraction",
    source="definition: masses are volumes times densities",
    # LLZTO 40.0 % by volume at 5.476, PEO at 1.13: 2.1904 / (2.1904 + 0.678)
    example=(
        {"first_volume_fraction": "40.0 %", "first_density": "5.476 g cm-3", "second_volume_fraction": "60.0 %",
         "second_density": "1.13 g cm-3"}, "76.36 %",
    ),
    checks=False,
)  # fmt: skip
def mass_fraction_of_volumes(
    first_volume_fraction: Any, first_density: Any, second_volume_fraction: Any, second_density: Any
) -> Any:
    """Mass fraction of the first of two parts, from their volume fractions and densities."""
    first, second = first_volume_fraction * first_density, second_volume_fraction * second_density
    return first / (first + second)


@formula(
    "theoretical_density",
    source="definition: the volumes of the parts make the volume of the dense whole",
    # NCM811 82.5 % at 4.70, argyrodite 17.5 % at 1.87: 1 / (0.17553 + 0.09358)
    example=(
        {"first_mass_fraction": "82.5 %", "first_density": "4.70 g cm-3", "second_mass_fraction": "17.5 %",
         "second_density": "1.87 g cm-3"}, "3.716 g cm-3",
    ),
    checks=False,
)  # fmt: skip
def theoretical_density_of_composite(
    first_mass_fraction: Any, first_density: Any, second_mass_fraction: Any, second_density: Any
) -> Any:
    """Density of a dense composite of two parts."""
    volume = first_mass_fraction / first_density + second_mass_fraction / second_density
    return (first_mass_fraction + second_mass_fraction) / volume


@formula(
    source="definition: what of the volume the dense material doesn't fill",
    # 1 - 4.93 / 5.476
    example=({"density": "4.93 g cm-3", "theoretical_density": "5.476 g cm-3"}, "9.971 %"),
)
def porosity(density: Any, theoretical_density: Any) -> Any:
    """Porosity: one less the relative density."""
    return 1 - density / theoretical_density


@formula(
    "density",
    source="definition: mass over volume",
    # 9.35 mg/cm2 over 50.0 um
    example=({"areal_density": "9.35 mg/cm2", "thickness": "50.0 um"}, "1.87 g cm-3"),
    checks=False,  # a stated density may be the dense material's
)
def density_of_areal_density(areal_density: Any, thickness: Any) -> Any:
    """Density of a layer from its mass per area and its thickness, voids included."""
    return areal_density / thickness


@formula(
    "density",
    source="definition: mass over volume",
    # 100 mg over 0.785 cm2 times 700 um
    example=({"solid_electrolyte_mass": "100 mg", "thickness": "700 um", "area": "0.785 cm2"}, "1.820 g cm-3"),
    checks=False,
)
def density_of_pellet(solid_electrolyte_mass: Any, thickness: Any, area: Any) -> Any:
    """Density of a pellet from its mass, thickness and area, voids included."""
    return solid_electrolyte_mass / (thickness * area)


@formula(
    "composite_mass_loading",
    source="definition: thickness times the density that voids leave",
    # 60.0 um * 3.72 g/cm3 * 0.9
    example=({"thickness": "60.0 um", "theoretical_density": "3.72 g cm-3", "porosity": "10.0 %"}, "20.09 mg/cm2"),
)
def composite_loading_of_thickness(thickness: Any, theoretical_density: Any, porosity: Any) -> Any:
    """Mass per area of a composite layer from its thickness, dense density and porosity."""
    return thickness * theoretical_density * (1 - porosity)


@formula(
    "oxygen_per_lithium",
    source="definition: one ether oxygen a repeat unit, one lithium a formula of salt",
    # PEO and LiTFSI 2.76:1 by weight: 2.76 * 287.08 / 44.05
    example=({"mass_ratio": "2.76", "first_molar_mass": "44.05 g/mol", "second_molar_mass": "287.08 g/mol"}, "17.99"),
    checks=False,  # other polymers and additives may hold ether oxygen too
)
def oxygen_per_lithium_of_masses(mass_ratio: Any, first_molar_mass: Any, second_molar_mass: Any) -> Any:
    """Ether oxygens per lithium of polyethylene oxide with a salt, from their weight ratio."""
    return mass_ratio * second_molar_mass / first_molar_mass


@formula(
    source="definition: lithium's share of the molar mass",
    # argyrodite: 6 * 6.94 / 268.4
    example=({"lithium_per_formula": "6", "lithium_molar_mass": "6.94 g/mol", "molar_mass": "268.4 g/mol"}, "15.51 %"),
)
def lithium_mass_fraction(lithium_per_formula: Any, lithium_molar_mass: Any, molar_mass: Any) -> Any:
    """Mass fraction of lithium in a compound."""
    return lithium_per_formula * lithium_molar_mass / molar_mass
