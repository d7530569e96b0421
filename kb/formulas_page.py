"""The page of all formulas with their equations: as Markdown for the documents, as one HTML file for a browser."""

from __future__ import annotations

import inspect
import re
import sys
from html import escape
from typing import NamedTuple

from compute import FORMULAS, Formula
from compute.formula import quantity_of
from compute.written.equations import equation, result_symbol, symbol_of
from compute.written.notation import latex, latex_symbol, mathml, mathml_symbol
from schema.quantities import Q
from schema.quantity import Quantity

__all__ = ["markdown", "page"]

INTRODUCTION = (
    "Every relation that the knowledge base computes with. Each equation is its formula's own code, run on symbols "
    "instead of columns. All arithmetic is in coherent SI; the unit of a line is the one that the catalogue shows. A "
    "formula that checks compares its result with what a paper prints and fills gaps; one that only derives fills gaps."
)

SERIES = "The index i runs over the N points of the series along {along}; a bar is the mean over them."


class Line(NamedTuple):
    """One symbol of an equation: what it stands for, its unit, one sentence."""

    symbol: str
    name: str
    unit: str
    words: str


class Entry(NamedTuple):
    """One formula as both pages show it; facts are label, words, and the formulas that the words are about."""

    made: Formula
    title: str
    lines: list[Line]
    facts: list[tuple[str, str, list[str]]]
    note: str


def markdown() -> str:
    """The page as Markdown, equations between dollar signs."""
    families = _families()
    text = ["# The formulas", "", INTRODUCTION, "", "| formula | gives | convention | use |", "|---|---|---|---|"]
    for family, entries in families.items():
        text.append(f"| **[{_capital(family)}](#{family.replace('_', '-')})** | | | |")
        for entry in entries:
            convention = _markdown(entry.made.convention.words) if entry.made.convention else ""
            gives = _markdown(_words(entry.made.gives))
            text.append(f"| {_link(entry.made.name)} | {gives} | {convention} | {_use(entry.made)} |")
    for family, entries in families.items():
        text += ["", f"## {_capital(family)}", "", _markdown(_about(entries[0].made))]
        for entry in entries:
            text += ["", f"### {entry.title}", "", _markdown(entry.made.says), ""]
            text += ["$$", latex(equation(entry.made)), "$$", ""]
            text += ["| symbol | quantity | unit | what it is |", "|---|---|---|---|"]
            for line in entry.lines:
                cells = f"{_markdown(line.name)} | {_markdown(line.unit)} | {_markdown(line.words)}"
                text.append(f"| ${latex_symbol(line.symbol)}$ | {cells} |")
            text += ["", *([entry.note, ""] if entry.note else [])]
            for label, words, names in entry.facts:
                text.append(f"- **{label}**: {_markdown(words)}{_linked([_link(name) for name in names])}")
    return "\n".join(text) + "\n"


def page() -> str:
    """The page as standalone HTML: MathML, which browsers draw themselves; no script and nothing from elsewhere."""
    families = _families()
    index, body = [], []
    for family, entries in families.items():
        about = escape(_about(entries[0].made))
        index.append(f'<tr><th colspan="4"><a href="#family-{family}">{_capital(family)}</a></th></tr>')
        body.append(f'<h2 id="family-{family}">{_capital(family)}</h2>\n<p>{about}</p>')
        for entry in entries:
            convention = entry.made.convention.words if entry.made.convention else ""
            cells = (escape(_words(entry.made.gives)), escape(convention), _use(entry.made))
            index.append(f"<tr><td>{_anchor(entry.made.name)}</td><td>{'</td><td>'.join(cells)}</td></tr>")
            body.append(_section(entry))
    return TEMPLATE.format(style=STYLE, introduction=escape(INTRODUCTION), index="\n".join(index), body="\n".join(body))


def _section(entry: Entry) -> str:
    rows = "\n".join(
        f"<tr><td>{mathml_symbol(line.symbol)}</td><td>{escape(line.name)}</td>"
        f"<td>{escape(line.unit)}</td><td>{escape(line.words)}</td></tr>"
        for line in entry.lines
    )
    facts = "\n".join(
        f"<dt>{label}</dt><dd>{escape(words)}{_linked([_anchor(name) for name in names])}</dd>"
        for label, words, names in entry.facts
    )
    note = f'<p class="note">{escape(entry.note)}</p>' if entry.note else ""
    return (
        f'<section id="{entry.made.name}">\n<h3>{escape(entry.title)}</h3>\n<p>{escape(entry.made.says)}</p>\n'
        f'<div class="equation">{mathml(equation(entry.made))}</div>\n'
        f"<table>\n{rows}\n</table>\n{note}<dl>\n{facts}\n</dl>\n</section>"
    )


def _families() -> dict[str, list[Entry]]:
    families: dict[str, list[Entry]] = {}
    for made in FORMULAS.values():
        families.setdefault(made.family, []).append(_entry(made))
    return families


def _entry(made: Formula) -> Entry:
    gives = _quantity(made.gives)
    lines = [Line(result_symbol(made), f"{_words(made.gives)} (result)", _unit(gives.unit), gives.doc)]
    lines += [_line(made, parameter) for parameter in made.parameters]
    given, expected = made.example
    inputs = ", ".join(f"{_words(name)} {_values(texts)}" for name, texts in given.items())
    facts = [
        ("source", made.source, []),
        ("worked example", f"{inputs} give {_values(expected)}", []),
        ("allowance", f"{made.allowance:.0%} for the model itself" if made.allowance else "none", []),
        *_conventions(made),
        ("use", _use(made), []),
    ]  # fmt: skip
    note = SERIES.format(along=_words(made.along)) if made.along else ""
    return Entry(made, _capital(made.title), lines, facts, note)


def _line(made: Formula, parameter: str) -> Line:
    symbol, constant = symbol_of(parameter), Q.constant(parameter)
    if constant is not None:
        value = (
            f"Between {constant.low:g} and {constant.high:g}" if constant.low is not None else f"{constant.value:.10g}"
        )
        words = f"{constant.doc} {_values(f'{value} {constant.unit}'.strip())} ({constant.source})."
        return Line(symbol, _words(parameter), _unit(constant.unit), words)
    quantity = _quantity(parameter)
    default = inspect.signature(made.body).parameters[parameter].default
    words = (
        f"{quantity.doc} Taken as {default:g} where it is not stated." if parameter in made.optional else quantity.doc
    )
    return Line(symbol, _words(parameter), _unit(quantity.unit), words)


def _quantity(parameter: str) -> Quantity:
    return Q[quantity_of(parameter)]


def _conventions(made: Formula) -> list[tuple[str, str, list[str]]]:
    """Its own convention, and each other of the group with the formulas that use it."""
    if made.convention is None:
        return []
    others: dict[str, tuple[str, list[str]]] = {}
    for other in FORMULAS.values():
        if other.convention and other.convention.group == made.convention.group:
            if other.convention.name == made.convention.name or other.gives != made.gives:
                continue
            others.setdefault(other.convention.name, (other.convention.words, []))[1].append(other.name)
    facts: list[tuple[str, str, list[str]]] = [("convention", made.convention.words, [])]
    return facts + [("or by convention", words, names) for words, names in others.values()]


def _use(made: Formula) -> str:
    return "checks and derives" if made.checks else "only derives"


def _about(made: Formula) -> str:
    """The first sentence of the module that a family lives in."""
    return (sys.modules[made.body.__module__].__doc__ or "").strip().partition("\n")[0]


def _capital(text: str) -> str:
    text = _words(text)
    return text[:1].upper() + text[1:]


def _words(name: str) -> str:
    return name.replace("_", " ")


UNITS = {"ohm": "Ω", "um": "µm", "uL": "µL", "degC": "°C"}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _unit(text: str) -> str:
    """A unit of the catalogue as print has it: ``g cm-3`` is g cm⁻³."""
    text = re.sub(r"(?<=[A-Za-z])-?\d+\b", lambda found: found[0].translate(SUPERSCRIPTS), text)
    return re.sub("|".join(rf"\b{unit}\b" for unit in UNITS), lambda found: UNITS[found[0]], text)


def _values(texts: str) -> str:
    """Values of a worked example as print has them: ``9.56e-6 S/cm`` is 9.56×10⁻⁶ S/cm."""
    return "; ".join(_value(text.strip()) for text in texts.split(";"))


def _value(text: str) -> str:
    number, _, unit = text.partition(" ")
    mantissa, _, exponent = number.partition("e")
    if exponent.lstrip("+-").isdigit():
        number = f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return f"{number.replace('-', '−')} {_unit(unit)}".strip()


def _markdown(text: str) -> str:
    """Words as they are, whatever Markdown would make of their signs."""
    return re.sub(r"([\\`*_|<>$~])", r"\\\1", text)


def _link(name: str) -> str:
    return f"[{_words(name)}](#{name.replace('_', '-')})"


def _linked(links: list[str]) -> str:
    return f" ({', '.join(links)})" if links else ""


def _anchor(name: str) -> str:
    return f'<a href="#{name}">{escape(_words(name))}</a>'


STYLE = """
:root { color-scheme: light dark; --line: #c8d1da; --soft: #f3f6f9; --ink: #1b2733; --link: #0b5394; }
@media (prefers-color-scheme: dark) { :root { --line: #3b4856; --soft: #1d2630; --ink: #dfe6ec; --link: #8ab8e6; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 62rem; margin: 2rem auto; padding: 0 1.2rem; }
a { color: var(--link); }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); }
h3 { margin: 2.2rem 0 .3rem; }
p { margin: .3rem 0 .6rem; }
.equation { background: var(--soft); border-radius: 6px; padding: .8rem 1rem; margin: .6rem 0; overflow-x: auto; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; }
.equation math { font-size: 1.25rem; }
mfrac > :first-child { padding-bottom: .14em; } mfrac > :last-child { padding-top: .14em; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
td, th { border-bottom: 1px solid var(--line); padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; }
section td:first-child, section td:nth-child(3) { white-space: nowrap; }
.index th { padding-top: .9rem; }
.index td:last-child { white-space: nowrap; }
.note { font-size: .93rem; margin-top: .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .7rem 0; font-size: .93rem; }
dt { font-weight: 600; } dd { margin: 0; }
"""

TEMPLATE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The formulas</title>
<style>{style}</style>
<h1>The formulas</h1>
<p>{introduction}</p>
<table class="index">
<tr><th>formula</th><th>gives</th><th>convention</th><th>use</th></tr>
{index}
</table>
{body}
</html>
"""
