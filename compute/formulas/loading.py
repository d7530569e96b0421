"""Formulas of loading: capacity per area and per mass, of active material and of composite."""

from __future__ import annotations

from typing import Any

from compute.formula import formula

AREAL = "definition: capacity per mass times mass per area"
BASIS = "capacity_basis"
LOADING = "loading_basis"
PER_ACTIVE = "capacity per mass of active material"
PER_COMPOSITE = "capacity per mass of the whole composite"


@formula(
    source=AREAL,
    example=({"discharge_capacity_per_active_mass": "152 mAh/g", "active_mass_loading": "19.7 mg/cm2"}, "2.99 mAh/cm2"),
    convention=(BASIS, "active", PER_ACTIVE),
)
def areal_capacity(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area: what a gram of active material holds times the grams on the area."""
    return discharge_capacity_per_active_mass * active_mass_loading


@formula(
    "areal_capacity",
    source=AREAL,
    example=({"first_discharge_capacity_per_active_mass": "166 mAh/g", "active_mass_loading": "7.20 mg/cm2"}, "1.195 mAh/cm2"),
    convention=(BASIS, "active, of the first discharge", PER_ACTIVE + ", of the first discharge"),
)  # fmt: skip
def areal_capacity_of_first_discharge(first_discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area of the first discharge."""
    return first_discharge_capacity_per_active_mass * active_mass_loading


@formula(
    "areal_capacity",
    source=AREAL,
    # 152 mAh/g * 24.6 mg/cm2 * 0.80
    example=(
        {"discharge_capacity_per_active_mass": "152 mAh/g", "composite_mass_loading": "24.6 mg/cm2",
         "active_mass_fraction": "80.0 %"}, "2.991 mAh/cm2",
    ),
    convention=(BASIS, "active, from the composite's loading", PER_ACTIVE + ", with its share of the loading"),
)  # fmt: skip
def areal_capacity_of_active_share(
    discharge_capacity_per_active_mass: Any, composite_mass_loading: Any, active_mass_fraction: Any
) -> Any:
    """Charge per electrode area from the composite's loading and the active material's share of it."""
    return discharge_capacity_per_active_mass * composite_mass_loading * active_mass_fraction


@formula(
    "areal_capacity",
    derives=False,  # a guess at the basis
    source=AREAL,
    # 152 mAh/g * 19.7 mg/cm2 / 0.80
    example=(
        {"discharge_capacity_per_active_mass": "152 mAh/g", "active_mass_loading": "19.7 mg/cm2",
         "active_mass_fraction": "80.0 %"}, "3.743 mAh/cm2",
    ),
    convention=(BASIS, "composite", PER_COMPOSITE),
)  # fmt: skip
def areal_capacity_on_composite_basis(
    discharge_capacity_per_active_mass: Any, active_mass_loading: Any, active_mass_fraction: Any
) -> Any:
    """Charge per electrode area when a printed capacity per gram is meant per gram of the whole composite."""
    return discharge_capacity_per_active_mass * active_mass_loading / active_mass_fraction


@formula(
    "areal_capacity",
    source=AREAL,
    example=({"capacity_per_composite_mass": "120 mAh/g", "composite_mass_loading": "25.0 mg/cm2"}, "3.00 mAh/cm2"),
    convention=(BASIS, "composite, with its own capacity", "the capacity that is printed per mass of composite"),
)
def areal_capacity_of_composite(capacity_per_composite_mass: Any, composite_mass_loading: Any) -> Any:
    """Charge per electrode area: what a gram of composite holds times the grams on the area."""
    return capacity_per_composite_mass * composite_mass_loading


@formula(
    "areal_capacity",
    derives=False,  # a guess at the basis
    source=AREAL,
    # 150 mAh/g * 10.0 mg/cm2, half of it active: anything from none to all of it is possible
    example=({"discharge_capacity_per_active_mass": "150 mAh/g", "electrode_mass_loading": "10.0 mg/cm2"}, "0.750 mAh/cm2"),
    convention=(LOADING, "composite, of unknown share", "loading of the composite, whose share of active material is not printed"),
)  # fmt: skip
def areal_capacity_of_unknown_share(
    discharge_capacity_per_active_mass: Any, electrode_mass_loading: Any, unknown_share: Any
) -> Any:
    """Charge per electrode area when an unspecified loading is that of a composite of unknown share."""
    return discharge_capacity_per_active_mass * electrode_mass_loading * unknown_share


@formula(
    "areal_capacity",
    derives=False,  # a guess at the basis
    source=AREAL,
    example=({"discharge_capacity_per_active_mass": "150 mAh/g", "electrode_mass_loading": "10.0 mg/cm2"}, "1.500 mAh/cm2"),
    convention=(LOADING, "active", "loading of active material"),
)  # fmt: skip
def areal_capacity_of_active_loading(discharge_capacity_per_active_mass: Any, electrode_mass_loading: Any) -> Any:
    """Charge per electrode area when an unspecified loading is that of the active material."""
    return discharge_capacity_per_active_mass * electrode_mass_loading


@formula(
    "areal_capacity",
    derives=False,  # a guess at the basis
    source=AREAL,
    # 150 mAh/g * 10.0 mg/cm2 * 0.80
    example=(
        {"discharge_capacity_per_active_mass": "150 mAh/g", "electrode_mass_loading": "10.0 mg/cm2",
         "active_mass_fraction": "80.0 %"}, "1.200 mAh/cm2",
    ),
    convention=(LOADING, "composite", "loading of the whole composite"),
)  # fmt: skip
def areal_capacity_of_composite_loading(
    discharge_capacity_per_active_mass: Any, electrode_mass_loading: Any, active_mass_fraction: Any
) -> Any:
    """Charge per electrode area when an unspecified loading is that of the whole composite."""
    return discharge_capacity_per_active_mass * electrode_mass_loading * active_mass_fraction


@formula(
    source=AREAL,
    # 172.4 mAh/g * 1.50 mg/cm2
    example=({"initial_capacity_per_active_mass": "172.4 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.2586 mAh/cm2"),
)  # fmt: skip
def initial_areal_capacity(initial_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area at the beginning of a cycling test."""
    return initial_capacity_per_active_mass * active_mass_loading


@formula(
    source=AREAL,
    # 105.1 mAh/g * 1.50 mg/cm2
    example=({"final_capacity_per_active_mass": "105.1 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.1577 mAh/cm2"),
)
def final_areal_capacity(final_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Charge per electrode area at the end of a cycling test."""
    return final_capacity_per_active_mass * active_mass_loading


@formula(
    "theoretical_areal_capacity",
    source=AREAL,
    # silicon: 3579 mAh/g * 0.50 mg/cm2
    example=({"active_theoretical_capacity_per_mass": "3579 mAh/g", "active_mass_loading": "0.50 mg/cm2"}, "1.790 mAh/cm2"),
)  # fmt: skip
def theoretical_areal_capacity_of_loading(active_theoretical_capacity_per_mass: Any, active_mass_loading: Any) -> Any:
    """Theoretical capacity per area of an electrode with this much active material."""
    return active_theoretical_capacity_per_mass * active_mass_loading


@formula(
    source="definition: the active material's capacity spread over the whole composite",
    # 189.4 mAh/g * 0.70
    example=({"discharge_capacity_per_active_mass": "189.4 mAh/g", "active_mass_fraction": "70.0 %"}, "132.6 mAh/g"),
)
def capacity_per_composite_mass(discharge_capacity_per_active_mass: Any, active_mass_fraction: Any) -> Any:
    """Discharge capacity per mass of the whole composite electrode."""
    return discharge_capacity_per_active_mass * active_mass_fraction


@formula(
    "discharge_capacity_per_active_mass",
    checks=False,  # the same relation is checked the other way round
    source="definition: the composite's capacity held by the active material alone",
    # 132.6 mAh/g / 0.70
    example=({"capacity_per_composite_mass": "132.6 mAh/g", "active_mass_fraction": "70.0 %"}, "189.4 mAh/g"),
)
def active_capacity_of_composite(capacity_per_composite_mass: Any, active_mass_fraction: Any) -> Any:
    """Discharge capacity per mass of active material from that of the composite."""
    return capacity_per_composite_mass / active_mass_fraction


@formula(
    "discharge_capacity_per_active_mass",
    checks=False,  # the same relation is checked the other way round
    source="definition: capacity per area over mass per area",
    # 2.99 mAh / 19.7 mg
    example=({"areal_capacity": "2.99 mAh/cm2", "active_mass_loading": "19.7 mg/cm2"}, "151.8 mAh/g"),
)
def active_capacity_of_areal_capacity(areal_capacity: Any, active_mass_loading: Any) -> Any:
    """Discharge capacity per mass of active material from that per area."""
    return areal_capacity / active_mass_loading


@formula(
    "active_mass_loading",
    source="definition: mass fraction times mass per area",
    example=({"composite_mass_loading": "16.5 mg/cm2", "active_mass_fraction": "70.0 %"}, "11.55 mg/cm2"),
)
def active_loading_of_composite(composite_mass_loading: Any, active_mass_fraction: Any) -> Any:
    """Active material per area of a composite electrode."""
    return composite_mass_loading * active_mass_fraction


@formula(
    "composite_mass_loading",
    checks=False,  # the same relation is checked the other way round
    source="definition: mass per area over mass fraction",
    # 11.55 mg/cm2 / 0.70
    example=({"active_mass_loading": "11.55 mg/cm2", "active_mass_fraction": "70.0 %"}, "16.50 mg/cm2"),
)
def composite_loading_of_active(active_mass_loading: Any, active_mass_fraction: Any) -> Any:
    """Mass of the whole composite per area from that of its active material."""
    return active_mass_loading / active_mass_fraction


@formula(
    "active_mass_loading",
    source="definition: density times thickness",
    # 1.00 um * 3.36 g/cm3
    example=({"thickness": "1.00 um", "film_density": "3.36 g cm-3"}, "0.336 mg/cm2"),
)
def loading_of_film(thickness: Any, film_density: Any) -> Any:
    """Active material per area of a film that is nothing else."""
    return thickness * film_density
