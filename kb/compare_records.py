"""Any two to twenty records side by side, over any quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.base import Base, Row
from kb.compare_papers import conditions_of
from kb.table import Column, Line, Table, Value
from kb.table_values import computed, missing, reported
from schema.errors import KbError, near
from schema.quantities import Q
from schema.vocabulary import THINGS, Provenance

__all__ = ["MOST_QUANTITIES", "MOST_RECORDS", "RecordsError", "records_side_by_side"]

MOST_RECORDS = 20
MOST_QUANTITIES = 20
Ranges = Mapping[str, tuple[float, float]]


class RecordsError(KbError):
    """Records that can't be put side by side: one alone, too many, or one without numbers of its own."""

    code = "records"


def records_side_by_side(
    base: Base, ids: Sequence[str], quantities: Sequence[str], at: Mapping[str, str], basis: str
) -> Table:
    """Two to twenty records over quantities: printed numbers under the conditions asked for, gaps filled with derived ones."""
    names, records = list(dict.fromkeys(quantities)), list(dict.fromkeys(base.now_called(one) for one in ids))
    if not 2 <= len(records) <= MOST_RECORDS:
        raise RecordsError("ids", f"{len(records)} records side by side", f"give 2 to {MOST_RECORDS} different ids")
    if not 1 <= len(names) <= MOST_QUANTITIES:
        raise RecordsError("quantities", f"{len(names)} quantities", f"give 1 to {MOST_QUANTITIES}")
    ranges = {Q[name].name: _range(name, words) for name, words in at.items()}
    lines, where = [], {name: set[str]() for name in names}
    for record in records:
        row = _record(base, record)
        values = tuple(_value(base, record, name, ranges, where[name], derived=basis == "derived") for name in names)
        lines.append(Line(record, base.name(record), base.paper_label(row["paper_id"]), values))
    columns = tuple(Column(Q[name].name, Q[name].unit, Q[name].doc) for name in names)
    notes = tuple(f"{name} stands under different conditions: {'; '.join(sorted(found))}" for name, found in where.items() if len(found) > 1)  # fmt: skip
    under = ", ".join(f"{name} {words}" for name, words in at.items())
    filled = "; a gap is filled with what follows from other printed numbers" if basis == "derived" else ""
    said = f"printed numbers{f' at {under}' if under else ', each under its own conditions'}{filled}"
    return Table("records_side_by_side", "Records side by side", said, columns, tuple(lines), notes)


def _range(name: str, words: str) -> tuple[float, float]:
    from kb.graph.ranges import span as ends

    return ends(name, words)


def _record(base: Base, record: str) -> Row:
    kind, row = base.kinds.get(record, ""), base.record(record)
    if row is None:
        from kb.show import UnknownRecordError

        known = [one for one, of in base.kinds.items() if of in THINGS]
        raise UnknownRecordError(repr(record), "no record of that id", near(record, known) or "`kb export cells` and the like list all")  # fmt: skip
    if kind not in (*THINGS, "experiment"):
        raise RecordsError(repr(record), f"is a {kind.replace('_', ' ')}, which has no numbers of its own", f"give ids of {', '.join(THINGS)} or experiment")  # fmt: skip
    return row


def _value(base: Base, record: str, quantity: str, at: Ranges, where: set[str], *, derived: bool) -> Value:
    printed = base.readings_of(record, quantity) or [
        row for row in base.by("reading", "owner_id", record) if row["quantity"] == quantity and not row["repeats"]
    ]
    plain = [row for row in printed if not row["label"]] or printed
    fitting = [row for row in plain if _fits(base, row["owner_id"], at)]
    if fitting:
        where |= {words for row in fitting if (words := _under(base, row))}
        return _several(base, fitting) if len(fitting) > 1 else reported(fitting[0], _led(_under(base, fitting[0])))
    if derived and (follows := _derived(base, record, quantity, at)):
        return follows
    return missing(_lacking(plain, quantity, at))


def _derived(base: Base, record: str, quantity: str, at: Ranges) -> Value | None:
    """What follows from printed numbers: one value, or each of several conventions."""
    own = {row["id"]: row for name in ("subject_id", "context_id") for row in base.by("derived", name, record)}
    found = [row for row in own.values() if row["quantity"] == quantity and _fits(base, row["context_id"], at)]
    made = [computed(base, row) for row in found]
    if len(made) < 2:
        return made[0] if made else None
    words = "; ".join(f"{value.text} ({row['formula'].replace('_', ' ')})" for row, value in zip(found, made, strict=True))  # fmt: skip
    sources = tuple(dict.fromkeys(one for value in made for one in value.sources))
    return _hull(words, Provenance.DERIVED, "\n".join(value.why for value in made), made, sources)


def _several(base: Base, rows: Sequence[Row]) -> Value:
    """Several printed numbers in one cell: each with its conditions, and the interval that holds them all."""
    made = [reported(row) for row in rows]
    words = "; ".join(f"{row['printed']}{_bracketed(_under(base, row))}" for row in rows)
    why = f"{len(rows)} numbers are printed; conditions (at) choose among them"
    return _hull(words, Provenance.REPORTED, why, made, tuple(row["id"] for row in rows))


def _hull(words: str, provenance: Provenance, why: str, made: Sequence[Value], sources: tuple[str, ...]) -> Value:
    lows, highs = [value.lo for value in made], [value.hi for value in made]
    lo = None if None in lows else min(one for one in lows if one is not None)
    hi = None if None in highs else max(one for one in highs if one is not None)
    same = {(value.lo, value.mid, value.hi) for value in made}
    return Value(words, provenance, why, lo, made[0].mid if len(same) == 1 else None, hi, sources)


def _fits(base: Base, owner: str, at: Ranges) -> bool:
    """Whether the conditions of an experiment may lie in all of the ranges; one that is not stated does not."""
    stated = conditions_of(base, owner)
    for name, (low, high) in at.items():
        one = stated.get(name)
        if one is None or (one["hi"] is not None and one["hi"] < low) or (one["lo"] is not None and one["lo"] > high):
            return False
    return True


def _under(base: Base, row: Row) -> str:
    """The temperature and rate of a number, as printed: what most tells two numbers of one record apart."""
    stated = conditions_of(base, row["owner_id"])
    shown = [stated[name]["printed"] for name in ("temperature", "c_rate", "current_density") if name in stated]
    return ", ".join([*filter(None, [row["label"]]), *shown])


def _bracketed(words: str) -> str:
    return f" ({words})" if words else ""


def _led(words: str) -> str:
    return f"at {words}; " if words else ""


def _lacking(printed: Sequence[Row], quantity: str, at: Ranges) -> str:
    if not printed:
        return f"no {quantity.replace('_', ' ')} is printed, nor follows from what is"
    numbers = ", ".join(row["printed"] for row in printed)
    return f"{numbers} printed, but not at the {', '.join(name.replace('_', ' ') for name in at)} asked for"
