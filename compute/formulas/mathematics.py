"""Functions that bodies of formulas use on columns, on quantities with units and on symbols alike."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["exp", "log", "positive"]


def exp(value: Any) -> Any:
    """The exponential of a number, column, dimensionless quantity or symbolic expression."""
    if _symbolic(value):
        import sympy

        return sympy.exp(value)
    return np.exp(value)


def log(value: Any) -> Any:
    """The natural logarithm of a number, column, dimensionless quantity or symbolic expression."""
    if _symbolic(value):
        import sympy

        return sympy.log(value)
    return np.log(value)


def positive(value: Any) -> Any:
    """The value, or zero where it is below: keeps a difference that is positive by nature from changing sign in a box.

    A symbolic expression stays as it is: the guard is no part of the equation.
    """
    if _symbolic(value):
        return value
    if isinstance(value, float | np.ndarray | np.generic):
        return np.maximum(value, 0.0)  # of minus infinity too
    return (value + abs(value)) / 2  # a quantity with a unit, for which a bare zero is no bound


def _symbolic(value: Any) -> bool:
    return type(value).__module__.partition(".")[0] == "sympy"
