"""The equation of a formula, got by running its body on symbols, so that it cannot drift from what is computed.

The body gets a :class:`Written` for each column. Nothing is simplified or sorted: ``thickness / (resistance * area)``
stays L over R A. In a series, a column is a :class:`Column`, which becomes T_i under a sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy import Add, Expr, Mul, Pow

from compute.formula import PARTS, DefinitionError, Formula
from schema.quantities import Q

__all__ = ["COUNT", "INDEX", "Column", "Mean", "Written", "equation", "result_symbol", "symbol_of"]

INDEX, COUNT = sympy.Symbol("i", integer=True), sympy.Symbol("N", integer=True)
"""The running index of a series and the number of its points."""

SUBSCRIPTS = {
    "positive": "pos", "negative": "neg", "separator": "sep", "coating": "coat", "active": "AM", "lithium": "Li",
    "reference": "ref", "first": "1", "second": "2",
}  # fmt: skip
"""How a part is written below a symbol; a part that is not here is written out."""


class Column(sympy.Symbol):  # type: ignore[misc]
    """A symbol that stands for all points of a series."""


class Mean(sympy.Function):  # type: ignore[misc]
    """The mean of a column over the points of a series."""


def symbol_of(parameter: str) -> str:
    """The symbol of a formula's parameter, parts as subscripts: ``negative_thickness`` is ``L_neg``.

    Before the first underscore stands the base, after it the subscripts, separated by commas. A quantity without
    a symbol raises :class:`~compute.formula.DefinitionError`.
    """
    parts: list[str] = []
    rest = parameter
    while rest not in Q and Q.constant(rest) is None:
        part, _, rest = rest.partition("_")
        if part not in PARTS or not rest:
            raise DefinitionError(parameter, "is no quantity or constant of the catalogue", "see `kb quantities`")
        parts.insert(0, SUBSCRIPTS.get(part, part))
    symbol = (Q.constant(rest) or Q[rest]).symbol
    if not symbol:
        raise DefinitionError(rest, "has no symbol", "add symbol= to its line in schema/quantities.py")
    return _below(symbol, *parts)


def result_symbol(made: Formula) -> str:
    """The symbol of what a formula gives, told from that of an input: the reference value, or with a prime."""
    symbol = symbol_of(made.gives)
    if symbol not in {symbol_of(parameter) for parameter in made.parameters}:
        return symbol
    if any(parameter.startswith("reference_") for parameter in made.parameters):
        return _below(symbol, SUBSCRIPTS["reference"])
    base, _, below = symbol.partition("_")
    return _below(base + "′", *filter(None, [below]))


def _below(symbol: str, *subscripts: str) -> str:
    base, _, already = symbol.partition("_")
    below = [*filter(None, [already]), *subscripts]
    return f"{base}_{','.join(below)}" if below else base


def equation(made: Formula) -> sympy.Eq:
    """What a formula gives, equal to its body written in symbols; unevaluated, in the order of the body.

    A body that needs more than arithmetic, exp, log, sqrt, abs, the larger or smaller of two, and the sums and
    means of a series raises :class:`~compute.formula.DefinitionError`.
    """
    kind = Column if made.along else sympy.Symbol
    inputs = {
        parameter: Written(
            (sympy.Symbol if Q.constant(parameter) else kind)(symbol_of(parameter), real=True)
        )
        for parameter in made.parameters
    }  # fmt: skip
    try:
        right = _expression(made.body(**inputs))
    except Exception as error:
        raise DefinitionError(
            f"formula {made.name}", f"cannot be written as an equation: {error}", "use arithmetic, exp and log"
        ) from error
    return sympy.Eq(sympy.Symbol(result_symbol(made), real=True), right, evaluate=False)


class Written:
    """A sympy expression whose arithmetic neither sorts nor simplifies; numpy's functions of it work too."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, expression: Expr) -> None:
        self.expression = expression

    def __add__(self, other: Any) -> Written:
        return Written(_sum(self.expression, _expression(other)))

    def __radd__(self, other: Any) -> Written:
        return Written(_sum(_expression(other), self.expression))

    def __sub__(self, other: Any) -> Written:
        return Written(_sum(self.expression, _product(sympy.S.NegativeOne, _expression(other))))

    def __rsub__(self, other: Any) -> Written:
        return Written(_sum(_expression(other), _product(sympy.S.NegativeOne, self.expression)))

    def __mul__(self, other: Any) -> Written:
        return Written(_product(self.expression, _expression(other)))

    def __rmul__(self, other: Any) -> Written:
        return Written(_product(_expression(other), self.expression))

    def __truediv__(self, other: Any) -> Written:
        return Written(_quotient(self.expression, _expression(other)))

    def __rtruediv__(self, other: Any) -> Written:
        return Written(_quotient(_expression(other), self.expression))

    def __pow__(self, other: Any) -> Written:
        return Written(Pow(self.expression, _expression(other), evaluate=False))

    def __rpow__(self, other: Any) -> Written:
        return Written(Pow(_expression(other), self.expression, evaluate=False))

    def __neg__(self) -> Written:
        return Written(_product(sympy.S.NegativeOne, self.expression))

    def __abs__(self) -> Written:
        return Written(sympy.Abs(self.expression, evaluate=False))

    def __bool__(self) -> bool:
        raise TypeError("the body asks whether a column is true, which a column is not")

    def __getitem__(self, place: int) -> Written:
        """The first, second, ... or last points of a series."""
        return Written(_at(self.expression, COUNT + place + 1 if place < 0 else sympy.Integer(place + 1)))

    @property
    def size(self) -> Written:
        """The number of points of a series."""
        return Written(COUNT)

    def mean(self, **_how: Any) -> Written:
        """The mean over a series."""
        return Written(Mean(self.expression))

    def sum(self, **_how: Any) -> Written:
        """The sum over a series."""
        return Written(sympy.Sum(_at(self.expression, INDEX), (INDEX, 1, COUNT)))

    def __array_ufunc__(self, function: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        known = FUNCTIONS.get(function.__name__)
        if known is None or method != "__call__" or options:
            return NotImplemented
        return known(*(one if isinstance(one, Written) else Written(_expression(one)) for one in inputs))


def _function(made: Callable[..., Expr]) -> Callable[..., Written]:
    return lambda *inputs: Written(made(*(one.expression for one in inputs), evaluate=False))


FUNCTIONS: Mapping[str, Callable[..., Written]] = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b, "power": lambda a, b: a**b, "negative": lambda a: -a, "square": lambda a: a**2,
    "absolute": abs, "exp": _function(sympy.exp), "log": _function(sympy.log), "sqrt": _function(sympy.sqrt),
    "maximum": _function(sympy.Max), "minimum": _function(sympy.Min),
}  # fmt: skip
"""numpy's names of what a body may use."""


def _expression(value: Any) -> Expr:
    if isinstance(value, Written):
        return value.expression
    if isinstance(value, Expr):
        return value
    number = float(value)
    turns = Fraction(number / math.pi).limit_denominator(12)
    if turns and float(turns) * math.pi == number:
        return _quotient(_product(sympy.Integer(turns.numerator), sympy.pi), sympy.Integer(turns.denominator))
    return sympy.Integer(int(number)) if number.is_integer() else sympy.Float(number)


def _sum(left: Expr, right: Expr) -> Expr:
    return Add(*_terms(left), *_terms(right), evaluate=False)


def _terms(expression: Expr) -> tuple[Expr, ...]:
    return expression.args if isinstance(expression, Add) else (expression,)


def _product(*expressions: Expr) -> Expr:
    """Factors as they come, numbers first, without ones and double signs; a factor twice in a row is a square."""
    negative, numbers, factors = False, list[Expr](), list[Expr]()
    for factor in (part for one in expressions for part in _factors(one)):
        if factor == -1:
            negative = not negative
        elif factor.is_Number or (factor.is_Pow and factor.base.is_Number and factor.exp.is_Number):
            numbers += [factor] if factor != 1 else []
        elif factors and factors[-1] == factor:
            factors[-1] = Pow(factor, 2, evaluate=False)
        else:
            factors.append(factor)
    found = [*([sympy.S.NegativeOne] if negative else []), *numbers, *factors]
    if len(found) > 1:
        return Mul(*found, evaluate=False)
    return found[0] if found else sympy.S.One


def _factors(expression: Expr) -> tuple[Expr, ...]:
    return expression.args if isinstance(expression, Mul) else (expression,)


def _quotient(left: Expr, right: Expr) -> Expr:
    if right == 2 and (guarded := _guarded(left)) is not None:
        return guarded
    return _product(left, *(_inverse(factor) for factor in _factors(right)))


def _inverse(factor: Expr) -> Expr:
    if factor in (1, -1):
        return factor
    if isinstance(factor, Pow) and factor.exp.is_Number:
        return factor.base if factor.exp == -1 else Pow(factor.base, -factor.exp, evaluate=False)
    return Pow(factor, -1, evaluate=False)


def _guarded(twice: Expr) -> Expr | None:
    """The x of (x + abs(x)) / 2: a guard that keeps a box above zero, and no part of the equation."""
    *rest, size = _terms(twice)
    same = isinstance(size, sympy.Abs) and tuple(rest) == _terms(size.args[0])
    return size.args[0] if same else None


def _at(expression: Expr, place: Expr) -> Expr:
    """A column's value at a point; a mean stays the mean of all."""
    if isinstance(expression, Column):
        return sympy.Indexed(sympy.IndexedBase(expression.name, real=True), place)
    if not expression.args or isinstance(expression, Mean | sympy.Indexed):
        return expression
    parts = [_at(part, place) for part in expression.args]
    return expression.func(*parts, **({"evaluate": False} if isinstance(expression, Add | Mul | Pow) else {}))
