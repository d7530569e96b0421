"""The audit: which numbers of a paper contradict each other, which only fit one reading, what can't be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from compute.wording import not_reported
from kb.base import Base, Row
from kb.tell import told
from schema.errors import KbError, near
from schema.vocabulary import Verdict

__all__ = ["UnknownPaperError", "audit", "audit_json", "findings", "papers_of"]


class UnknownPaperError(KbError):
    """A paper that the base does not hold."""

    code = "unknown-paper"


def papers_of(base: Base, paper: str | None) -> list[Row]:
    """One paper's row, or all; raises :class:`UnknownPaperError`."""
    if not paper:
        return base.rows("paper")
    found = base.one("paper", paper)
    if found is None:
        slugs = [row["id"] for row in base.rows("paper")]
        raise UnknownPaperError(
            repr(paper), "no paper of that slug", near(paper, slugs) or f"known are {', '.join(slugs)}"
        )
    return [found]


def audit_json(base: Base, paper: str | None = None) -> list[dict[str, Any]]:
    """The audit as plain data: one object a paper.

    ``inconsistent`` has every verdict; ``contradictions`` the ids of those that rest on the same statements together.
    """
    made = []
    for row in papers_of(base, paper):
        checks = base.by("verdict", "paper_id", row["id"])
        made.append(
            {
                "paper": row["id"], "title": row["title"], "doi": row["doi"],
                "readings": len(base.by("reading", "paper_id", row["id"])),
                "verdicts": dict(sorted(Counter(check["verdict"] for check in checks).items())),
                "contradictions": [[check["id"] for check in rows] for rows in findings(base, checks, Verdict.INCONSISTENT)],
                "inconsistent": _told(base, checks, Verdict.INCONSISTENT),
                "consistent_only_as": _told(base, checks, Verdict.CONSISTENT_ONLY_AS),
                "untestable": _told(base, checks, Verdict.UNTESTABLE),
                "misprints": [
                    {key: one[key] for key in ("id", "issue", "printed", "as_read", "reason", "place", "quote", "strength", "from_extraction")}
                    for one in base.by("misprint", "paper_id", row["id"])
                ],
            }
        )  # fmt: skip
    return made


def findings(base: Base, checks: Iterable[Row], verdict: Verdict) -> list[list[Row]]:
    """The verdicts of one kind, those that rest on the same printed statements together, in the order of the first."""
    groups: list[tuple[_Basis, list[Row]]] = []
    for row in checks:
        if row["verdict"] != verdict.value:
            continue
        basis = _basis(base, row)
        same = next((rows for other, rows in groups if _same(basis, other)), None)
        if same is None:
            groups.append((basis, [row]))
        else:
            same.append(row)
    return [rows for _, rows in groups]


_Print = tuple[str, str, str, float | None, float | None]
_Basis = tuple[tuple[str, ...], list[_Print]]
"""What a verdict rests on: formula, what is judged and its words; each input's name, print, words and limits."""


def _basis(base: Base, row: Row) -> _Basis:
    inputs = sorted(base.by("verdict_input", "check_id", row["id"]), key=lambda one: int(one["position"]))
    output = base.record(row["output_id"]) or {}
    prints: list[_Print] = []
    for one in inputs:
        source = base.record(one["source_id"]) or {}
        parameter = "" if row["formula"] == "stated_twice" else one["parameter"]
        shown = source.get("printed") or one["printed"]
        prints.append((parameter, shown, source.get("quote") or "", one["lo"], one["hi"]))
    judged = () if row["formula"] == "stated_twice" else (row["reported"], output.get("quote") or "", row["missing"])
    return (row["formula"], row["quantity"], *judged), prints


def _same(one: _Basis, other: _Basis) -> bool:
    """Whether two verdicts rest on the same statements; of repeated prints, on the same two that are apart."""
    if one[0] != other[0]:
        return False
    if one[0][0] != "stated_twice":
        return bool(one[1]) and one[1] == other[1]
    common = [print_ for print_ in one[1] if print_ in other[1]]
    return any(_apart(first, second) for first in common for second in common)


def _apart(first: _Print, second: _Print) -> bool:
    high, low = first[4], second[3]
    return high is not None and low is not None and high < low


def _told(base: Base, checks: Iterable[Row], verdict: Verdict) -> list[dict[str, str]]:
    return [
        {"id": row["id"], "strength": row["strength"] or "", "told": told(base, row)}
        for row in checks
        if row["verdict"] == verdict.value
    ]


def audit(base: Base, paper: str | None = None, *, untestable: bool = False) -> str:
    """The audit in words, one section a paper; each accusation with its quotes."""
    return "\n\n".join(_section(base, one, untestable=untestable) for one in audit_json(base, paper))


def _section(base: Base, one: dict[str, Any], *, untestable: bool) -> str:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in one["verdicts"].items())
    lines = [
        f"{base.paper_label(one['paper'])}: {one['title']}",
        f"  doi {one['doi']} · {one['readings']} readings · checks: {counts}",
    ]
    told_once = one["contradictions"], [[check["id"]] for check in one["consistent_only_as"]]
    for title, key, groups in (
        ("Contradictions", "inconsistent", told_once[0]),
        ("Consistent only under one reading", "consistent_only_as", told_once[1]),
    ):
        checks = {check["id"]: check for check in one[key]}
        records = f", in {len(checks)} records" if len(checks) > len(groups) else ""
        lines += ["", f"{title} ({len(groups)}{records})"]
        for first, *others in groups:
            sure = f" ({checks[first]['strength']})" if checks[first]["strength"] else ""
            lines += [f"- {first}{sure}", *(f"  {line}" for line in checks[first]["told"].splitlines())]
            lines += [f"    the same in {other}" for other in others]
    lines += ["", f"Misprints ({len(one['misprints'])})"]
    for misprint in one["misprints"]:
        extraction = (
            "" if misprint["from_extraction"] == "no" else f"; from the text extraction: {misprint['from_extraction']}"
        )
        lines.append(
            f"- {misprint['issue'].replace('_', ' ')} ({misprint['strength']}{extraction}): {misprint['printed']} → {misprint['as_read']}"
        )
        lines.append(f"    {misprint['reason']}  [{misprint['place']}] “{misprint['quote']}”")
    lines += [
        "",
        f"Cannot be checked ({len(one['untestable'])})"
        + ("" if untestable else ": `kb audit --untestable` lists them"),
    ]
    if untestable:
        rows = [base.one("verdict", check["id"]) or {} for check in one["untestable"]]
        lines += [f"- {row['id']}: {not_reported(row['missing'].split(', '))}" for row in rows]
    return "\n".join(lines)
