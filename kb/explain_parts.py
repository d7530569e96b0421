"""The parts of an explanation from the rows of the base: intervals, prints, formulas, inputs, derived values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from compute.told import between
from compute.wording import joined, named, pretty, pretty_unit, the
from kb.base import Base, Row, rounded
from kb.explanation import Derivation, FormulaTold, Input, Interval, Printed
from schema.quantities import Q
from schema.quantity import Quantity

if TYPE_CHECKING:
    import sympy

__all__ = ["clashing", "derivation", "formula_told", "inputs_of", "interval", "printed", "span"]

SAME_QUOTE = "the same sentence"
PRINTED = ("reading", "condition", "reference")
"""Kinds of inputs that somebody printed."""


def span(lo: float | None, mid: float | None, hi: float | None, unit: str, *, exact: bool = False) -> Interval:
    """An interval in the unit that it is told in; ``exact`` keeps the ends that printed digits have."""
    low, high = (-float("inf") if lo is None else lo), (float("inf") if hi is None else hi)
    words = between(low, high) if not exact else _between_exact(low, high)
    shown = " ".join(pretty(word) for word in words.split())
    return Interval(
        rounded(lo), rounded(mid), rounded(hi), unit, f"{shown} {pretty_unit(unit)}".strip() if shown != "anything" else shown
    )  # fmt: skip


def _between_exact(low: float, high: float) -> str:
    """The ends with six digits: those of a rounding have one more than the print."""
    if low == -float("inf") or high == float("inf"):
        return between(low, high)
    first, last = (
        f"{end:.6g}" if abs(float(f"{end:.6g}") - end) <= 1e-9 * abs(end) else f"{end:.4g}" for end in (low, high)
    )
    return first if first == last else f"{first} to {last}"


def interval(row: Row, prefix: str = "", *, exact: bool = True, quantity: str = "") -> Interval:
    """The interval in a row's columns, in the unit of its quantity in the catalogue; a limit of zero is left open."""
    one: Quantity = Q[quantity or row["quantity"]]
    lo, mid, hi = (None if row[f"{prefix}{end}"] is None else one.units.from_si(row[f"{prefix}{end}"]) for end in ("lo", "mid", "hi"))  # fmt: skip
    if lo is not None and hi is not None and lo <= 0 < hi and not one.signed and mid is None:
        lo = None
    return span(lo, mid, hi, one.unit, exact=exact)


def printed(base: Base, record: str) -> Printed:
    """A reading, condition or statement as the paper prints it."""
    row, kind = base.record(record) or {}, base.kinds[record]
    if kind == "statement":
        name = f"statement “{row['says'].replace('_', ' ')}”"
        return Printed(record, kind, name, _name_of(base, row["subject_id"]), row["printed"] or "", None, row["place"], row["quote"],
                       ambiguity=row["ambiguity"] or "")  # fmt: skip
    label = f" ({row['label']})" if row.get("label") else ""
    return Printed(
        record, kind, named(row["quantity"]) + label, subject_name(base, row), row["printed"] or row.get("state", ""),
        interval(row) if row["lo"] is not None or row["hi"] is not None else None, row.get("place") or row.get("source") or "",
        row.get("quote") or "", row.get("as_read") or "", row.get("reason") or "", row.get("ambiguity") or "",
    )  # fmt: skip


def subject_name(base: Base, row: Row) -> str:
    """How people call the record that a reading or condition is about."""
    experiment = base.one("experiment", row.get("experiment_id"))
    return _name_of(base, row.get("subject_id") or (experiment or {}).get("subject_id") or row.get("material_id") or "")


def _name_of(base: Base, record: str) -> str:
    """The name of the thing that a record belongs to: of a cell's cycling test, the cell."""
    row = base.record(record) or {}
    above = row.get("subject_id") or row.get("of_id")
    if above and above != record and base.kinds.get(record) in ("experiment", "reading", "process_step", "layer"):
        return _name_of(base, above)
    return base.name(record)


@cache
def formula_told(name: str) -> FormulaTold:
    """A formula with its equation; the equation of one that can't be written in symbols stays empty."""
    from compute import FORMULAS
    from compute.written.equations import equation
    from compute.written.notation import latex
    from compute.written.plain import plain

    made = FORMULAS[name]
    symbols: sympy.Eq = equation(made)
    convention = made.convention.words if made.convention else ""
    return FormulaTold(
        name,
        made.says,
        plain(symbols),
        latex(symbols),
        tuple(_constants(made.parameters)),
        made.source,
        convention,
        made.allowance,
    )


def _constants(parameters: Iterable[str]) -> Iterable[str]:
    for name in parameters:
        one = Q.constant(name)
        if one is not None and one.low is not None and one.high is not None:
            yield f"{one.symbol} is anything from {one.low:g} to {one.high:g} {pretty_unit(one.unit)}".strip()
        elif one is not None:
            yield f"{one.symbol} = {pretty(f'{one.value:.9g}')} {pretty_unit(one.unit)} ({one.source})"


def inputs_of(
    base: Base, table: str, link: str, record: str, told: set[str], *, formula: str = ""
) -> tuple[Input, ...]:
    """The inputs of a verdict or derived value, in their order; ``told`` collects the derived ones already told."""
    rows = sorted(base.by(table, link, record), key=lambda row: int(row["position"]))
    return tuple(_input(base, row, told, formula) for row in rows)


def _input(base: Base, row: Row, told: set[str], formula: str) -> Input:
    from compute.written.equations import symbol_of
    from compute.written.notation import latex_symbol

    source = base.record(row["source_id"]) or {}
    kind, parameter = row["source_kind"], row["parameter"]
    symbol = symbol_of(parameter) if formula else ""
    of = subject_name(base, source) if kind in PRINTED else ""
    name = the(parameter) if formula else _said_of(source, row)
    made = Input(
        parameter, name, symbol, latex_symbol(symbol) if symbol else "", row["source_id"], kind, of,
        "" if kind == "derived" else (source.get("printed") or row["printed"]) if kind in PRINTED else row["printed"],
        interval(row, exact=kind != "derived"), source.get("place") or source.get("source") or "", source.get("quote") or "", _note(base, row, source),
    )  # fmt: skip
    if kind != "derived":
        return made
    if row["source_id"] in told:
        return replace(made, note="derived above")
    told.add(row["source_id"])
    return replace(made, derivation=derivation(base, source, told))


def _said_of(source: Row, row: Row) -> str:
    label = f" ({source['label']})" if source.get("label") else ""
    return named(row["quantity"]) + label


def _note(base: Base, row: Row, source: Row) -> str:
    notes = []
    if row["source_kind"] == "reading":
        if source.get("as_read"):
            notes.append(f"read as {source['as_read']}: {source['reason']}")
        again = base.by("reading", "repeats", row["source_id"])
        if any((one["lo"], one["hi"]) != (source["lo"], source["hi"]) for one in again) and not row[
            "parameter"
        ].startswith("print "):
            prints = dict.fromkeys([source["printed"], *(one["printed"] for one in again)])
            notes.append(f"printed as {joined(list(prints))}: the interval covers them all")
        if source.get("or_reads"):
            notes.append(f"or {source['or_reads']}, if read in the other way: the interval covers both")
    claim = {
        "design": "a design value, not a measurement",
        "theory": "a theoretical value",
        "quoted": "quoted from other work",
    }
    notes += [claim[source["claim"]]] if source.get("claim") in claim else []
    where = {"reference": "reference data, not from the paper", "composition": "from the formula of the compound", "given": "chosen, not from the paper"}  # fmt: skip
    notes += [where[row["source_kind"]]] if row["source_kind"] in where else []
    return "; ".join(notes)


def clashing(inputs: Sequence[Input]) -> list[list[Input]]:
    """Prints of one thing in groups of those that can be the same; one group when none are apart."""
    groups: list[list[Input]] = []
    for one in inputs:
        fits = next((group for group in groups if all(_touch(one.means, other.means) for other in group)), None)
        if fits is None:
            groups.append([one])
        else:
            fits.append(one)
    return groups


def _touch(one: Interval, other: Interval) -> bool:
    def below(high: float | None, low: float | None) -> bool:
        return high is not None and low is not None and high < low - 1e-9 * max(abs(high), abs(low))

    return not below(one.hi, other.lo) and not below(other.hi, one.lo)


WEAKER = {"design": "Some of what it was derived from are design values, so it is no measurement.",
          "theory": "Some of what it was derived from are theoretical values, so it is no measurement."}  # fmt: skip


def derivation(base: Base, row: Row, told: set[str] | None = None) -> Derivation:
    """A derived value with its own inputs, each of which is told once."""
    told = set() if told is None else told
    told.add(row["id"])
    made = formula_told(row["formula"])
    inputs = inputs_of(base, "derived_input", "derived_id", row["id"], told, formula=row["formula"])
    name = named(row["quantity"])
    says = [
        f"Not that the paper says so: the {name} is not printed, it follows from the numbers above as far as the formula holds."
    ]
    says += [WEAKER[row["claim"]]] if row["claim"] in WEAKER else []
    if any(one.kind == "given" for one in inputs):
        says.append("The condition that it was brought to was chosen here, not by the paper.")
    if made.convention:
        says.append(f"Nor that the paper means this convention: {made.convention}.")
    return Derivation(
        row["id"],
        name,
        _name_of(base, row["context_id"]),
        interval(row, exact=False),
        row["claim"],
        made,
        inputs,
        tuple(says),
    )
