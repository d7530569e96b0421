"""LaTeX and MathML: how each writes a letter, a fraction, a power, a sum. What is put together stands in notation.py."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Protocol

__all__ = ["Dialect", "Latex", "MathML"]

LETTERS = {"LAMDA": "lambda", "EPSILON": "varepsilon"}
"""Greek letters whose name in Unicode is not their name in LaTeX."""


class Dialect(Protocol):
    """The pieces that an equation is put together from; each gets its parts as text of the same dialect."""

    def number(self, text: str) -> str: ...
    def letters(self, text: str, *, upright: bool) -> str: ...
    def sign(self, text: str) -> str: ...
    def row(self, parts: Sequence[str]) -> str: ...
    def fraction(self, above: str, below: str) -> str: ...
    def below(self, base: str, subscript: str) -> str: ...
    def power(self, base: str, exponent: str) -> str: ...
    def root(self, inside: str) -> str: ...
    def bracket(self, inside: str, ends: str) -> str: ...
    def function(self, name: str) -> str: ...
    def total(self, start: str, end: str) -> str: ...
    def overline(self, inside: str) -> str: ...
    def juxtaposed(self) -> str: ...


class Latex:
    """LaTeX without a command that Markdown would take for an escape."""

    def number(self, text: str) -> str:
        return text

    def letters(self, text: str, *, upright: bool) -> str:
        drawn = "".join(_latex_letter(sign) for sign in text).strip()
        return rf"\mathrm{{{drawn}}}" if upright and text.isascii() and not text.isdigit() else drawn

    def sign(self, text: str) -> str:
        return {"−": "-", "·": r"\cdot"}.get(text, text)

    def row(self, parts: Sequence[str]) -> str:
        return " ".join(filter(None, parts))

    def fraction(self, above: str, below: str) -> str:
        return rf"\frac{{{above}}}{{{below}}}"

    def below(self, base: str, subscript: str) -> str:
        return f"{base}_{{{subscript}}}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def root(self, inside: str) -> str:
        return rf"\sqrt{{{inside}}}"

    def bracket(self, inside: str, ends: str) -> str:
        return rf"\left{ends[0]}{inside}\right{ends[1]}"

    def function(self, name: str) -> str:
        return rf"\{name}"

    def total(self, start: str, end: str) -> str:
        return rf"\sum_{{{start}}}^{{{end}}}"

    def overline(self, inside: str) -> str:
        return rf"\overline{{{inside}}}"

    def juxtaposed(self) -> str:
        return ""


def _latex_letter(sign: str) -> str:
    if sign == "+":
        return "^{+}"
    if sign == "′":
        return "'"
    name = unicodedata.name(sign, "")
    if not name.startswith("GREEK"):
        return sign
    letter = name.rsplit(maxsplit=1)[-1]
    command = LETTERS.get(letter, letter.lower())
    return rf"\{command.capitalize() if 'CAPITAL' in name else command} "


class MathML:
    """MathML as browsers draw it themselves, also without a font for mathematics."""

    def number(self, text: str) -> str:
        return f"<mn>{escape(text)}</mn>"

    def letters(self, text: str, *, upright: bool) -> str:
        start = '<mi mathvariant="normal">' if upright and len(text) == 1 else "<mi>"
        return f"{start}{escape(text)}</mi>"

    def sign(self, text: str) -> str:
        return f"<mo>{escape(text)}</mo>"

    def row(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"

    def fraction(self, above: str, below: str) -> str:
        return f"<mfrac>{above}{below}</mfrac>"

    def below(self, base: str, subscript: str) -> str:
        return f"<msub>{base}{subscript}</msub>"

    def power(self, base: str, exponent: str) -> str:
        if base.startswith("<msub>"):
            return f"<msubsup>{base.removeprefix('<msub>').removesuffix('</msub>')}{exponent}</msubsup>"
        return f"<msup>{base}{exponent}</msup>"

    def root(self, inside: str) -> str:
        return f"<msqrt>{inside}</msqrt>"

    def bracket(self, inside: str, ends: str) -> str:
        return f"<mrow><mo>{ends[0]}</mo>{inside}<mo>{ends[1]}</mo></mrow>"

    def function(self, name: str) -> str:
        return f"<mi>{name}</mi><mo>&ApplyFunction;</mo>"

    def total(self, start: str, end: str) -> str:
        return f'<munderover><mo movablelimits="false">∑</mo>{start}{end}</munderover>'

    def overline(self, inside: str) -> str:
        return f'<mrow style="border-top: 0.06em solid; padding-top: 0.15em">{inside}</mrow>'

    def juxtaposed(self) -> str:
        return '<mo>&InvisibleTimes;</mo><mspace width="0.15em"/>'
