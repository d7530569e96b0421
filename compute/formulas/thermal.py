"""Formulas of thermogravimetry: what is left on heating, and how much ceramic a composite holds."""

from __future__ import annotations

from typing import Any

from compute.formula import formula
from compute.formulas.mathematics import positive


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


@formula(
    source="balance of residues: w = (R_composite - R_polymer) / (R_ceramic - R_polymer)",
    # (54.24 - 3.10) / (97.79 - 3.10) = 51.14 / 94.69
    example=(
        {"composite_residual_mass": "54.24 %", "polymer_residual_mass": "3.10 %", "ceramic_residual_mass": "97.79 %"},
        "54.01 %",
    ),
    convention=("tga", "blanks", "residue of the composite between those of its polymer and its ceramic alone"),
)
def ceramic_mass_fraction(composite_residual_mass: Any, polymer_residual_mass: Any, ceramic_residual_mass: Any) -> Any:
    """Ceramic content of a composite from the residues of the composite, of its polymer and of its ceramic."""
    # the part that only ceramic leaves, against the part that only polymer loses: monotonic in each residue
    left = positive(composite_residual_mass - polymer_residual_mass)
    lost = positive(ceramic_residual_mass - composite_residual_mass)
    return 1 / (1 + lost / left)


@formula(
    "ceramic_mass_fraction",
    checks=False,  # a paper that takes off what polymer and ceramic leave by themselves may not print either
    source="balance of residues, the ceramic losing nothing and the polymer leaving nothing: w = R_composite",
    example=({"composite_residual_mass": "54.24 %"}, "54.24 %"),
    convention=("tga", "inert", "residue of the composite as it is: all ceramic stays, all polymer burns away"),
)
def ceramic_of_residue(composite_residual_mass: Any) -> Any:
    """Ceramic content of a composite as the residue of its complete burning."""
    return composite_residual_mass
