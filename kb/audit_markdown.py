"""The audit of a paper as a letter in Markdown, fit to be mailed to its authors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from compute.wording import joined, named, not_reported
from kb.audit import findings, papers_of
from kb.base import Base, Row
from kb.checklist import checklist_json
from kb.explain import judgement
from kb.explain_markdown import escaped, judgement_markdown, meant, said, stopped
from kb.explanation import Judgement
from schema.reading import ABOUT
from schema.vocabulary import Verdict

__all__ = ["audit_markdown"]

MEANS = {
    Verdict.CONSISTENT: "the numbers can all be true together",
    Verdict.CONSISTENT_ONLY_AS: "they can be, but only by one convention or reading, which the paper does not state",
    Verdict.INCONSISTENT: "no values inside the printed digits make them agree",
    Verdict.UNTESTABLE: "something that is needed is not reported; nothing is said against the number",
}
HOW = {"text": "text", "table": "tables", "caption": "captions", "figure": "figures", "computed": "computed values"}
READ = {
    "program": " and compared with it by a program, not yet by a person",
    "second reading": " and compared with it in a second reading, not yet by a person",
    "human": " and compared with it by a person",
    "nobody": " and not compared with it since",
}
STRENGTHS = {"certain": "Certain", "likely": "Likely", "weak": "Perhaps"}
EXTRACTION = {"no": "", "possible": " It may come from the text extraction.", "likely": " It probably comes from the text extraction."}  # fmt: skip
ANSWER = (
    "Each number is kept as printed, with its place and its words, under the record named beside it. Where one was copied "
    "wrongly, or two were put together that do not belong together, the name of the record and what it should say are "
    "enough: the record is corrected and every verdict computed anew. Where the paper itself is corrected, the "
    "correction is entered beside the print. What was left out here because only a figure or the supporting information "
    "shows it can be added in the same way."
)


def audit_markdown(base: Base, paper: str | None = None) -> str:
    """One letter a paper, one after the other; raises :class:`~kb.audit.UnknownPaperError`."""
    return "\n---\n\n".join(_letter(base, row) for row in papers_of(base, paper))


def _letter(base: Base, paper: Row) -> str:
    checks = base.by("verdict", "paper_id", paper["id"])
    contradictions = _judged(base, checks, Verdict.INCONSISTENT)
    only = _judged(base, checks, Verdict.CONSISTENT_ONLY_AS)
    told = {note.id for one, _ in [*contradictions, *only] for note in one.misprints}
    misprints = [row for row in base.by("misprint", "paper_id", paper["id"]) if row["id"] not in told]
    checklist = checklist_json(base, paper["id"])[0]
    lines = [
        f"# A check of the printed numbers in “{escaped(paper['title'])}”", "", _cited(paper), "", "## What this is", "",
        _what(base, paper), "", *_summary(checks, len(contradictions)),
        *_verdicts("Contradictions", contradictions), *_verdicts("Consistent only by one convention", only),
        *_misprints(misprints, len(told)), *_untestable(base, checks, checklist), *_checklist(checklist),
        "", "## How to answer", "", ANSWER, "", f"Build `{base.build}`.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _cited(paper: Row) -> str:
    where = [paper["journal"], str(paper["year"] or "")]
    known = [escaped(part) for part in where if part and part != "not stated"]
    if paper["doi"].startswith("10."):
        known.append(f"[doi:{escaped(paper['doi'])}](https://doi.org/{paper['doi']})")
    return ". ".join(filter(None, [escaped(", ".join(json.loads(paper["authors"]))), ", ".join(known)]))


def _what(base: Base, paper: Row) -> str:
    readings = base.by("reading", "paper_id", paper["id"])
    sources = [words for how, words in HOW.items() if any(row["how"] == how for row in readings)]
    figures = "" if HOW["figure"] in sources else ", none off a curve in a figure"
    return (
        "A knowledge base of papers on solid-state lithium batteries keeps numbers as they are printed and recomputes those "
        f"that follow from others. From this paper it holds {len(readings)} numbers of its {joined(sources)}{figures}; they "
        f"were entered from a plain-text extraction of the paper{READ[paper['checked_by']]}. A printed number is taken as "
        f"anything that rounds to its last printed digit, an “about” as anything within {ABOUT * 100:g} %, and every formula is "
        "evaluated over the worst case. **A contradiction therefore means that no values inside the printed digits agree. "
        "It does not say which of the numbers is to be corrected, and says nothing about the measurements or the conclusions.**"
    )


def _summary(checks: Sequence[Row], distinct: int) -> list[str]:
    lines = ["| verdict | count | meaning |", "|---|---|---|"]
    for verdict, means in MEANS.items():
        count = sum(row["verdict"] == verdict.value for row in checks)
        shown = (
            f"{count} ({distinct} distinct)" if verdict == Verdict.INCONSISTENT and distinct != count else str(count)
        )
        only = " …" if verdict == Verdict.CONSISTENT_ONLY_AS else ""
        lines.append(f"| {verdict.value}{only} | {shown} | {means} |")
    return lines


def _judged(base: Base, checks: Iterable[Row], verdict: Verdict) -> list[tuple[Judgement, list[Judgement]]]:
    groups = findings(base, checks, verdict)
    return [(judgement(base, first), [judgement(base, row) for row in others]) for first, *others in groups]


def _verdicts(title: str, groups: Sequence[tuple[Judgement, list[Judgement]]]) -> list[str]:
    lines = ["", f"## {title} ({len(groups)})"]
    if not groups:
        return [*lines, "", "None was found."]
    for number, (one, others) in enumerate(groups, start=1):
        name = one.about.name if one.about.kind != "statement" else "A statement"
        lines += ["", f"### {number}. {name[:1].upper()}{escaped(name[1:])} of {escaped(one.about.of)}", ""]
        same = dict.fromkeys(other.about.of for other in others if other.about.of != one.about.of)
        lines += judgement_markdown(one, also=[other.id for other in others], same="; ".join(map(escaped, same)))
    return lines


def _misprints(rows: Sequence[Row], told: int) -> list[str]:
    lines = ["", f"## Possible misprints ({len(rows)})", ""]
    if told:
        lines += [
            f"Places that cannot be meant quite as they are printed; {told} more stand{'s' if told == 1 else ''} with the numbers above.",
            "",
        ]
    for strength, words in STRENGTHS.items():
        of = [row for row in rows if row["strength"] == strength]
        lines += [f"{words}:", "", *map(_misprint, of), ""] if of else []
    return lines[:-1] if rows else [*lines, "None was noted."]


def _misprint(row: Row) -> str:
    words = meant(row["printed"], row["as_read"], row["reason"])
    return f"- {words}.{EXTRACTION[row['from_extraction']]} {stopped(said(row['place'], row['quote']))}"


def _untestable(base: Base, checks: Iterable[Row], checklist: dict[str, Any]) -> list[str]:
    groups: dict[str, list[Row]] = {}
    for row in checks:
        if row["verdict"] == Verdict.UNTESTABLE.value:
            groups.setdefault(row["missing"], []).append(row)
    count = sum(map(len, groups.values()))
    lines = ["", f"## What cannot be checked ({count})", ""]
    if not groups:
        return [*lines, "Every number that some formula gives could be checked."]
    lines += ["Nothing is said against these. For each, the way of checking that lacks least is named; other numbers may do as well.", ""]  # fmt: skip
    useful = [one for one in checklist["missing_numbers"] if len(one["claims"]) > 1]
    if useful:
        lines += ["One number each that would make several of them checkable:", ""]
        for one in useful:
            number = one["numbers"][0]
            lines.append(f"- {escaped(_number(number))}: {len(one['claims'])} of them")
        lines.append("")
    for title, several in (
        ("With one more number each of these could be checked.", False),
        ("These lack more than one.", True),
    ):
        chosen = [(names, rows) for names, rows in groups.items() if (", " in names) == several]
        lines += [title, ""] if chosen else []
        for names, rows in sorted(chosen, key=lambda item: (item[0].count(","), -len(item[1]), item[0])):
            lines.append(f"- Because {escaped(not_reported(names.split(', ')))}:")
            lines += [f"  - {claim}" for claim in dict.fromkeys(_claim(base, row) for row in rows)]
        lines += [""] if chosen else []
    return lines[:-1]


def _number(number: dict[str, str]) -> str:
    name = number["quantity"]
    words = name if name.startswith("the ") else f"the {named(name)}"
    return f"{words} of {number['name']}" if "that it" not in name else f"{words}, in {number['name']}"


def _claim(base: Base, row: Row) -> str:
    about = judgement(base, row).about
    if about.kind == "statement":
        return f"“{escaped(about.quote)}” ({escaped(about.place)})"
    return f"{escaped(about.name)} of {escaped(about.of)}, {escaped(about.printed)} ({escaped(about.place)})"


def _checklist(one: dict[str, Any]) -> list[str]:
    never = [item["asks"] for item in one["least_reported"] if not item["stated"] and not item["stated_in_part"]]
    share = f" ({one['share'] * 100:.0f} %)" if one["share"] is not None else ""
    part = f", and {one['stated_in_part']} more in part" if one["stated_in_part"] else ""
    stated = (
        f"Of what the field's checklists ask of cells and electrolytes, the text states {one['stated']} of "
        f"{one['applicable']} applicable items{share} over {len(one['records'])} records{part}. What only a figure or the "
        "supporting information shows is not counted."
    )
    lines = ["", "## Reporting checklist", "", stated]
    if never:
        lines += ["", "Not found in the text for any record:", "", *(f"- {escaped(asks)}" for asks in never)]
    return lines
