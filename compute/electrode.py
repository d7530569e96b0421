"""Formulas of electrodes: capacity, loading, lithium and its thickness, plating, balance."""

from __future__ import annotations

from typing import Any

from compute.formula import formula

TEXTBOOK = "Faraday's law: Q = z F n"


@formula(
    "theoretical_capacity_per_mass",
    source=TEXTBOOK + "; molar mass from the composition",
    # 96485.33 / 6.94 g/mol / 3.6
    example=({"molar_mass": "6.94 g/mol", "lithium_per_formula": "1"}, "3862 mAh/g"),
)
def theoretical_capacity_of_lithium_in_formula(molar_mass: Any, lithium_per_formula: Any, faraday: Any) -> Any:
    """Theoretical capacity when all the lithium of the formula takes part."""
    return lithium_per_formula * faraday / molar_mass


@formula(
    source="definition: capacity per mass times density",
    example=({"theoretical_capacity_per_mass": "3860 mAh/g", "lithium_density": "0.534 g cm-3"}, "2061 mAh cm-3"),
)
def theoretical_volumetric_capacity(theoretical_capacity_per_mass: Any, lithium_density: Any) -> Any:
    """Theoretical capacity of lithium metal per volume."""
    return theoretical_capacity_per_mass * lithium_density


def _lithium(thickness: Any, density: Any, molar_mass: Any, faraday: Any) -> Any:
    return thickness * density * faraday / molar_mass


@formula(
    "lithium_areal_capacity",
    checks=False,  # not all the lithium of a layer can be stripped
    source=TEXTBOOK,
    # 10 um * 0.534 g/cm3 = 0.534 mg/cm2; * 3.862 mAh/mg
    example=({"thickness": "10.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "2.062 mAh/cm2"),
)  # fmt: skip
def areal_capacity_of_lithium(thickness: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any) -> Any:
    """Lithium of a dense lithium layer of this thickness, as charge per area."""
    return _lithium(thickness, lithium_density, lithium_molar_mass, faraday)


@formula(
    "theoretical_areal_capacity",
    source=TEXTBOOK,
    example=({"thickness": "20.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "4.125 mAh/cm2"),
)  # fmt: skip
def theoretical_areal_capacity_of_lithium(
    thickness: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Theoretical capacity per area of a dense lithium layer of this thickness."""
    return _lithium(thickness, lithium_density, lithium_molar_mass, faraday)


@formula(
    "thickness",
    checks=False,  # not all the lithium of a layer can be stripped
    source=TEXTBOOK,
    example=({"lithium_areal_capacity": "5.00 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "24.24 um"),
)  # fmt: skip
def thickness_of_lithium(
    lithium_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of the dense lithium layer that holds this charge per area."""
    return lithium_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "thickness_change",
    source=TEXTBOOK,
    # 1.00 mAh/cm2 * 3.6 C / 96485 * 6.94 g/mol / 0.534 g/cm3
    example=({"plated_areal_capacity": "1.00 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "4.849 um"),
)  # fmt: skip
def thickness_change_on_plating(
    plated_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness that a dense lithium layer gains when this charge per area is plated."""
    return plated_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "thickness_change",
    source=TEXTBOOK,
    # 1.20 mAh/cm2 * 3.6 C / 96485 * 6.94 g/mol / 0.534 g/cm3
    example=({"theoretical_areal_capacity": "1.20 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "5.819 um"),
)  # fmt: skip
def thickness_change_of_areal_capacity(
    theoretical_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of dense lithium that a charge per area corresponds to."""
    return theoretical_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "deposited_thickness",
    source=TEXTBOOK + "; all charge plates lithium",
    # 2 mA/cm2 * 3710 s = 2.0611 mAh/cm2
    example=(
        {"current_density": "2 mA/cm2", "duration": "3710 s", "lithium_density": "0.534 g cm-3",
         "lithium_molar_mass": "6.94 g/mol"}, "9.995 um",
    ),
)  # fmt: skip
def faraday_thickness(
    current_density: Any, duration: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of the dense lithium layer that a constant current deposits."""
    return current_density * duration * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "plated_areal_capacity",
    source="definition: charge = current times time",
    example=({"current_density": "0.2 mA/cm2", "half_cycle_time": "1.5 h"}, "0.300 mAh/cm2"),
)
def charge_passed(current_density: Any, half_cycle_time: Any) -> Any:
    """Charge per area that a half-cycle passes."""
    return current_density * half_cycle_time


@formula(
    source="definition: capacity per mass times mass per area",
    example=({"discharge_capacity_per_active_mass": "152 mAh/g", "active_mass_loading": "19.7 mg/cm2"}, "2.99 mAh/cm2"),
)
def areal_capacity(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area: what a gram of active material holds times the grams on the area."""
    return discharge_capacity_per_active_mass * active_mass_loading


@formula(
    "areal_capacity",
    source="definition: capacity per mass times mass per area",
    example=({"first_discharge_capacity_per_active_mass": "166 mAh/g", "active_mass_loading": "7.20 mg/cm2"}, "1.195 mAh/cm2"),
)  # fmt: skip
def areal_capacity_of_first_discharge(first_discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area of the first discharge."""
    return first_discharge_capacity_per_active_mass * active_mass_loading


@formula(
    "active_mass_loading",
    source="definition: mass fraction times mass per area",
    example=({"composite_mass_loading": "16.5 mg/cm2", "active_mass_fraction": "70.0 %"}, "11.55 mg/cm2"),
)
def active_loading_of_composite(composite_mass_loading: Any, active_mass_fraction: Any) -> Any:
    """Active material per area of a composite electrode."""
    return composite_mass_loading * active_mass_fraction


@formula(
    "one_c_current_density",
    source="definition: 1 C empties the cell in one hour",
    example=({"one_c_capacity_per_active_mass": "200 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.300 mA/cm2"),
)
def one_c_current(one_c_capacity_per_active_mass: Any, active_mass_loading: Any, one_hour: Any) -> Any:
    """Current density of 1 C from the capacity that defines it."""
    return one_c_capacity_per_active_mass * active_mass_loading / one_hour


@formula(
    "current_density",
    source="definition: rate times the capacity per area that defines 1 C",
    example=({"c_rate": "0.5 C", "one_c_capacity_per_active_mass": "200 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.150 mA/cm2"),
)  # fmt: skip
def current_density_of_rate(c_rate: Any, one_c_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Current density of a rate."""
    return c_rate * one_c_capacity_per_active_mass * active_mass_loading


def _foil(thickness: Any, density: Any, molar_mass: Any, faraday: Any, positive: Any) -> Any:
    return _lithium(thickness, density, molar_mass, faraday) / positive


N_TO_P = {
    "negative_thickness": "20.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol",
    "areal_capacity": "3.20 mAh/cm2",
}  # fmt: skip


@formula(
    "n_to_p_ratio",
    source="definition: lithium of the foil over the positive electrode's capacity",
    example=(N_TO_P, "1.289"),
    convention=("n_to_p", "foil", "lithium of the foil alone over the positive capacity"),
)
def n_to_p_by_foil(
    negative_thickness: Any, lithium_density: Any, lithium_molar_mass: Any, areal_capacity: Any, faraday: Any
) -> Any:
    """N/P ratio that counts the lithium foil alone as the negative electrode."""
    return _foil(negative_thickness, lithium_density, lithium_molar_mass, faraday, areal_capacity)


@formula(
    "n_to_p_ratio",
    source="definition: all cyclable lithium, foil and positive electrode, over the positive electrode's capacity",
    example=(N_TO_P, "2.289"),
    convention=("n_to_p", "inventory", "lithium of foil and positive electrode over the positive capacity"),
)
def n_to_p_by_inventory(
    negative_thickness: Any, lithium_density: Any, lithium_molar_mass: Any, areal_capacity: Any, faraday: Any
) -> Any:
    """N/P ratio that counts the lithium of the positive electrode too, which a charge brings to the negative."""
    return 1 + _foil(negative_thickness, lithium_density, lithium_molar_mass, faraday, areal_capacity)


MEASURED = {"negative_lithium_areal_capacity": "1.84 mAh/cm2", "areal_capacity": "1.40 mAh/cm2"}


@formula(
    "n_to_p_ratio",
    source="definition: strippable lithium over the positive electrode's capacity",
    example=(MEASURED, "1.314"),
    convention=(
        "n_to_p",
        "foil, as strippable lithium",
        "strippable lithium of the negative over the positive capacity",
    ),
)
def n_to_p_by_strippable_lithium(negative_lithium_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the lithium that a stripping test found in the negative electrode."""
    return negative_lithium_areal_capacity / areal_capacity


@formula(
    "n_to_p_ratio",
    source="definition: strippable lithium and that of the positive electrode over the positive electrode's capacity",
    example=(MEASURED, "2.314"),
    convention=("n_to_p", "inventory, with strippable lithium", "strippable lithium and the positive's over the positive capacity"),
)  # fmt: skip
def n_to_p_by_strippable_inventory(negative_lithium_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the lithium that a stripping test found, and that of the positive electrode."""
    return 1 + negative_lithium_areal_capacity / areal_capacity


@formula(
    source="definition: share lost = 1 - final / initial",
    example=({"initial_lithium_areal_capacity": "1.84 mAh/cm2", "final_lithium_areal_capacity": "1.19 mAh/cm2"}, "35.3 %"),
)  # fmt: skip
def lithium_loss(initial_lithium_areal_capacity: Any, final_lithium_areal_capacity: Any) -> Any:
    """Share of the strippable lithium that was lost between two stripping tests."""
    return 1 - final_lithium_areal_capacity / initial_lithium_areal_capacity
