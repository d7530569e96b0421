"""Formulas of matter: stoichiometry and weight ratios, shares of a whole, free energy of a reaction."""

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
    source="dG = -n F E, with E the reduced couple's potential less the oxidised couple's",
    # -3 * 96485.33 * (-0.34 + 3.04)
    example=(
        {"electrons_transferred": "3", "reduced_couple_potential": "-0.34 V", "oxidised_couple_potential": "-3.04 V"},
        "-781.5 kJ/mol",
    ),
)  # fmt: skip
def reaction_free_energy(
    electrons_transferred: Any, reduced_couple_potential: Any, oxidised_couple_potential: Any, faraday: Any
) -> Any:
    """Standard free energy of a displacement reaction from the potentials of its two couples."""
    # a charge per mole times a voltage is an energy per mole
    return -electrons_transferred * faraday * (reduced_couple_potential - oxidised_couple_potential)


@formula(
    source="definition: what is lost and what is left make the whole",
    example=({"mass_loss": "43.55 %"}, "56.45 %"),
)
def residual_mass(mass_loss: Any) -> Any:
    """Mass that is left after heating."""
    return 1 - mass_loss


@formula(
    "residual_mass",
    source="definition: what is lost and what is left make the whole",
    example=({"mass_loss_difference": "43.55 %"}, "56.45 %"),
)
def residue_of_difference(mass_loss_difference: Any) -> Any:
    """Mass that is left of a composite when the filler's own loss has been taken off."""
    return 1 - mass_loss_difference
