"""What papers claim, against what their numbers give, and treatments against their controls."""

from __future__ import annotations

from kb.base import Base, Row, rounded, shown_computed
from kb.table import Column, Line, Table, Value
from kb.table_values import missing, reported, span, text
from kb.tell import told
from schema.vocabulary import Provenance, Verdict

__all__ = ["reported_against_recomputed", "treatments_against_controls"]


def reported_against_recomputed(base: Base, paper: str, verdict: str) -> Table:
    """Every number that some formula gives from a paper's other numbers: printed, recomputed, verdict."""
    lines = []
    for row in base.rows("verdict"):
        if (paper not in ("", row["paper_id"])) or (verdict not in ("all", row["verdict"])) or (verdict == "all" and row["verdict"] == Verdict.UNTESTABLE.value):  # fmt: skip
            continue
        inputs = sorted(base.by("verdict_input", "check_id", row["id"]), key=lambda one: one["position"])
        sources = tuple(one["source_id"] for one in inputs)
        lo, mid, hi = shown_computed(row)
        words = (
            f"{lo:.4g} to {hi:.4g} {row['unit']}".strip() if lo is not None and hi is not None else span(lo, mid, hi)
        )
        again = Value(words, Provenance.DERIVED, told(base, row), lo, mid, hi, sources) if row["computed_lo"] is not None or row["computed_hi"] is not None else missing(row["missing"])  # fmt: skip
        values = (
            text(row["verdict"] + (f" {row['only_as']}" if row["only_as"] else "")),
            Value(row["reported"], Provenance.REPORTED, "", sources=(row["output_id"],)),
            again,
            Value("" if row["gap"] is None else f"{row['gap']:.3g} ({row['gap_kind']})", Provenance.DERIVED if row["gap"] is not None else Provenance.MISSING, "", mid=rounded(row["gap"])),
            text(row["formula"].replace("_", " ")),
        )  # fmt: skip
        label = f"{row['quantity'].replace('_', ' ')} of {row['output_id'].split('/', 1)[1]}"
        lines.append(Line(row["id"], label, base.paper_label(row["paper_id"]), values))
    order = [
        Verdict.INCONSISTENT.value,
        Verdict.CONSISTENT_ONLY_AS.value,
        Verdict.CONSISTENT.value,
        Verdict.UNTESTABLE.value,
    ]
    verdicts = {row["id"]: order.index(row["verdict"]) for row in base.rows("verdict")}
    lines.sort(key=lambda line: (verdicts[line.id], line.id))
    columns = (
        Column("verdict", "", "Whether the numbers can all be true together.", number=False),
        Column("reported", "", "What the paper prints.", number=False),
        Column(
            "recomputed", "", "What its other numbers give, worst case over their printed digits; unit as in the text."
        ),
        Column("gap", "", "How far the two are apart at least: a factor, or a difference."),
        Column("by", "", "The formula.", number=False),
    )
    basis = "worst case over the printed digits: an inconsistency is certain, a rounding is never one"
    return Table("reported_against_recomputed", "Reported against recomputed", basis, columns, tuple(lines))


def treatments_against_controls(base: Base, kind: str) -> Table:
    """Every pair of readings of a control and a treatment in one paper: both values and their ratio."""
    lines = []
    for contrast in base.rows("contrast"):
        of_kind = base.kinds.get(contrast["treatment_id"], "")
        if kind not in ("all", of_kind):
            continue
        for pair in sorted(base.by("contrast_pair", "contrast_id", contrast["id"]), key=lambda one: one["position"]):
            control = base.one("reading", pair["control_reading_id"])
            treatment = base.one("reading", pair["treatment_reading_id"])
            if control is None or treatment is None or control["quantity"] != treatment["quantity"]:
                continue
            values = (
                text(control["quantity"]), text(contrast["differs"]), reported(control), reported(treatment),
                _ratio(control, treatment),
            )  # fmt: skip
            label = f"{base.name(contrast['treatment_id'])} against {base.name(contrast['control_id'])}"
            lines.append(Line(pair["id"], label, base.paper_label(contrast["paper_id"]), values))
    lines.sort(key=lambda line: (line.values[0].text, line.id))
    columns = (
        Column("quantity", "", "What is compared.", number=False),
        Column("differs", "", "What differs between control and treatment.", number=False),
        Column("control", "", "The control, as printed; numbers in the quantity's catalogue unit."),
        Column("treatment", "", "The treatment, as printed; numbers in the quantity's catalogue unit."),
        Column("ratio", "", "Treatment over control, worst case over the printed digits."),
    )
    return Table(
        "treatments_against_controls",
        "Treatments against their controls",
        "pairs within one paper",
        columns,
        tuple(lines),
    )


def _ratio(control: Row, treatment: Row) -> Value:
    ends = [control["lo"], control["hi"], treatment["lo"], treatment["hi"]]
    if None in ends or control["lo"] <= 0 or treatment["lo"] <= 0:
        return missing("one value is one-sided or not positive")
    lo, hi = rounded(treatment["lo"] / control["hi"]), rounded(treatment["hi"] / control["lo"])
    mid = rounded(treatment["mid"] / control["mid"]) if control["mid"] and treatment["mid"] else None
    return Value(
        span(lo, mid, hi), Provenance.DERIVED, "treatment over control", lo, mid, hi, (control["id"], treatment["id"])
    )
