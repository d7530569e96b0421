r"""An equation in mathematical notation: LaTeX for Markdown, MathML for browsers. One walk, two dialects.

sympy's own printers sort factors and draw no readable sums of means; this one keeps the order of the formula's body.
A symbol is ``base_subscript,subscript`` in plain text: ``ρ_Li`` is \rho_{\mathrm{Li}}. A base of one letter is italic
(a quantity), a longer one upright (CE, N/P); a leading Δ stands apart; subscripts are upright.
"""

from __future__ import annotations

import sympy
from sympy import Add, Expr, Mul, Pow

from compute.written.dialects import Dialect, Latex, MathML
from compute.written.equations import COUNT, INDEX, Mean

__all__ = ["latex", "latex_symbol", "mathml", "mathml_symbol"]


def latex(expression: sympy.Basic) -> str:
    """An equation or expression as LaTeX, without dollar signs."""
    return _Writer(Latex()).write(expression)


def mathml(expression: sympy.Basic) -> str:
    """An equation or expression as a MathML element."""
    return f'<math display="block">{_Writer(MathML()).write(expression)}</math>'


def latex_symbol(symbol: str) -> str:
    """A symbol of the catalogue as LaTeX."""
    return _Writer(Latex()).symbol(symbol)


def mathml_symbol(symbol: str) -> str:
    """A symbol of the catalogue as a MathML element."""
    return f"<math>{_Writer(MathML()).symbol(symbol)}</math>"


class _Writer:
    def __init__(self, dialect: Dialect) -> None:
        self.to = dialect
        self.depth = 0  # how many fractions and exponents are around what is being written

    def write(self, it: sympy.Basic) -> str:
        to = self.to
        match it:
            case sympy.Eq():
                return to.row([self.write(it.lhs), to.sign("="), self.write(it.rhs)])
            case Add():
                return self.sum(it)
            case Mul() | Pow():
                return self.product(it)
            case sympy.Number():
                number = to.number(f"{abs(float(it)):.6g}")
                return to.row([to.sign("−"), number]) if it < 0 else number
            case sympy.NumberSymbol():
                return to.letters("π", upright=False)
            case sympy.Indexed():
                return self.symbol(it.base.label.name, self.write(it.indices[0]))
            case sympy.Symbol():
                return to.letters(it.name, upright=False) if it in (INDEX, COUNT) else self.symbol(it.name)
            case Mean():
                return to.overline(self.write(it.args[0]))
            case sympy.Sum():
                start = to.row([self.write(INDEX), to.sign("="), to.number("1")])
                return to.row([to.total(start, self.write(COUNT)), self.factor(it.function)])
            case sympy.Abs():
                return to.bracket(self.write(it.args[0]), "||")
            case sympy.exp() | sympy.log() | sympy.Max() | sympy.Min():
                name = {sympy.exp: "exp", sympy.log: "ln", sympy.Max: "max", sympy.Min: "min"}[type(it)]
                inside = [part for one in it.args for part in (to.sign(","), self.write(one))][1:]
                return to.row([to.function(name), to.bracket(to.row(inside), "()")])
        raise TypeError(f"no notation for {type(it).__name__}")

    def symbol(self, text: str, index: str = "") -> str:
        base, _, below = text.partition("_")
        to, stem = self.to, base.lstrip("Δ")
        drawn = [to.letters("Δ", upright=True)] if stem != base else []
        drawn.append(to.letters(stem, upright=_is_word(text)))
        under = [to.letters(below, upright=True)] if below else []
        if index:
            under += [*([to.sign(",")] if under else []), index]
        whole = to.row(drawn)
        return to.below(whole, to.row(under)) if under else whole

    def sum(self, it: Add) -> str:
        parts: list[str] = []
        for term in it.args:
            negative, rest = _without_sign(term)
            if negative or parts:
                parts.append(self.to.sign("−" if negative else "+"))
            parts.append(self.factor(rest) if isinstance(rest, Add) else self.write(rest))
        return self.to.row(parts)

    def product(self, it: Expr) -> str:
        negative, rest = _without_sign(it)
        above: list[Expr] = []
        below: list[Expr] = []
        for factor in rest.args if isinstance(rest, Mul) else (rest,):
            inverse = _inverse(factor)
            (above if inverse is None else below).append(factor if inverse is None else inverse)
        parts = [self.to.sign("−")] if negative else []
        if not below:
            return self.to.row([*parts, self.factors(above)])
        # what holds fractions itself reads better beside the fraction than on top of it
        aside = [one for one in above if isinstance(one, Add | sympy.exp | sympy.log) and _has_quotient(one)]
        aside = aside if len(aside) < len(above) else []
        above = [one for one in above if one not in aside]
        if len(above) > 1 and isinstance(above[-1], sympy.Sum) and all(isinstance(one, sympy.Sum) for one in below):
            parts.append(self.factors(above[:-1]))
            above = above[-1:]
        if self.depth and not aside and len(below) == 1 and all(_is_short(one) for one in [*above, *below]):
            return self.to.row([*parts, self.factors(above), self.to.sign("/"), self.factors(below)])
        self.depth += 1
        parts.append(self.to.fraction(self.factors(above), self.factors(below)))
        self.depth -= 1
        return self.to.row([*parts, *(self.factor(one) for one in aside)])

    def factors(self, many: list[Expr]) -> str:
        if not many:
            return self.to.number("1")
        if len(many) == 1:
            return self.power(many[0]) if isinstance(many[0], Pow) else self.write(many[0])
        parts: list[str] = []
        for place, factor in enumerate(many):
            if place:
                before = many[place - 1]
                apart = _is_wordy(before) or _is_wordy(factor) or bool(before.is_Number and factor.is_Number)
                parts.append(self.to.sign("·") if apart else self.to.juxtaposed())
            last = place == len(many) - 1 and isinstance(factor, sympy.Sum)
            parts.append(self.write(factor) if last else self.factor(factor))
        return self.to.row(parts)

    def factor(self, it: Expr) -> str:
        """A factor of a product: a sum, and what begins with a sign or ∑, in brackets."""
        if isinstance(it, Pow) and _inverse(it) is None:
            return self.power(it)
        needs = isinstance(it, Add | sympy.Sum) or bool(it.is_Number and it < 0) or _without_sign(it)[0]
        return self.to.bracket(self.write(it), "()") if needs else self.write(it)

    def power(self, it: Pow) -> str:
        if it.exp == sympy.Rational(1, 2):
            return self.to.root(self.write(it.base))
        base = self.write(it.base)
        simple = isinstance(it.base, sympy.Symbol | sympy.Indexed) or bool(it.base.is_Integer and it.base >= 0)
        self.depth += 1
        exponent = self.write(it.exp)
        self.depth -= 1
        return self.to.power(base if simple else self.to.bracket(base, "()"), exponent)


def _without_sign(it: Expr) -> tuple[bool, Expr]:
    if isinstance(it, Mul) and it.args[0] == -1:
        rest = it.args[1:]
        return True, rest[0] if len(rest) == 1 else Mul(*rest, evaluate=False)
    return (True, -it) if it.is_Number and it < 0 else (False, it)


def _inverse(factor: Expr) -> Expr | None:
    """What stands below the line for a factor with a negative exponent; None for any other."""
    if not isinstance(factor, Pow):
        return None
    negative, rest = _without_sign(factor.exp)
    if not negative:
        return None
    return factor.base if rest == 1 else Pow(factor.base, rest, evaluate=False)


def _has_quotient(it: Expr) -> bool:
    return any(_inverse(part) is not None for part in sympy.preorder_traversal(it))


def _is_short(it: Expr) -> bool:
    base = it.base if isinstance(it, Pow) and it.exp.is_Integer else it
    return bool(isinstance(base, sympy.Symbol | sympy.Indexed) or base.is_number)


def _is_word(symbol: str) -> bool:
    return len(symbol.partition("_")[0].lstrip("Δ").rstrip("′")) > 1


def _is_wordy(it: Expr) -> bool:
    return isinstance(it, sympy.Symbol) and _is_word(it.name)
