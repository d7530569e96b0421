"""What papers claim, against what their numbers give, and treatments against their controls."""

from __future__ import annotations

from kb.base import Base, Row, rounded, shown, shown_computed
from kb.table import Column, Line, Table, Value
from kb.table_values import missing, ratio, reported, span, text, unit_of
from kb.tell import told
from schema.quantities import Q
from schema.vocabulary import Provenance, Verdict

__all__ = ["CLAIMS", "CONTRASTS", "reported_against_recomputed", "treatments_against_controls"]

CLAIMS = (
    Column("verdict", "", "Whether the numbers can all be true together.", number=False),
    Column("reported", "", "What the paper prints.", number=False),
    Column("recomputed", "", "What its other numbers give, worst case over their printed digits."),
    Column("gap", "", "How far the two are apart at least: a factor, or a difference in the unit."),
    Column("by", "", "The formula.", number=False),
)  # fmt: skip

CONTRASTS = (
    Column("quantity", "", "What is compared.", number=False),
    Column("differs", "", "What differs between control and treatment.", number=False),
    Column("control", "", "The control, as printed; numbers in the quantity's catalogue unit."),
    Column("treatment", "", "The treatment, as printed; numbers in the quantity's catalogue unit."),
    Column("ratio", "", "Treatment over control, worst case over the printed digits."),
    Column("difference", "", "Treatment less control, worst case over the printed digits, in the quantity's catalogue unit."),
    Column("effect", "", "Whether the treatment's number is higher or lower, whatever the digits hide; or that they can't be told apart.", number=False),
)  # fmt: skip

ORDER = [one.value for one in (Verdict.INCONSISTENT, Verdict.CONSISTENT_ONLY_AS, Verdict.CONSISTENT, Verdict.UNTESTABLE)]  # fmt: skip


def reported_against_recomputed(base: Base, verdict: str) -> Table:
    """Every number that some formula gives from a paper's other numbers: printed, recomputed, verdict."""
    lines = []
    rows = sorted(base.rows("verdict"), key=lambda row: (ORDER.index(row["verdict"]), row["id"]))
    for row in rows:
        if row["verdict"] != verdict and (verdict != "all" or row["verdict"] == Verdict.UNTESTABLE.value):
            continue
        label = f"{row['quantity'].replace('_', ' ')} of {row['output_id'].split('/', 1)[1]}"
        lines.append(Line(row["id"], label, base.paper_label(row["paper_id"]), _claim(base, row)))
    basis = "worst case over the printed digits: an inconsistency is certain, a rounding is never one"
    return Table("reported_against_recomputed", "Reported against recomputed", basis, CLAIMS, tuple(lines))


def _claim(base: Base, row: Row) -> tuple[Value, ...]:
    inputs = sorted(base.by("verdict_input", "check_id", row["id"]), key=lambda one: one["position"])
    sources = tuple(one["source_id"] for one in inputs)
    lo, mid, hi = shown_computed(row)
    words = f"{lo:.4g} to {hi:.4g} {row['unit']}".strip() if lo is not None and hi is not None else span(lo, mid, hi)
    known = row["computed_lo"] is not None or row["computed_hi"] is not None
    gap_unit = row["unit"] if row["gap_kind"] == "difference" else ""
    return (
        text(row["verdict"] + (f" {row['only_as']}" if row["only_as"] else "")),
        Value(row["reported"], Provenance.REPORTED, "", sources=(row["output_id"],)),
        Value(words, Provenance.DERIVED, told(base, row), lo, mid, hi, sources, row["unit"]) if known else missing(row["missing"]),
        missing("") if row["gap"] is None else
        Value(f"{row['gap']:.3g} ({row['gap_kind']})", Provenance.DERIVED, "", mid=rounded(row["gap"]), unit=gap_unit),
        text(row["formula"].replace("_", " ")),
    )  # fmt: skip


def treatments_against_controls(base: Base, kind: str) -> Table:
    """Every pair of readings of a control and a treatment in one paper: both values, their ratio and difference."""
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
            label = f"{base.name(contrast['treatment_id'])} against {base.name(contrast['control_id'])}"
            values = _contrast(contrast, control, treatment)
            lines.append(Line(pair["id"], label, base.paper_label(contrast["paper_id"]), values, contrast["treatment_id"]))  # fmt: skip
    lines.sort(key=lambda line: (line.values[0].text, line.id))
    return Table(
        "treatments_against_controls",
        "Treatments against their controls",
        "pairs within one paper",
        CONTRASTS,
        tuple(lines),
    )


def _contrast(contrast: Row, control: Row, treatment: Row) -> tuple[Value, ...]:
    quantity = control["quantity"]
    by_difference = Q[quantity].by_difference
    over = missing("a ratio says nothing of a quantity that may be negative") if by_difference else ratio(treatment, control, "treatment over control")  # fmt: skip
    difference = _difference(control, treatment)
    effect = "not distinguishable by the printed digits"
    if difference.provenance is Provenance.MISSING:
        effect = ""
    elif (difference.lo or 0) > 0:
        effect = "higher"
    elif (difference.hi or 0) < 0:
        effect = "lower"
    return (
        text(quantity), text(contrast["differs"]), unit_of(reported(control), quantity), unit_of(reported(treatment), quantity),
        over, unit_of(difference, quantity),
        text(effect, (control["id"], treatment["id"])) if effect else missing("both values are limits that leave it open"),
    )  # fmt: skip


def _difference(control: Row, treatment: Row) -> Value:
    """Treatment less control in the catalogue's unit; a limit leaves an end open."""
    (least, middle, most), (low, mid, high) = shown(control), shown(treatment)
    lo = None if low is None or most is None else rounded(low - most)
    hi = None if high is None or least is None else rounded(high - least)
    if lo is None and hi is None:
        return missing("both values are limits that leave their difference open")
    between = None if mid is None or middle is None else rounded(mid - middle)
    return Value(
        span(lo, between, hi), Provenance.DERIVED, "treatment less control", lo, between, hi, (control["id"], treatment["id"])
    )  # fmt: skip
