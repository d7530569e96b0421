"""Coverage: which conditions papers state, and how many of their numbers can be checked at all."""

from __future__ import annotations

from collections import Counter, defaultdict

from kb.base import Base, rounded
from kb.table import Column, Line, Table, Value
from kb.table_values import counted, missing, text
from schema.vocabulary import ConditionState, Provenance, Verdict

__all__ = ["ASKED", "COVERAGE", "coverage_of_conditions", "coverage_of_papers"]

COVERAGE = (
    Column("readings", "", "How many numbers the paper prints, repeats left out."),
    Column("checkable", "", "How many of them stand in a check that could be made, as what is judged or as an input."),
    Column("checkable_share", "%", "Share of the numbers that can be checked at all."),
    Column("contradictions", "", "How many checks find an inconsistency."),
    Column("untestable", "", "How many checks lack a number."),
    Column("conditions_stated", "", "How many conditions of experiments are stated."),
    Column("conditions_not_stated", "", "How many apply and are not stated."),
    Column("conditions_share", "%", "Share of the applicable conditions that are stated."),
    Column("checklist_share", "%", "Share of the applicable items of the reporting checklist that are stated for its cells and electrolytes."),
)  # fmt: skip

ASKED = (
    Column("asks", "", "What is asked for.", number=False),
    Column("stated", "", "For how many records it is stated."),
    Column("in_part", "", "For how many it is stated in part."),
    Column("applicable", "", "To how many it applies."),
    Column("share", "%", "Share of those that state it in full."),
    Column("papers", "", "How many papers state it at least once."),
)  # fmt: skip


def coverage_of_papers(base: Base) -> Table:
    """Of each paper: how many of its numbers can be checked, how many conditions it states; the best covered first."""
    lines = []
    for paper in base.rows("paper"):
        numbers = {row["id"] for row in base.by("reading", "paper_id", paper["id"]) if not row["repeats"]}
        verdicts = base.by("verdict", "paper_id", paper["id"])
        kinds = Counter(row["verdict"] for row in verdicts)
        tested = [row for row in verdicts if row["verdict"] != Verdict.UNTESTABLE.value]
        used = {row["output_id"] for row in tested}
        used |= {one["source_id"] for row in tested for one in base.by("verdict_input", "check_id", row["id"])}
        states = Counter(row["state"] for row in base.by("condition", "paper_id", paper["id"]))
        stated, absent = states[ConditionState.STATED.value], states[ConditionState.NOT_STATED.value]
        values = (
            counted(len(numbers), "first prints"), counted(len(numbers & used), "numbers in a check with a verdict"),
            _share(len(numbers & used), len(numbers), "numbers"), counted(kinds[Verdict.INCONSISTENT.value], "inconsistent verdicts"),
            counted(kinds[Verdict.UNTESTABLE.value], "untestable verdicts"), counted(stated, "conditions stated"),
            counted(absent, "conditions not stated"), _share(stated, stated + absent, "applicable conditions"),
            _checklist(base, paper["id"]),
        )  # fmt: skip
        lines.append(Line(paper["id"], base.paper_label(paper["id"]), base.paper_label(paper["id"]), values))
    lines.sort(key=lambda line: (-(line.values[2].mid or 0.0), line.id))
    basis = "counts over the records of the base: what only a figure or the supporting information shows is not in it"
    return Table("coverage_of_papers", "Coverage of papers", basis, COVERAGE, tuple(lines))


def _share(part: int, whole: int, of: str) -> Value:
    if not whole:
        return missing(f"there are no {of}")
    share = rounded(100 * part / whole) or 0.0
    return Value(f"{share:.3g}", Provenance.DERIVED, f"{part} of {whole} {of}", share, share, share)


def _findings(base: Base, paper: str | None = None) -> list[object]:
    from compute.checklist.findings import checklist
    from kb.checklist import TABLES

    tables = {name: base.by(name, "paper_id", paper) if paper else base.rows(name) for name in TABLES}
    return list(checklist(tables))


def _checklist(base: Base, paper: str) -> Value:
    from compute.checklist.findings import score

    found = score(_findings(base, paper))  # type: ignore[arg-type]
    return _share(found.stated, found.applicable, "items of the checklist")


def coverage_of_conditions(base: Base, by: str) -> Table:
    """Each condition, or item of the reporting checklist, with how many records state it; the least stated first."""
    lines = _conditions(base) if by == "conditions" else _items(base)
    lines.sort(key=lambda line: (line.values[4].mid if line.values[4].mid is not None else 101.0, line.id))
    of = "conditions of experiments" if by == "conditions" else "items of the reporting checklist, over cells and electrolytes"  # fmt: skip
    return Table("coverage_of_conditions", "Coverage of conditions", f"{of}; what does not apply is not counted", ASKED, tuple(lines))  # fmt: skip


def _conditions(base: Base) -> list[Line]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    papers: dict[str, set[str]] = defaultdict(set)
    for row in base.rows("condition"):
        states[row["quantity"]][row["state"]] += 1
        if row["state"] == ConditionState.STATED.value:
            papers[row["quantity"]].add(row["paper_id"])
    lines = []
    for name, count in states.items():
        stated = count[ConditionState.STATED.value]
        applicable = stated + count[ConditionState.NOT_STATED.value]
        lines.append(_line(name, name.replace("_", " "), stated, 0, applicable, papers[name]))
    return lines


def _items(base: Base) -> list[Line]:
    from compute.checklist.findings import by_item

    findings = _findings(base)
    papers: dict[str, set[str]] = defaultdict(set)
    for one in findings:
        if one.state == "stated":  # type: ignore[attr-defined]
            papers[one.item.id].add(one.paper_id)  # type: ignore[attr-defined]
    return [
        _line(item.id, item.asks, made.stated, made.in_part, made.applicable, papers[item.id])
        for item, made in by_item(findings)  # type: ignore[arg-type]
    ]


def _line(name: str, asks: str, stated: int, in_part: int, applicable: int, papers: set[str]) -> Line:
    values = (
        text(asks), counted(stated, "records that state it"), counted(in_part, "records that state it in part"),
        counted(applicable, "records to which it applies"), _share(stated, applicable, "records"),
        counted(len(papers), ", ".join(sorted(papers)) or "none"),
    )  # fmt: skip
    return Line(name, asks, f"{len(papers)} papers" if len(papers) != 1 else "1 paper", values)
