"""The reporting checklist of a paper: what its cells and electrolytes state, and which number is missed most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from compute.checklist.findings import Finding, Score, by_item, checklist, score
from compute.checklist.items import SOURCES
from compute.checklist.look import Evidence
from compute.checklist.missing import Missing, missing_numbers, missing_pairs
from kb.audit import papers_of
from kb.base import Base, Row

__all__ = ["checklist_json", "checklist_markdown", "checklist_text", "least_reported"]

TABLES = ("cell", "electrolyte", "electrode", "material", "layer", "constituent", "process_step", "experiment",
          "condition", "reading", "verdict")  # fmt: skip
SHOWN = 10  # of the missing numbers, and
SAID = 3  # of the places that state an item, in words; the JSON has all
CAVEAT = "What only a figure or the supporting information shows counts as not stated; the score counts what the records hold."


def checklist_json(base: Base, paper: str | None = None) -> list[dict[str, Any]]:
    """The checklist as plain data: one object a paper, with its records, their items, and the missing numbers."""
    tables = _tables(base, papers_of(base, paper))
    findings, singles, pairs = checklist(tables), missing_numbers(tables), missing_pairs(tables)
    made = []
    for row in papers_of(base, paper):
        of_paper = [one for one in findings if one.paper_id == row["id"]]
        made.append(
            {
                "paper": row["id"], "title": row["title"], "doi": row["doi"], **_score(score(of_paper)),
                "records": [_record(base, record, of_paper) for record in dict.fromkeys(one.record_id for one in of_paper)],
                "least_reported": _least(of_paper),
                "missing_numbers": [_missing(base, one) for one in singles if one.paper_id == row["id"]],
                "missing_pairs": [_missing(base, one) for one in pairs if one.paper_id == row["id"]],
            }
        )  # fmt: skip
    return made


def least_reported(base: Base) -> list[dict[str, Any]]:
    """Each item over all papers with how many records state it, the least reported first: the coverage of conditions."""
    return _least(checklist(_tables(base, base.rows("paper"))))


def _tables(base: Base, papers: Sequence[Row]) -> dict[str, list[Row]]:
    wanted = {row["id"] for row in papers}
    return {table: [row for row in base.rows(table) if row["paper_id"] in wanted] for table in TABLES}


def _score(made: Score) -> dict[str, Any]:
    share = None if made.share is None else round(made.share, 3)
    return {"stated": made.stated, "stated_in_part": made.in_part, "applicable": made.applicable, "share": share}


def _least(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"item": item.id, "asks": item.asks, **_score(made)} for item, made in by_item(findings)]


def _record(base: Base, record: str, findings: Iterable[Finding]) -> dict[str, Any]:
    own = [one for one in findings if one.record_id == record]
    items = [
        {
            "item": one.item.id, "asks": one.item.asks, "state": one.state, "looked_for": one.looked_for,
            "reason": one.reason, "lacking": list(one.lacking), "evidence": [_evidence(made) for made in one.evidence],
            "sources": list(one.item.sources),
        }
        for one in own
    ]  # fmt: skip
    return {
        "record": record,
        "name": base.name(record),
        "kind": own[0].record_kind,
        **_score(score(own)),
        "items": items,
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "id": one.id, "quantity": one.quantity, "printed": one.printed, "place": one.place, "quote": one.quote, "of": one.of,
    }  # fmt: skip


def _missing(base: Base, one: Missing) -> dict[str, Any]:
    numbers = [
        {"quantity": number.quantity, "record": number.record_id, "name": base.name(number.record_id)}
        for number in one.numbers
    ]
    return {
        "numbers": numbers, "claims": list(one.claims), "verdicts": list(one.verdicts), "told": _told(base, one),
    }  # fmt: skip


def _told(base: Base, one: Missing) -> str:
    """``the area of cell A (tan2021/cell-a): makes 5 claims checkable (…)``."""
    of: dict[str, list[str]] = {}
    for number in one.numbers:
        of.setdefault(number.record_id, []).append(_article(number.quantity))
    words = " and ".join(f"{' and '.join(names)} {_of(names)} {_named(base, record)}" for record, names in of.items())
    verb = "makes" if len(one.numbers) == 1 else "make"
    return f"{words}: {verb} {_count(len(one.claims), 'claim')} checkable ({', '.join(one.claims)})"


def _of(names: Sequence[str]) -> str:
    return "in" if any(" that it is " in name or " at " in name for name in names) else "of"


def _article(quantity: str) -> str:
    words = quantity.replace("_", " ")
    return words if words.startswith("the ") else f"the {words}"


def _named(base: Base, record: str) -> str:
    name = base.name(record)
    return record if record.endswith(f"/{name}") else f"{name} ({record})"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _share(one: dict[str, Any]) -> str:
    percent = "" if one["share"] is None else f" ({one['share']:.0%})"
    part = f", {one['stated_in_part']} in part" if one["stated_in_part"] else ""
    return f"{one['stated']} of {_count(one['applicable'], 'applicable item')} stated{percent}{part}"


def checklist_text(base: Base, paper: str | None = None) -> str:
    """The checklist in words: for each record what is not stated, then what is, with its place."""
    sections = []
    for one in checklist_json(base, paper):
        lines = [f"{base.paper_label(one['paper'])}: {one['title']}", f"  reporting checklist: {_share(one)}, over {_count(len(one['records']), 'record')}", f"  {CAVEAT}"]  # fmt: skip
        for record in one["records"]:
            lines += ["", f"{record['name']} ({record['kind']}, {record['record']}): {_share(record)}"]
            lines += [f"  {_line(item)}" for item in _ordered(record["items"])]
        lines += ["", *_missing_lines(one)]
        sections.append("\n".join(lines))
    if not paper:
        sections.append("\n".join(["Least reported over all papers", *_least_lines(least_reported(base))]))
    return "\n\n".join(sections)


def _ordered(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    order = ("not stated", "stated in part", "stated", "inherited", "not applicable")
    return sorted(items, key=lambda item: order.index(item["state"]))


def _line(item: dict[str, Any]) -> str:
    head = f"{item['state']}: {item['asks']}"
    if item["state"] == "not applicable":
        return f"{head} ({item['reason']})"
    more = len(item["evidence"]) - SAID
    said = "; ".join([*(_says(one) for one in item["evidence"][:SAID]), *([f"and {more} more"] * (more > 0))])
    lacking = f"not for {', '.join(item['lacking'])}" if item["state"] == "stated in part" else ""
    return head + (f" = {said}" if said else "") + (f"; {lacking}" if lacking else "")


def _says(one: dict[str, Any]) -> str:
    place = f" [{one['place']}]" if one["place"] else ""
    return f"{one['printed']}{place} {one['id']}"


def _missing_lines(one: dict[str, Any]) -> list[str]:
    lines = [f"Numbers that would make claims checkable ({len(one['missing_numbers'])})"]
    lines += [f"- {made['told']}" for made in one["missing_numbers"][:SHOWN]]
    lines += [f"- and {len(one['missing_numbers']) - SHOWN} more"] * (len(one["missing_numbers"]) > SHOWN)
    lines += ["", f"Pairs of numbers, for claims that lack both ({len(one['missing_pairs'])})"]
    lines += [f"- {made['told']}" for made in one["missing_pairs"][:SHOWN]]
    return lines + [f"- and {len(one['missing_pairs']) - SHOWN} more"] * (len(one["missing_pairs"]) > SHOWN)


def _least_lines(items: Iterable[dict[str, Any]]) -> list[str]:
    return [f"- {item['asks']}: {item['stated']} of {_count(item['applicable'], 'record')}" for item in items]


def checklist_markdown(base: Base, paper: str | None = None) -> str:
    """The checklist as Markdown, fit to be mailed to a paper's authors: a table a record, and the sources."""
    parts = []
    used: dict[str, None] = {}
    for one in checklist_json(base, paper):
        lines = [
            f"# Reporting checklist: {one['title']}",
            "",
            f"{base.paper_label(one['paper'])}, doi {one['doi']}. {_share(one)}. {CAVEAT}",
        ]
        for record in one["records"]:
            lines += ["", f"## {record['name']} ({record['kind']})", "", f"{_share(record)}.", "", "| asked | state | as printed | see |", "|---|---|---|---|"]  # fmt: skip
            for item in _ordered(record["items"]):
                used.update(dict.fromkeys(item["sources"]))
                lines.append(f"| {_cell(item['asks'])} | {item['state']} | {_printed(item)} | {', '.join(_short(key) for key in item['sources'])} |")  # fmt: skip
        lines += ["", "## What is missed most", "", *_missing_lines(one)]
        parts.append("\n".join(lines))
    how = "Which of them an item is taken from follows their abstracts and digests of the journals' forms; an item without one is what the checks need."
    cited = ["## Sources", "", how, "", *(f"- {SOURCES[key].cited}" for key in SOURCES if key in used)]
    return "\n\n".join([*parts, "\n".join(cited)]) + "\n"


def _printed(item: dict[str, Any]) -> str:
    if item["state"] == "not applicable":
        return _cell(item["reason"])
    said = [
        f"{one['printed']}" + (f" ({one['place']}: “{one['quote']}”)" if one["quote"] else "")
        for one in item["evidence"]
    ]
    said += [f"not for {', '.join(item['lacking'])}"] if item["state"] == "stated in part" else []
    return _cell("; ".join(dict.fromkeys(said)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@cache
def _short(key: str) -> str:
    source = SOURCES[key]
    return f"{source.authors} {key[-4:]}"
