"""A cell as the stack of its layers, and the numbers that it is given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from compute.ledger.amount import Amount, LedgerError, amount
from compute.ledger.layers import Composite, Layer, Part, Sheet, State, Values

__all__ = ["Cell", "Packaging"]

NEARLY_ONE = 1 - 1e-12  # a layer that is all void, or a cell that is all packaging, has no finite density
BOUNDS = {"porosity": (0.0, NEARLY_ONE), "mass share": (0.0, NEARLY_ONE), "volume share": (0.0, NEARLY_ONE),
          "mass fraction": (0.0, 1.0), "volume change": (-NEARLY_ONE, math.inf)}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Packaging(Part):
    """What is around the stack, tabs included: mass and thickness per electrode area, or its shares of the packed cell.

    A cell of many layers is packed around repeating units with half collectors, a single one around whole collectors.
    """

    name: str = "packaging"
    around: Literal["half collectors", "full collectors"] = "half collectors"
    areal_mass: Amount | None = None
    thickness: Amount | None = None
    mass_share: Amount | None = None
    volume_share: Amount | None = None

    def mass(self, values: Values, inside: Any) -> Any:
        """Mass of the packed cell per electrode area."""
        if self.mass_share is not None:
            return inside / (1 - self.at(values, "mass share"))
        return inside + self.at(values, "areal mass")

    def volume(self, values: Values, inside: Any) -> Any:
        """Volume of the packed cell per electrode area."""
        if self.volume_share is not None:
            return inside / (1 - self.at(values, "volume share"))
        return inside + self.at(values, "thickness")


SLOTS = ("positive collector", "positive electrode", "separator", "negative electrode", "negative collector")


@dataclass(frozen=True, eq=False)
class Cell:
    """The stack from one collector to the other; ``between`` holds the separators, buffers and coatings in their order.

    ``assembled`` is the state in which the lithium is where the layers' loadings and thicknesses count it.
    """

    positive: Composite
    negative: Layer | None = None
    between: Sequence[Sheet] = ()
    positive_collector: Sheet | None = None
    negative_collector: Sheet | None = None
    average_voltage: Amount | None = None
    packaging: Packaging | None = None
    assembled: State = "discharged"
    assumed: str | None = None
    """Why the cell counts as assembled so, when the paper doesn't say."""

    @property
    def stack(self) -> dict[str, Layer | None]:
        """The layers in their order, by name; a slot that is not given by its own name, as None."""
        rows: list[tuple[str, Layer | None]] = [
            (SLOTS[0], self.positive_collector),
            (SLOTS[1], self.positive),
            *((one.name, one) for one in self.between),
            *([] if self.between else [(SLOTS[2], None)]),
            (SLOTS[3], self.negative),
            (SLOTS[4], self.negative_collector),
        ]
        names = [slot if layer is None else layer.name for slot, layer in rows]
        if len(set(names)) < len(names):
            raise LedgerError("cell", f"two layers have one name: {', '.join(names)}", "name each layer differently")
        return dict(zip(names, (layer for _, layer in rows), strict=True))

    def inputs(self) -> dict[str, Amount | None]:
        """Every number of the cell by its name in words, within what is physically possible; what is lacking as None.

        Raises :class:`~compute.ledger.amount.LedgerError` where a number can't be what it is said to be.
        """
        if self.positive.capacity_ratio is not None:
            raise LedgerError(
                self.positive.name, "a positive electrode has no ratio to itself", "give its areal capacity"
            )
        still = f"{self.positive.name}: volume change"
        rows: dict[str, Amount | None] = {"average voltage": self.average_voltage}
        for name, part in (self.stack | {"packaging": self.packaging}).items():
            rows |= {name: None} if part is None else dict(part.amounts())
        if rows[still] is None:
            rows[still] = amount(0.0, assumed=f"{self.positive.name}: as thick charged as discharged")
        return {name: None if one is None else _possible(name, one) for name, one in rows.items()}


def _possible(name: str, one: Amount) -> Amount:
    low, high = BOUNDS.get(name.rpartition(": ")[2], (0.0, math.inf))
    if bool(np.any((one.hi < low) | (one.lo > high) | (one.mid < low) | (one.mid > high))):
        share = " as a share of 1, not in percent" if high <= 1 else ""
        raise LedgerError(name, f"is not between {low:g} and {high:g}", f"give it in SI{share}")
    return replace(one, lo=np.maximum(one.lo, low), hi=np.minimum(one.hi, high))
