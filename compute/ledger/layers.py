"""The layers of a cell, each with the few numbers that fix its mass, thickness and charge per area.

Every number is an :class:`~compute.ledger.amount.Amount`: three columns (lo, mid, hi) in coherent SI, one row a cell, a single cell being a
column of length 1. What a layer isn't given is None. The formulas of the layers only add, subtract, multiply and
divide, so that they work alike on numbers, on columns, and on :class:`~compute.ledger.amount.Trace`, which finds out what a result needs.

The rules:

- A composite's mass is its measured loading, else its active loading over the active mass fraction, else its areal
  capacity over its specific capacity and active mass fraction, else its thickness times its density.
- Its thickness is the measured one, else its mass over its density; its density is the measured one, else that of
  its components at their mass fractions, 1 / sum(fraction / density), less its voids.
- Loadings, thicknesses and densities are those of the layers as assembled. A layered oxide is assembled lithiated,
  thus discharged; sulfur or V2O5 charged (:attr:`~compute.ledger.cell.Cell.assembled`).
- Lithium moves within the cell: its mass is counted once, where it is at assembly, so that the mass is the same in
  both states, and the volume is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias

from compute.ledger.amount import Amount, amount
from schema.quantities import Q

__all__ = ["STATES", "Component", "Composite", "Layer", "Lithium", "Part", "Sheet", "State", "Values"]

State: TypeAlias = Literal["discharged", "charged"]
STATES: tuple[State, State] = ("discharged", "charged")
Values: TypeAlias = Mapping[str, Any]


class Part:
    """Anything with a name and amounts."""

    name: str

    def amounts(self) -> Iterator[tuple[str, Amount | None]]:
        """Each amount with its name in words, "separator: thickness"."""
        for one in fields(self):  # type: ignore[arg-type]  # every part is a dataclass
            if one.type == "Amount | None":
                yield f"{self.name}: {one.name.replace('_', ' ')}", getattr(self, one.name)

    def at(self, values: Values, *names: str) -> Any:
        """One of the part's values, or several."""
        found = [values[f"{self.name}: {name}"] for name in names]
        return found[0] if len(found) == 1 else found


@dataclass(frozen=True, eq=False)
class Component(Part):
    """A constituent of a composite: its share of the composite's mass, and its density without voids."""

    name: str
    mass_fraction: Amount | None = None
    density: Amount | None = None


@dataclass(frozen=True, eq=False)
class Composite(Part):
    """A composite electrode: a positive one, or a negative host such as silicon or graphite.

    ``specific_capacity`` is per active mass; ``capacity_ratio`` gives a negative's areal capacity by that of the
    positive (N/P); ``volume_change`` is the relative change of the layer's thickness on charging.
    """

    name: str
    active: Component
    others: tuple[Component, ...] = ()
    areal_capacity: Amount | None = None
    specific_capacity: Amount | None = None
    capacity_ratio: Amount | None = None
    active_loading: Amount | None = None
    composite_loading: Amount | None = None
    thickness: Amount | None = None
    density: Amount | None = None
    porosity: Amount | None = None
    volume_change: Amount | None = None

    @property
    def components(self) -> tuple[Component, ...]:
        """The active material and the others."""
        return (self.active, *self.others)

    def amounts(self) -> Iterator[tuple[str, Amount | None]]:
        """Those of the layer, then those of its components."""
        yield from super().amounts()
        for component in self.components:
            for label, one in component.amounts():
                yield f"{self.name}: {label}", one

    def _component(self, values: Values, component: Component, name: str) -> Any:
        return values[f"{self.name}: {component.name}: {name}"]

    def areal_charge(self, values: Values, of_cell: Any = None) -> Any:
        """Charge per area: as given, or by the ratio to that of the cell, or of the active mass."""
        if self.areal_capacity is not None:
            return self.at(values, "areal capacity")
        if self.capacity_ratio is not None and of_cell is not None:
            return self.at(values, "capacity ratio") * of_cell
        if self.active_loading is None and self.composite_loading is None and self.thickness is None:
            return self.at(values, "areal capacity")
        return self.active_mass(values, of_cell) * self.at(values, "specific capacity")

    def active_mass(self, values: Values, of_cell: Any = None) -> Any:
        """Active mass per area."""
        fraction = self._component(values, self.active, "mass fraction")
        if self.active_loading is not None:
            return self.at(values, "active loading")
        if self.composite_loading is not None:
            return self.at(values, "composite loading") * fraction
        if self._by_thickness():
            return self.at(values, "thickness") * self.apparent_density(values) * fraction
        return self.areal_charge(values, of_cell) / self.at(values, "specific capacity")

    def _by_thickness(self) -> bool:
        has_charge = self.areal_capacity is not None or self.capacity_ratio is not None
        return self.thickness is not None and not (has_charge and self.specific_capacity is not None)

    def mass(self, values: Values, of_cell: Any = None) -> Any:
        """Mass of the whole composite per area."""
        if self.composite_loading is not None:
            return self.at(values, "composite loading")
        if self.active_loading is None and self._by_thickness():
            return self.at(values, "thickness") * self.apparent_density(values)
        return self.active_mass(values, of_cell) / self._component(values, self.active, "mass fraction")

    def apparent_density(self, values: Values) -> Any:
        """Mass per volume of the layer, its voids included."""
        if self.density is not None:
            return self.at(values, "density")
        volume: Any = 0.0
        for one in self.components:
            volume = volume + self._component(values, one, "mass fraction") / self._component(values, one, "density")
        return (1 - self.at(values, "porosity")) / volume

    def thicknesses(self, values: Values, assembled: State, of_cell: Any = None) -> tuple[Any, Any]:
        """Thickness discharged and charged."""
        if self.thickness is not None:
            built = self.at(values, "thickness")
        else:
            built = self.mass(values, of_cell) / self.apparent_density(values)
        growth = 1 + self.at(values, "volume change")
        return (built, built * growth) if assembled == "discharged" else (built / growth, built)

    def active_volume(self, values: Values) -> Any:
        """Volume of the active material alone per area, at its density without voids."""
        return self.active_mass(values) / self._component(values, self.active, "density")


@dataclass(frozen=True, eq=False)
class Lithium(Part):
    """A negative of lithium metal: the thickness of the foil or film as assembled; 0 where the cell has none at first."""

    name: str = "lithium"
    thickness: Amount | None = None
    density: Amount | None = None
    molar_mass: Amount | None = field(default_factory=lambda: amount(6.94e-3))

    def mass(self, values: Values, of_cell: Any = None) -> Any:
        """Mass per area of the lithium as assembled."""
        del of_cell
        thickness, density = self.at(values, "thickness", "density")
        return thickness * density

    def plated(self, values: Values, of_cell: Any) -> Any:
        """Thickness of the lithium that a charge plates: areal capacity times molar mass over density and Faraday constant."""
        molar_mass, density = self.at(values, "molar mass", "density")
        return of_cell * molar_mass / (density * Q.faraday.si)

    def thicknesses(self, values: Values, assembled: State, of_cell: Any) -> tuple[Any, Any]:
        """Thickness discharged and charged; a discharge strips no more than there is."""
        built = self.at(values, "thickness")
        plated = self.plated(values, of_cell)
        if assembled == "discharged":
            return built, built + plated
        left = built - plated
        return (left + abs(left)) / 2, built


@dataclass(frozen=True, eq=False)
class Sheet(Part):
    """A layer that stays as it is: separator, buffer or coating, collector, a foil of an alloy.

    Its mass is the areal mass, else thickness times density less the voids; its thickness follows the other way round.
    """

    name: str
    thickness: Amount | None = None
    density: Amount | None = None
    areal_mass: Amount | None = None
    porosity: Amount | None = None

    def _solid(self, values: Values) -> Any:
        density = self.at(values, "density")
        return density if self.porosity is None else density * (1 - self.at(values, "porosity"))

    def mass(self, values: Values, of_cell: Any = None) -> Any:
        """Mass per area."""
        del of_cell
        if self.areal_mass is not None:
            return self.at(values, "areal mass")
        return self.at(values, "thickness") * self._solid(values)

    def thicknesses(self, values: Values, assembled: State, of_cell: Any) -> tuple[Any, Any]:
        """The same in both states."""
        del assembled, of_cell
        if self.thickness is None and self.areal_mass is not None:
            thickness = self.at(values, "areal mass") / self._solid(values)
        else:
            thickness = self.at(values, "thickness")
        return thickness, thickness


Layer: TypeAlias = Composite | Lithium | Sheet
