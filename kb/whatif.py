"""What-if on a cell of the base, told in words and as plain data; sweeps and tornadoes by the words of a command."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from kb.base import Base, rounded
from kb.ledger import situation_of
from schema.errors import KbError

if TYPE_CHECKING:
    import polars as pl

    from compute.whatif import Difference, Differences

__all__ = ["SweepError", "differences", "differences_json", "differences_text", "sweep_of", "tornado_of"]

POINTS = 31
"""Into how many values a range of a sweep is divided."""

RANGE = re.compile(r"^([-+0-9.eE]+)\s*(?:\.\.|:)\s*([-+0-9.eE]+)(?:\s*(?:\.\.|:)\s*([-+0-9.eE]+))?\s*(.*)$")


class SweepError(KbError):
    """Values of a sweep that can't be understood."""

    code = "sweep"


def differences(base: Base, record: str, changes: list[str]) -> Differences:
    """Everything that follows from changes to a cell of the base, or to one experiment of it."""
    from compute.whatif import what_if

    return what_if(situation_of(base, record), record, changes)


def differences_json(found: Differences) -> dict[str, Any]:
    """The differences as plain data; an open end or missing middle is null."""
    return {
        "cell": found.cell,
        "changes": [{"name": one.name, "quantity": one.quantity, "to": one.printed or None} for one in found.changes],
        "values": [
            {
                "kind": one.kind, "name": one.name, "of": one.of, "how": one.how, "unit": one.unit,
                "before": _ends(one.before), "after": _ends(one.after),
                "effect": None if one.effect is None else [rounded(end) for end in one.effect],
                "effect_kind": "difference" if one.by_difference else "factor",
                "rests_on": list(one.rests_on), "missing": list(one.missing),
            }
            for one in found.values
        ],
        "verdicts": [
            {"id": one.id, "quantity": one.quantity, "before": one.before, "after": one.after, "told": one.told}
            for one in found.verdicts
        ],
    }  # fmt: skip


def _ends(interval: tuple[float, float, float] | None) -> dict[str, float | None] | None:
    return None if interval is None else dict(zip(("lo", "mid", "hi"), map(rounded, interval), strict=True))


def differences_text(found: Differences) -> str:
    """The differences in words: what changed, what is new, what is gone, and which verdicts are others."""
    lines = [f"{found.cell} with {', '.join(map(str, found.changes))}"]
    groups = {
        "changed": [one for one in found.values if one.before and one.after],
        "new": [one for one in found.values if one.after and not one.before],
        "no longer computable": [one for one in found.values if one.before and not one.after],
    }
    for head, rows in groups.items():
        lines += ["", f"{head}:"] if rows else []
        for one in rows:
            lines += [f"  {_head(one, found.cell)}: {_change(one)}"]
            lines += [f"      from {'; '.join(one.rests_on)}"] if one.rests_on else []
            lines += [f"      needs {', '.join(one.missing)}"] if one.missing and not one.after else []
    if found.verdicts:
        lines += ["", "verdicts:"]
    for verdict in found.verdicts:
        before, after = verdict.before or "none", verdict.after or "none, as the number is no longer a printed one"
        lines.append(f"  {verdict.id}: {before} → {after}")
    return "\n".join(lines)


def _head(one: Difference, cell: str) -> str:
    from compute.wording import named

    name = named(one.name)
    if one.kind == "ledger":
        return f"{name} of {one.of}{f', {one.how}' if one.how else ''}"
    where = one.of.removeprefix(cell).strip("/")
    return f"{name}{f' in {where}' if where else ''} ({one.how})"


def _change(one: Difference) -> str:
    unit = f" {one.unit}" if one.unit else ""
    if one.before and one.after:
        return f"{_interval(one.before)} → {_interval(one.after)}{unit}{_effect(one)}"
    return f"{_interval(one.after or one.before or (math.nan,) * 3)}{unit}"


def _effect(one: Difference) -> str:
    if one.effect is None:
        return ""
    sign = "+" if one.by_difference else ""
    ends = list(dict.fromkeys(f"{end:{sign}.4g}" for end in one.effect))
    return f"  ({'by ' if one.by_difference else '× '}{' to '.join(ends)})"


def _interval(value: tuple[float, float, float]) -> str:
    lo, mid, hi = value
    low, middle, high = (f"{one:.4g}" for one in value)
    if math.isinf(hi):
        return f"at least {low}"
    if low == high:
        return low
    if math.isinf(lo):
        return f"at most {high}"
    return f"{low} to {high}" if math.isnan(mid) else f"{middle} ({low} to {high})"


def sweep_of(base: Base, record: str, words: str, changes: list[str], output: str | None = None) -> pl.DataFrame:
    """A sweep by its words: ``separator_thickness=10:100 um``, ``10:100:5 um`` with a step, or ``10 um, 20 um``."""
    from compute.sensitivity import sweep

    name, equals, text = (part.strip() for part in words.partition("="))
    if not equals or not text:
        raise SweepError(
            "--sweep", f"{words!r} names no values", "write name=10:100 um, name=10:100:5 um or name=10 um, 20 um"
        )
    return sweep(situation_of(base, record), name, _values(text), output, with_changes=changes)


def _values(text: str) -> list[str]:
    found = RANGE.match(text)
    if found is None:
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        first, last = float(found[1]), float(found[2])
        step = float(found[3]) if found[3] else (last - first) / (POINTS - 1)
    except ValueError as error:
        raise SweepError("--sweep", f"{text!r} is no range", "write 10:100 um or 10:100:5 um") from error
    if step <= 0 or last <= first or (last - first) / step > 1000:
        raise SweepError("--sweep", f"{text!r} goes nowhere, or in more than 1000 steps", "write a range from low to high, as 10:100:5 um")  # fmt: skip
    count = (
        round((last - first) / step + 1e-9)
        if (last - first) / step % 1 > 1 - 1e-9
        else int((last - first) / step + 1e-9)
    )
    return [f"{first + number * step:.10g} {found[4]}".strip() for number in range(count + 1)]


def tornado_of(
    base: Base, record: str, changes: list[str], output: str | None = None, step: float = 0.1
) -> pl.DataFrame:
    """The tornado of an output of a cell, with changes made first."""
    from compute.sensitivity import tornado

    if not 0 < step < 1:
        raise SweepError("--step", f"{step:g} is no share", "give a share between 0 and 1, as 0.1")
    return tornado(situation_of(base, record), output, step, with_changes=changes)
