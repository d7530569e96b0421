"""A formula: a plain function over quantities, declared once and checked when it is defined.

The parameters are quantities or constants of the catalogue, by name. A quantity of a part is asked for with the part's
name before it: ``separator_thickness``, ``positive_active_mass_loading``, ``lithium_density``. Bodies work on whole
columns in SI. Defining a formula looks up every name, runs the body once with units, and runs its worked example.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from schema.errors import KbError, near
from schema.quantities import Q
from schema.units import expression_of, registry

__all__ = ["FORMULAS", "PARTS", "Convention", "DefinitionError", "Formula", "formula", "quantity_of", "series_formula"]

PARTS = ("positive", "negative", "separator", "coating", "active", "lithium", "reference", "first", "second")
"""The parts that a parameter may be asked of; each is a prefix of a parameter's name."""

EXAMPLE_TOLERANCE = 0.005  # a worked example has three digits


class DefinitionError(KbError):
    """A formula that is wrong as written: an unknown name, a wrong dimension, a worked example that fails."""

    code = "formula"


@dataclass(frozen=True)
class Convention:
    """One of several ways in which the field computes a quantity: group, name, and how to say it."""

    group: str
    name: str
    words: str


@dataclass(frozen=True)
class Formula:
    """A declared formula. ``allowance`` is the model's own relative error: 0 for a definition."""

    name: str
    gives: str
    family: str
    body: Callable[..., Any]
    parameters: tuple[str, ...]
    optional: tuple[str, ...]
    source: str
    says: str
    example: tuple[Mapping[str, str], str]
    allowance: float = 0.0
    convention: Convention | None = None
    along: str = ""
    checks: bool = True
    derives: bool = True

    @property
    def required(self) -> tuple[str, ...]:
        """Parameters without which nothing can be computed, constants of nature left out."""
        return tuple(p for p in self.parameters if p not in self.optional and Q.constant(p) is None)

    @property
    def title(self) -> str:
        """The formula's name in words."""
        return self.name.replace("_", " ")


FORMULAS: dict[str, Formula] = {}


def quantity_of(parameter: str) -> str:
    """The catalogue's name of a parameter, without the part that it is asked of."""
    if parameter in Q:
        return parameter
    part, _, rest = parameter.partition("_")
    return quantity_of(rest) if part in PARTS and rest else parameter


def formula(
    gives: str | None = None, /, *, source: str, example: tuple[Mapping[str, str], str], allowance: float = 0.0,
    convention: tuple[str, str, str] | None = None, along: str = "", checks: bool = True, derives: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Declare the function below as a formula for the quantity it is named after, or for ``gives``.

    One that ``checks`` nothing only fills gaps: its result bounds or estimates what a paper may measure otherwise; with
    a convention it may still acquit. One that ``derives`` nothing only checks: its convention is a guess at a basis.

    Raises :class:`DefinitionError` at import when a name, the dimension or the worked example is wrong.
    """

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(body).parameters
        made = Formula(
            name=body.__name__, gives=gives or body.__name__, family=body.__module__.rpartition(".")[2], body=body,
            parameters=tuple(signature),
            optional=tuple(name for name, one in signature.items() if one.default is not inspect.Parameter.empty),
            source=source, says=" ".join((body.__doc__ or "").split()), example=example, allowance=allowance,
            convention=Convention(*convention) if convention else None, along=along, checks=checks, derives=derives,
        )  # fmt: skip
        _verify(made)
        FORMULAS[made.name] = made
        return body

    return declare


def series_formula(
    gives: str, /, *, along: str, source: str, example: tuple[Mapping[str, str], str], allowance: float = 0.0,
    convention: tuple[str, str, str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Declare a formula over several experiments of one record, whose bodies get columns ordered along a condition."""
    return formula(gives, source=source, example=example, allowance=allowance, convention=convention, along=along)


def _verify(made: Formula) -> None:
    where = f"formula {made.name}"
    if not made.says:
        raise DefinitionError(where, "has no docstring", "say in one sentence what it is")
    if made.name in FORMULAS:
        raise DefinitionError(where, "is defined twice", "rename one; several ways to a quantity name what they give")
    for name in (made.gives, *made.parameters):
        if quantity_of(name) not in Q and Q.constant(name) is None:
            known = [*(quantity.name for quantity in Q), *(constant.name for constant in Q.constants())]
            raise DefinitionError(
                where, f"no quantity or constant named {name!r}", near(name, known) or "see `kb quantities`"
            )
    given, expected = made.example
    lacking = [p for p in made.parameters if p not in given and Q.constant(p) is None and p not in made.optional]
    if lacking:
        raise DefinitionError(where, f"the worked example lacks {', '.join(lacking)}", "give each input with its unit")
    _dry_run(made, where, given, expected)


def _dry_run(made: Formula, where: str, given: Mapping[str, str], expected: str) -> None:
    units = registry()
    inputs: dict[str, Any] = {}
    for parameter in made.parameters:
        constant = Q.constant(parameter)
        if constant is not None:
            unit = units.parse_units(_pint(constant.unit))
            inputs[parameter] = units.Quantity(constant.value, unit).to_base_units()
        elif parameter in given:
            inputs[parameter] = _with_unit(quantity_of(parameter), given[parameter])
    try:
        result = made.body(**inputs)
    except Exception as error:
        kinds = ", ".join(f"{name} [{inputs[name].units}]" for name in inputs)
        raise DefinitionError(where, f"the body fails with units ({kinds}): {error}", "check the equation") from error
    wanted = _with_unit(made.gives, expected)
    found = units.Quantity(1, "") * result
    if found.dimensionality != wanted.dimensionality:
        raise DefinitionError(
            where, f"its inputs combine to {found.dimensionality}, but {made.gives} is measured in {Q[made.gives].unit}",
            "check the equation, or which quantity it gives",
        )  # fmt: skip
    ratio = float(np.asarray((found / wanted).to_base_units().magnitude))
    if not abs(ratio - 1) <= EXAMPLE_TOLERANCE:
        value = Q[made.gives].units.from_si(float(np.asarray(found.to_base_units().magnitude)))
        raise DefinitionError(
            where,
            f"the worked example gives {value:.4g} {Q[made.gives].unit}, not {expected}",
            "check body and example",
        )


def _with_unit(name: str, texts: str) -> Any:
    """A worked value as a pint quantity in base units; several values, separated by ';', are a column."""
    units, quantity = registry(), Q[name]
    values = [quantity.read(text.strip()).mid for text in texts.split(";")]
    magnitude = np.array(values, dtype=float) if len(values) > 1 else values[0]
    unit = "kelvin" if quantity.unit == "degC" else _pint(quantity.unit)
    base = units.Quantity(1.0, units.parse_units(unit)).to_base_units().units if unit else ""
    return units.Quantity(magnitude, base)


def _pint(unit: str) -> str:
    return expression_of(unit, unit, rate=unit == "C") if unit else ""
