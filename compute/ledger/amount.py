"""A number of the energy ledger: an interval over columns, and a stand-in that finds out what a result needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schema.errors import KbError
from schema.units import unit as unit_of

__all__ = ["Amount", "Column", "LedgerError", "Trace", "amount"]

Column: TypeAlias = NDArray[np.float64]


class LedgerError(KbError):
    """A layer or a question that makes no sense as given."""

    code = "ledger"


@dataclass(frozen=True, eq=False)
class Amount:
    """A number as an interval in coherent SI: lo, mid, hi, one row a cell; an open end infinite, a missing middle NaN.

    A row whose ends are NaN is not known. ``assumed`` says why or where from, when the paper itself doesn't print it.
    Raises :class:`LedgerError` when the ends are in the wrong order.
    """

    lo: Column
    mid: Column
    hi: Column
    assumed: str | None = None

    def __post_init__(self) -> None:
        columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(end, float)) for end in (self.lo, self.mid, self.hi)))
        for name, column in zip(("lo", "mid", "hi"), columns, strict=True):
            object.__setattr__(self, name, column)
        if bool(np.any((self.lo > self.hi) | (self.mid < self.lo) | (self.mid > self.hi))):
            raise LedgerError("ledger", "an interval's lo, mid, hi are not in this order", "give the lower end first")

    def __len__(self) -> int:
        return len(self.lo)


def amount(
    lo: ArrayLike, mid: ArrayLike | None = None, hi: ArrayLike | None = None, /, *, unit: str = "", assumed: str | None = None
) -> Amount:  # fmt: skip
    """``amount(30, unit="um")`` an exact number, ``amount(29.5, 30, 30.5, unit="um")`` an interval; SI where no unit is given."""
    factor = unit_of(unit).factor if unit else 1.0
    low, middle, high = (np.asarray(lo if end is None else end, float) * factor for end in (lo, mid, hi))
    return Amount(low, middle, high, assumed)


class Trace:
    """Stands for a number and remembers which inputs it was made of (``uses``) and which of them are lacking (``lacks``)."""

    def __init__(self, uses: frozenset[str] = frozenset(), lacks: frozenset[str] = frozenset()) -> None:
        self.uses, self.lacks = uses, lacks

    def _with(self, other: object) -> Trace:
        if isinstance(other, Trace):
            return Trace(self.uses | other.uses, self.lacks | other.lacks)
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _with

    def __abs__(self) -> Trace:
        return self
