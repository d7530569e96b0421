"""An explanation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from kb.explain_words import tried_lines
from kb.explanation import Derivation, Explanation, FormulaTold, Input, Judgement, Note, Printed

__all__ = ["explanation_text", "judgement_text"]


def explanation_text(one: Explanation) -> str:
    """The whole explanation; what a reading is used for comes after the verdicts on it."""
    parts = []
    if one.printed is not None:
        parts.append(_record(one.printed, one))
    parts += [judgement_text(made) for made in one.judged]
    parts += ["\n".join(["It is an input of", *(_listed(each) for each in one.used)])] if one.used else []
    if one.kind == "derived":
        parts += ["\n".join(_derived(made, "")) for made in one.derived]
    elif one.derived:
        parts.append(
            "\n".join(
                [
                    "Derived from it, among others",
                    *(f"- {each.id}\n    {each.name} = {each.value.words}" for each in one.derived),
                ]
            )
        )
    return "\n\n".join(parts)


def _record(printed: Printed, one: Explanation) -> str:
    lines = [f"{one.id}  ({one.kind.replace('_', ' ')})", f"  {printed.name} of {printed.of}: {_says(printed)}"]
    lines += [f"  read as {printed.as_read}: {printed.reason}"] if printed.as_read else []
    lines += [f"  or otherwise: {printed.ambiguity}"] if printed.ambiguity else []
    if not (one.judged or one.used or one.derived):
        lines.append(
            "  No formula gives it, nothing is derived from it, and it is printed once: there is no verdict on it."
        )
    return "\n".join(lines)


def _listed(one: Judgement) -> str:
    return f"- {one.id}\n    {_verdict(one)}: {one.headline}"


def _verdict(one: Judgement) -> str:
    return f"{one.verdict}{f' ({one.strength})' if one.strength else ''}"


def judgement_text(one: Judgement) -> str:
    """One verdict with all that it rests on."""
    lines = [one.id, _verdict(one), "", one.headline]
    if one.about.quote and one.formula:
        lines += ["", "The paper prints", f"  {one.about.name} = {_says(one.about)}"]
    elif one.about.kind == "statement":
        lines += ["", "The paper says", f"  {_says(one.about)}"]
    lines += [f"  read as {one.about.as_read}: {one.about.reason}"] if one.about.as_read else []
    lines += ["", "What was checked", *(_formula(one.formula) if one.formula else [f"  {one.rule}"])]
    if one.inputs:
        lines += ["", "From", *_inputs(one.inputs, "  ")]
    if one.computed and one.formula:
        against = f", against {one.about.means.words} as printed" if one.about.means else ""
        lines += ["", "That gives", f"  {one.computed.words}{against}"]
    lines += ["", "How far apart", f"  {one.gap.words}"] if one.gap else []
    if one.tried:
        lines += ["", "Conventions", *(f"- {line}" for line in tried_lines(one.tried))]
    if one.likely_because:
        lines += ["", "Only likely, because", *(f"- {each}" for each in one.likely_because)]
    if one.misprints:
        lines += ["", "Noted as a possible misprint", *map(_note, one.misprints)]
    return "\n".join([*lines, "", "What this does not say", *(f"- {each}" for each in one.does_not_say)])


def _note(one: Note) -> str:
    extraction = "" if one.from_extraction == "no" else f"; from the text extraction: {one.from_extraction}"
    return f"- {one.printed} → {one.as_read} ({one.strength}{extraction}): {one.reason}"


def _says(one: Printed) -> str:
    means = f", that is {one.means.words}" if one.means and one.means.words != one.printed else ""
    return f"{one.printed}{means}  [{one.place}] “{one.quote}”".lstrip(", ")


def _formula(one: FormulaTold) -> list[str]:
    lines = [f"  {one.equation}", f"  {one.says} ({one.source})"]
    lines += [f"  {'; '.join(one.constants)}"] if one.constants else []
    lines += [f"  Convention: “{one.convention}”"] if one.convention else []
    return lines + ([f"  {one.allowance * 100:g} % is allowed for the model itself"] if one.allowance else [])


def _inputs(inputs: Iterable[Input], indent: str) -> list[str]:
    lines, last = [], ""
    for one in inputs:
        symbol = f"{one.symbol}, " if one.symbol else ""
        shown = one.printed or one.means.words
        means = f", that is {one.means.words}" if _adds(one) else ""
        place = f"  [{one.place}]" if one.place else ""
        quote = (" (same sentence)" if one.quote == last else f" “{one.quote}”") if one.quote else ""
        note = f" ({one.note})" if one.note else ""
        lines.append(f"{indent}{symbol}{one.name}: {shown}{means}{note}{place}{quote}")
        last = one.quote or last
        if one.derivation:
            lines += _derived(one.derivation, indent + "    ", head=False)
    return lines


def _adds(one: Input) -> bool:
    """Whether the interval says more than the print."""
    return bool(one.printed) and one.kind not in ("composition", "given") and one.means.words != one.printed


def _derived(one: Derivation, indent: str, *, head: bool = True) -> list[str]:
    lines = [one.id, f"The {one.name} of {one.of} is {one.value.words}, derived.", ""] if head else []
    lines += [indent + line.removeprefix("  ") for line in _formula(one.formula)]
    lines += [f"{indent}from", *_inputs(one.inputs, indent + "  ")]
    return lines + (["", "What this does not say", *(f"- {each}" for each in one.does_not_say)] if head else [])
