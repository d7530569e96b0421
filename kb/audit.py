"""The audit: which numbers of a paper contradict each other, which only fit one reading, what can't be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kb.base import Base, Row
from kb.tell import told
from schema.errors import KbError, near
from schema.vocabulary import Verdict

__all__ = ["audit", "audit_json", "papers_of"]


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
    """The audit as plain data: one object a paper."""
    made = []
    for row in papers_of(base, paper):
        checks = base.by("verdict", "paper_id", row["id"])
        made.append(
            {
                "paper": row["id"], "title": row["title"], "doi": row["doi"],
                "readings": len(base.by("reading", "paper_id", row["id"])),
                "verdicts": dict(sorted(Counter(check["verdict"] for check in checks).items())),
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
    for title, key in (("Contradictions", "inconsistent"), ("Consistent only under one reading", "consistent_only_as")):
        lines += ["", f"{title} ({len(one[key])})"]
        for check in one[key]:
            sure = f" ({check['strength']})" if check["strength"] else ""
            lines += [f"- {check['id']}{sure}", *(f"  {line}" for line in check["told"].splitlines())]
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
        lines += [f"- {check['id']}: {check['told'].splitlines()[0].partition(': ')[2]}" for check in one["untestable"]]
    return "\n".join(lines)
