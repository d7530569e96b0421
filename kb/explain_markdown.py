"""An explanation as Markdown: equations between dollar signs, inputs in a table, fit for a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.explain_words import tried_lines
from kb.explanation import Derivation, Explanation, FormulaTold, Input, Judgement, Note, Printed

__all__ = ["escaped", "explanation_markdown", "judgement_markdown", "meant", "said", "stopped"]


def escaped(text: str) -> str:
    """Words as they are, whatever Markdown would make of their signs."""
    return re.sub(r"([\\`*_|<>$~\[\]])", r"\\\1", " ".join(text.split()))


def said(place: str, quote: str) -> str:
    """A place and the words that stand there."""
    return ": ".join(filter(None, [escaped(place), f"“{escaped(quote)}”" if quote else ""]))


def stopped(sentence: str) -> str:
    """A sentence with one full stop, also after a quote that has its own."""
    return sentence if sentence.endswith((".", ".”")) else f"{sentence}."


def meant(printed: str, as_read: str, reason: str) -> str:
    """A misprint in words: what is printed, what may be meant, and why."""
    unknown, _, more = as_read.partition(":")
    words = f"“{escaped(as_read)}” may be meant"
    if unknown.startswith(("not known", "not clear")):
        words = f"what is meant is {escaped(': '.join(filter(None, [unknown, more.strip()])))}"
    return f"“{escaped(printed)}”: {words} ({escaped(reason)})"


def explanation_markdown(one: Explanation) -> str:
    """The whole explanation under one heading."""
    lines = [f"# `{one.id}`"]
    if one.printed is not None:
        lines += ["", f"{_capital(escaped(one.printed.name))} of {escaped(one.printed.of)}: {_print(one.printed)}"]
    for made in one.judged:
        lines += ["", f"## {_verdict(made)}", "", *judgement_markdown(made)]
    if one.used:
        lines += ["", "## Verdicts that use it", ""]
        lines += [f"- **{_verdict(made)}**: {escaped(made.headline)} (`{made.id}`)" for made in one.used]
    if one.kind == "derived":
        for derived in one.derived:
            lines += [
                "",
                f"The {escaped(derived.name)} of {escaped(derived.of)} is **{escaped(derived.value.words)}**, derived.",
                "",
                *_derived(derived),
            ]
    elif one.derived:
        lines += ["", "## Derived from it, among others", ""]
        lines += [
            f"- {escaped(made.name)} of {escaped(made.of)}: {escaped(made.value.words)} (`{made.id}`)"
            for made in one.derived
        ]
    return "\n".join(lines) + "\n"


def _verdict(one: Judgement) -> str:
    return f"{_capital(one.verdict)}{f' ({one.strength})' if one.strength else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def judgement_markdown(one: Judgement, *, also: Sequence[str] = (), same: str = "") -> list[str]:
    """One verdict, without a heading; ``also`` are other ids of the same finding, ``same`` the names of their records."""
    lines = [escaped(one.headline) + (f" The same holds for: {same}." if same else "")]
    if one.formula:
        lines += ["", f"Printed: {_print(one.about)}", *_formula(one.formula)]
    else:
        lines += ["", escaped(one.rule)]
    lines += _inputs(one.inputs, one.formula)
    facts = []
    if one.gap and one.computed:
        facts.append(f"**How far apart**: {escaped(one.gap.words)}.")
    if one.strength:
        facts.append(f"**How sure**: {_how_sure(one)}.")
    if one.tried:
        facts.append("\n  - ".join(["**Conventions**:", *map(escaped, tried_lines(one.tried))]))
    for note in one.misprints:
        words = meant(note.printed, note.as_read, note.reason)
        facts.append(f"**Noted here as a possible misprint** ({_note_strength(note)}): {words}.")
    facts.append("**What this does not say**: " + " ".join(escaped(each) for each in one.does_not_say))
    ids = ", ".join(f"`{each}`" for each in [one.id, *also])
    return [*lines, "", *(f"- {each}" for each in facts), f"- **Record{'s' if also else ''}**: {ids}"]


def _note_strength(one: Note) -> str:
    extraction = {
        "no": "",
        "possible": ", possibly of the text extraction",
        "likely": ", likely of the text extraction",
    }
    return one.strength + extraction[one.from_extraction]


def _how_sure(one: Judgement) -> str:
    if one.strength == "certain":
        garbled = any(note.from_extraction != "no" for note in one.misprints)
        rider = ", unless the text extraction that was read differs from the print" if garbled else ""
        return f"certain: no values inside the printed digits agree{rider}"
    return f"only likely: {escaped('; '.join(one.likely_because))}" if one.likely_because else "only likely"


def _print(one: Printed) -> str:
    means = f", that is {escaped(one.means.words)}" if one.means else ""
    number = f"**{escaped(one.printed)}**{means}; " if one.printed else ""
    more = f" Read as {escaped(one.as_read)}: {escaped(one.reason)}." if one.as_read else ""
    return f"{number}{stopped(said(one.place, one.quote))}{more}" + (
        f" Or otherwise: {escaped(one.ambiguity)}." if one.ambiguity else ""
    )


def _formula(one: FormulaTold) -> list[str]:
    convention = f" Convention: “{escaped(one.convention)}”." if one.convention else ""
    constants = f" Constants: {escaped('; '.join(one.constants))}." if one.constants else ""
    allowance = f" {one.allowance * 100:g} % is allowed for the model itself." if one.allowance else ""
    return [
        "",
        "$$",
        one.latex,
        "$$",
        "",
        f"{escaped(one.says)} Source: {escaped(one.source)}.{constants}{convention}{allowance}",
    ]


def _inputs(inputs: Iterable[Input], formula: FormulaTold | None) -> list[str]:
    """The inputs as a table; prints of one thing don't say each time what they are of."""
    used = list(inputs)
    if not used:
        return []
    of_one = formula is None and len({(one.name, one.of) for one in used}) == 1
    columns = [*(["symbol"] if formula else []), *([] if of_one else ["what"]), "as printed", "that is", "where"]
    lines = ["", f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    last = ""
    for one in used:
        again = bool(one.quote) and one.quote == last
        note = f" ({escaped(one.note)})" if one.note else ""
        where = f"{escaped(one.place)}: the same sentence" if again else said(one.place, one.quote)
        last = one.quote
        what = escaped(one.name) + (f" of {escaped(one.of)}" if one.of and formula is None else "")
        cells = [*([f"${one.latex}$"] if formula else []), *([] if of_one else [what])]
        cells += [escaped(one.printed) or "(derived)", escaped(one.means.words), f"{where}{note}".strip()]
        lines.append(f"| {' | '.join(cells)} |")
    for one in used:
        if one.derivation:
            told = [f"{_capital(escaped(one.name))}:", *_derived(one.derivation, nested=True)]
            lines += ["", *(f"> {line}".rstrip() for line in told)]
    return lines


def _derived(one: Derivation, *, nested: bool = False) -> list[str]:
    lines = [*_formula(one.formula), *_inputs(one.inputs, one.formula)]
    facts = [
        f"**What this does not say**: {' '.join(escaped(each) for each in one.does_not_say)}",
        f"**Record**: `{one.id}`",
    ]
    return lines if nested else [*lines[1:], "", *(f"- {each}" for each in facts)]
