"""What a formula is made of and whether its charges balance; whether an equation balances, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.base import Base
from schema.reading import read

__all__ = ["densities_of", "formula_json", "formula_text", "reaction_json", "reaction_text"]


def formula_json(formula: str) -> dict[str, Any]:
    """Composition, charge balance and lithium content of a formula, as plain data."""
    from compute.chemistry.charge import charge_balance
    from compute.chemistry.mixture import MixtureError, lithium_content
    from schema.composition import understand

    composed = understand(formula)
    balance = charge_balance(formula)
    try:
        lithium = lithium_content(formula).mass_fraction
    except MixtureError:
        lithium = None
    return {
        "formula": formula, "state": composed.state, "reason": composed.reason, "reduced_formula": composed.reduced,
        "elements": dict(composed.elements), "molar_mass_g_per_mol": composed.molar_mass,
        "charge": {"verdict": balance.verdict, "surely": balance.surely, "states": dict(balance.states), "reason": balance.reason},
        "lithium_mass_fraction": None if lithium is None else list(lithium),
    }  # fmt: skip


def formula_text(formula: str) -> str:
    """The same in words."""
    made = formula_json(formula)
    charge = made["charge"]
    lines = [f"{formula}: {made['state']}" + (f" ({made['reason']})" if made["reason"] else "")]
    if made["elements"]:
        lines.append("  elements: " + ", ".join(f"{name} {amount:g}" for name, amount in made["elements"].items()))
    if made["molar_mass_g_per_mol"]:
        lines.append(f"  molar mass: {made['molar_mass_g_per_mol']:.5g} g/mol")
    states = ", ".join(
        f"{name} {value:+g}" if isinstance(value, (int, float)) else f"{name} {value}"
        for name, value in charge["states"].items()
    )
    lines.append(
        f"  charge: {charge['verdict']}"
        + (f", by {charge['surely']}" if charge["surely"] else "")
        + (f": {states}" if states else "")
    )
    if charge["reason"]:
        lines.append(f"    {charge['reason']}")
    if made["lithium_mass_fraction"] and made["elements"].get("Li"):
        low, middle, high = made["lithium_mass_fraction"]
        shown = middle if middle is not None else (low + high) / 2
        lines.append(f"  lithium: {shown:.3%} of the mass")
    return "\n".join(lines)


def densities_of(base: Base) -> dict[str, tuple[float, float | None, float]]:
    """The densities of the reference data by reduced formula, in SI."""
    found: dict[str, tuple[float, float | None, float]] = {}
    for row in base.rows("reference_reading"):
        material = base.one("reference_material", row["material_id"])
        if row["quantity"] == "density" and material and material["reduced_formula"]:
            found[material["reduced_formula"]] = (row["lo"], row["mid"], row["hi"])
    return found


def reaction_json(
    equation: str, densities: Mapping[str, tuple[float, float | None, float]], reduced: str | None = None, oxidised: str | None = None
) -> dict[str, Any]:  # fmt: skip
    """Whether an equation balances, its electrons, its free energy from two potentials, its change of volume."""
    from compute.chemistry.equation import EquationError
    from compute.chemistry.mixture import MixtureError
    from compute.chemistry.reaction import electrons_transferred, equation_check, free_energy, volume_change

    balance = equation_check(equation)
    made: dict[str, Any] = {
        "equation": equation, "verdict": balance.verdict, "residue": dict(balance.residue), "mended": balance.mended.text if balance.mended else None, "reason": balance.reason,
        "electrons": None, "free_energy_kj_per_mol": None, "volume_change": None, "volume_change_reason": "",
    }  # fmt: skip
    right = equation if balance.verdict == "balanced" else made["mended"]
    if not right:
        return made
    try:
        made["electrons"] = electrons_transferred(right)
    except EquationError as error:
        made["electrons_reason"] = error.what
    if reduced and oxidised:
        ends = [(one.lo, one.mid, one.hi) for one in (read(reduced, signed=True), read(oxidised, signed=True))]
        energy = free_energy(right, ends[0], ends[1])
        made["free_energy_kj_per_mol"] = [None if end is None else end / 1000 for end in energy.as_written]
    try:
        made["volume_change"] = list(volume_change(right, densities))
    except (EquationError, MixtureError) as error:
        made["volume_change_reason"] = f"{error.where} {error.what}; {error.mend}"
    return made


def reaction_text(made: Mapping[str, Any]) -> str:
    """The same in words."""
    lines = [f"{made['equation']}: {made['verdict']}"]
    if made["reason"]:
        lines.append(f"  {made['reason']}")
    if made["residue"]:
        lines.append("  left over: " + ", ".join(f"{name} {amount:+g}" for name, amount in made["residue"].items()))
    if made["mended"]:
        lines.append(f"  balanced it reads: {made['mended']}")
    if made["electrons"] is not None:
        lines.append(f"  electrons transferred: {made['electrons']:g}")
    if made["free_energy_kj_per_mol"]:
        low, middle, high = made["free_energy_kj_per_mol"]
        lines.append(
            f"  free energy: {middle if middle is not None else low:.5g} kJ/mol ({low:.5g} to {high:.5g}), as written"
        )
    if made["volume_change"]:
        low, middle, high = made["volume_change"]
        lines.append(f"  change of volume of the solids: {low:.2%} to {high:.2%}")
    elif made["volume_change_reason"]:
        lines.append(f"  change of volume: {made['volume_change_reason']}")
    return "\n".join(lines)
