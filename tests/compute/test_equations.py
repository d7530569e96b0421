"""Every equation is proven: sympy computes the worked example from it, and it looks as the field writes it."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import sympy

from compute import FORMULAS, DefinitionError, Formula
from compute.formula import Convention, quantity_of
from compute.written.equations import COUNT, INDEX, Column, Mean, Written, equation, result_symbol, symbol_of
from compute.written.notation import latex, latex_symbol, mathml, mathml_symbol
from schema.quantities import Q

ALL = pytest.mark.parametrize("made", FORMULAS.values(), ids=FORMULAS)


def si(name: str, texts: str) -> np.ndarray | float:
    """A worked example's value in SI; values separated by ';' are a column."""
    values = [Q[quantity_of(name)].read(text.strip()).mid for text in texts.split(";")]
    return np.array(values, dtype=float) if len(values) > 1 else float(values[0])


def inputs_of(made: Formula) -> dict[str, np.ndarray | float]:
    """The worked example's inputs, constants and defaults by parameter."""
    found: dict[str, np.ndarray | float] = {}
    for parameter in made.parameters:
        constant = Q.constant(parameter)
        if constant is not None:
            found[parameter] = constant.si
        elif parameter in made.example[0]:
            found[parameter] = si(parameter, made.example[0][parameter])
        else:
            found[parameter] = inspect.signature(made.body).parameters[parameter].default
    return found


def number(it: sympy.Basic, values: dict[str, np.ndarray | float], points: int, point: int = -1) -> sympy.Expr:
    """A part of an equation as a number; sums and means go over the points."""
    if isinstance(it, Mean):
        return sum(number(it.args[0], values, points, k) for k in range(points)) / points
    if isinstance(it, sympy.Sum):
        return sum(number(it.function, values, points, k) for k in range(points))
    if isinstance(it, sympy.Indexed):
        column, place = values[it.base.label.name], it.indices[0]
        return sympy.Float(column[point if place == INDEX else int(place.subs(COUNT, points)) - 1], 30)
    if it == COUNT:
        return sympy.Integer(points)
    if isinstance(it, sympy.Symbol):
        value = values[it.name]
        return sympy.Float(value[point] if isinstance(it, Column) else value, 30)
    return it.func(*(number(part, values, points, point) for part in it.args)) if it.args else it


@ALL
def test_the_equation_gives_the_worked_example_and_what_the_body_computes(made: Formula) -> None:
    inputs = inputs_of(made)
    values = {symbol_of(parameter): value for parameter, value in inputs.items()}
    points = max(np.size(value) for value in inputs.values())
    found = float(sympy.N(number(equation(made).rhs, values, points), 30))
    assert found == pytest.approx(si(made.gives, made.example[1]), rel=0.005)
    assert found == pytest.approx(float(made.body(**inputs)), rel=1e-12)


@ALL
def test_all_that_a_formula_names_has_a_symbol_and_no_two_share_one(made: Formula) -> None:
    symbols = [result_symbol(made), *(symbol_of(parameter) for parameter in made.parameters)]
    assert [symbol for symbol, times in Counter(symbols).items() if times > 1] == []
    written = equation(made).rhs
    used = {one.name for one in written.free_symbols if isinstance(one, sympy.Symbol)} - {COUNT.name}
    used |= {one.base.label.name for one in written.atoms(sympy.Indexed)}
    assert used == set(symbols[1:])


@ALL
def test_its_latex_survives_markdown_and_its_mathml_is_well_formed(made: Formula) -> None:
    assert not re.search(r"\\[^A-Za-z]|[|$]{2}", latex(equation(made)))  # "\," and "\{" would lose their backslash
    assert latex(equation(made)).isascii()
    drawn = mathml(equation(made)).replace("&InvisibleTimes;", "⁢").replace("&ApplyFunction;", "⁡")
    assert {part.tag for part in ET.fromstring(drawn).iter()} <= {
        "math", "mrow", "mi", "mn", "mo", "mfrac", "msub", "msup", "msubsup", "msqrt", "munderover", "mspace",
    }  # fmt: skip


ARRHENIUS = (
    r"\sigma_{\mathrm{ref}} = \sigma \exp \left(- \frac{E_{\mathrm{a}}}{k_{\mathrm{B}}} "
    r"\left(\frac{1}{T_{\mathrm{ref}}} - \frac{1}{T}\right)\right)"
)
SLOPE = (
    r"E_{\mathrm{a}} = - k_{\mathrm{B}} \frac{\sum_{i = 1}^{N} \left(1 / T_{i} - \overline{1 / T}\right) "
    r"\left(\ln \left(\sigma_{i} / \sigma_{1}\right) - \overline{\ln \left(\sigma / \sigma_{1}\right)}\right)}"
    r"{\sum_{i = 1}^{N} \left(1 / T_{i} - \overline{1 / T}\right)^{2}}"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ionic_conductivity", r"\sigma = \frac{L}{\left(R - R_{\mathrm{lead}}\right) A}"),
        ("reaction_free_energy", r"\Delta G = - n F \left(E_{\mathrm{red}} - E_{\mathrm{ox}}\right)"),
        (
            "thickness_change_on_plating",
            r"\Delta L = \frac{Q_{\mathrm{A,pl}} M_{\mathrm{Li}}}{\rho_{\mathrm{Li}} F}",
        ),
        ("conductivity_at_reference_temperature_sigma", ARRHENIUS),
        ("activation_energy_of_sigma", SLOPE),
        ("power_density_of_target", r"P_{\mathrm{A}} = \frac{4 P}{\pi d_{\mathrm{T}}^{2}}"),
    ],
)
def test_equations_look_as_the_field_writes_them(name: str, expected: str) -> None:
    assert latex(equation(FORMULAS[name])) == expected


@pytest.mark.parametrize(
    ("parameter", "symbol"),
    [
        ("thickness", "L"),
        ("negative_thickness", "L_neg"),
        ("lithium_density", "ρ_Li"),
        ("positive_active_mass_fraction", "w_AM,pos"),
        ("faraday", "F"),
    ],
)
def test_parts_are_subscripts(parameter: str, symbol: str) -> None:
    assert symbol_of(parameter) == symbol


@pytest.mark.parametrize(
    ("symbol", "drawn", "mathematical"),
    [
        ("ρ_Li", r"\rho_{\mathrm{Li}}", "<msub><mi>ρ</mi><mi>Li</mi></msub>"),
        ("t_Li+", r"t_{\mathrm{Li^{+}}}", "<msub><mi>t</mi><mi>Li+</mi></msub>"),
        ("ε", r"\varepsilon", "<mi>ε</mi>"),
        ("λ", r"\lambda", "<mi>λ</mi>"),
        ("N/P", r"\mathrm{N/P}", "<mi>N/P</mi>"),
        ("ΔG", r"\Delta G", '<mrow><mi mathvariant="normal">Δ</mi><mi>G</mi></mrow>'),
        ("E_a", r"E_{\mathrm{a}}", '<msub><mi>E</mi><mi mathvariant="normal">a</mi></msub>'),
        ("σ′_1", r"\sigma '_{1}", '<msub><mi>σ′</mi><mi mathvariant="normal">1</mi></msub>'),
    ],
)
def test_symbols_of_the_catalogue_in_both_dialects(symbol: str, drawn: str, mathematical: str) -> None:
    assert latex_symbol(symbol) == drawn
    assert mathml_symbol(symbol) == f"<math>{mathematical}</math>"


a, b, c = (Written(sympy.Symbol(name, real=True)) for name in "abc")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b * a, "b a"),
        (a / (b / c), r"\frac{a c}{b}"),
        (a - (b - c), r"a - \left(b - c\right)"),
        (-(a + b) * c, r"- \left(a + b\right) c"),
        (a - -b, "a + b"),
        (a * a * b, "a^{2} b"),
        ((a + b) ** 2, r"\left(a + b\right)^{2}"),
        (a**-b, r"\frac{1}{a^{b}}"),
        (1 - a ** (1 / b), "1 - a^{1 / b}"),
        (a / (b + b / c), r"\frac{a}{b + b / c}"),
        (c * 2 / 3, r"\frac{2 c}{3}"),
        (1 - a * 0.5, r"1 - 0.5 a"),
        (a * np.sqrt(b), r"a \sqrt{b}"),
        (np.pi * a, r"\pi a"),
        (np.float64(2) * a, "2 a"),
        (1 - abs(a), r"1 - \left|a\right|"),
        (np.maximum(a, 0), r"\max \left(0 , a\right)"),
        ((a - b + abs(a - b)) / 2, "a - b"),  # a guard against a sign that changes inside a box
        ((a + abs(b)) / 2, r"\frac{a + \left|b\right|}{2}"),
        (np.exp(-a / b), r"\exp \left(- \frac{a}{b}\right)"),
    ],
)
def test_a_body_is_written_in_its_own_order(written: Written, expected: str) -> None:
    assert latex(written.expression) == expected


def test_what_is_no_equation_says_so() -> None:
    def sign(thickness: Written) -> float:
        """Whether there is a layer."""
        return 1.0 if thickness else 0.0

    made = Formula(
        name="sign", gives="area", family="cell", body=sign, parameters=("thickness",), optional=(), source="none",
        says="Whether.", example=({}, ""), convention=Convention("", "", ""),
    )  # fmt: skip
    with pytest.raises(DefinitionError, match=r"formula sign.*a column is true, which a column is not"):
        equation(made)
    with pytest.raises(DefinitionError, match=r"unheard of +is no quantity"):
        symbol_of("unheard of")
