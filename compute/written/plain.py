"""An equation as one line of plain text, for a terminal: ``σ = L / (A (R − R_lead))``."""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from compute.written.notation import _Writer

__all__ = ["plain"]


class _Sign(str):
    """An operator between two parts, or before one."""

    __slots__ = ()


class _Function(str):
    """A name that its argument follows without a space."""

    __slots__ = ()


class Plain:
    """The dialect of a line of text: brackets where a fraction line would tell what belongs together."""

    def number(self, text: str) -> str:
        return text

    def letters(self, text: str, *, upright: bool) -> str:  # noqa: ARG002 - a terminal has one face
        return _Function(text) if text == "Δ" else text

    def sign(self, text: str) -> str:
        return _Sign(text)

    def row(self, parts: Sequence[str]) -> str:
        kept = [part for part in parts if part]
        text = ""
        for place, part in enumerate(kept):
            after = kept[place + 1] if place + 1 < len(kept) else _Sign()
            factor = not isinstance(part, _Sign) and not isinstance(after, _Sign)
            before = kept[place - 1] if place else None
            glued = not text or part == "," or isinstance(before, _Function) or (place == 1 and before == "−")
            text += ("" if glued else " ") + (f"({part})" if factor and _has(part, "/") else part)
        return kept[0] if len(kept) == 1 else text

    def fraction(self, above: str, below: str) -> str:
        top = f"({above})" if _has(above, "+−/") else above
        return f"{top} / {f'({below})' if _has(below, ' ') else below}"

    def below(self, base: str, subscript: str) -> str:
        return f"{base}_{subscript.replace(' ', '')}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{f'({exponent})' if _has(exponent, ' −') else exponent}"

    def root(self, inside: str) -> str:
        return f"sqrt({inside})"

    def bracket(self, inside: str, ends: str) -> str:
        return f"{ends[0]}{inside}{ends[1]}"

    def function(self, name: str) -> str:
        return _Function(name)

    def total(self, start: str, end: str) -> str:  # noqa: ARG002 - a series is summed over all its points
        return "Σ_i"

    def overline(self, inside: str) -> str:
        return f"mean({inside})"

    def juxtaposed(self) -> str:
        return ""


def _has(text: str, signs: str) -> bool:
    """Whether one of the signs stands outside of brackets; a sign of a sum or quotient counts with spaces around it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        alone = (
            sign == " " or text[place - 1 : place + 2] == f" {sign} " or (sign == "−" and "−" in signs and not place)
        )
        if not depth and sign in signs and alone:
            return True
    return False


def plain(expression: sympy.Basic) -> str:
    """An equation or expression as plain text."""
    return _Writer(Plain()).write(expression)
