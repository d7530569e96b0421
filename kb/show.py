"""One record with everything under it, as text and as plain data."""

from __future__ import annotations

from typing import Any

from kb.base import Base, Row
from kb.tell import told
from schema.errors import KbError, near

__all__ = ["UnknownRecordError", "describe", "record_json"]


class UnknownRecordError(KbError):
    """An id that the base does not hold."""

    code = "unknown-record"


def _find(base: Base, record: str) -> tuple[str, Row]:
    row = base.record(record)
    if row is None:
        hint = near(record, base.kinds) or "`kb export papers` lists the papers, `kb show PAPER` what a paper holds"
        raise UnknownRecordError(repr(record), "no record of that id", hint)
    return base.kinds[record], row


def record_json(base: Base, record: str) -> dict[str, Any]:
    """The record's row, its kind, the records under it, its readings and their checks."""
    kind, row = _find(base, record)
    under = {key: value for key, value in base.kinds.items() if key.startswith(record + "/") and value not in ("verdict", "derived", "reading", "condition", "layer")}  # fmt: skip
    readings = [row for row in base.rows("reading") if row["id"] == record or row["id"].startswith(record + "/")]
    checks = [
        row for row in base.rows("verdict") if row["output_id"] == record or row["output_id"].startswith(record + "/")
    ]
    made: dict[str, Any] = {"kind": kind, **row, "records": under, "readings": readings, "checks": checks}
    if kind == "cell":
        made["stack"] = sorted(base.by("layer", "cell_id", record), key=lambda one: one["position"])
    return made


def describe(base: Base, record: str) -> str:
    """The record in words."""
    kind, row = _find(base, record)
    if kind in ("verdict", "derived"):
        return f"{row['id']}\n{told(base, row)}"
    lines = [f"{record}  ({kind.replace('_', ' ')})"]
    hidden = ("id", "paper_id", "si_factor", "si_offset")
    lines += [
        f"  {key.replace('_', ' ')}: {value}"
        for key, value in row.items()
        if value not in (None, "") and key not in hidden
    ]
    data = record_json(base, record)
    if kind == "cell":
        lines.append("  stack: " + " | ".join(base.name(layer["of_id"]) for layer in data["stack"]))
    if data["records"]:
        lines += ["", "holds", *(f"  {key}  ({value.replace('_', ' ')})" for key, value in data["records"].items())]
    if data["readings"] and kind != "reading":
        lines += ["", "readings"]
        for one in data["readings"]:
            lines.append(f"  {one['id']} = {one['printed']}  ({one['claim']}) [{one['place']}] “{one['quote']}”")
    if data["checks"]:
        lines += ["", "checks", *(f"  {one['verdict']}: {one['id']}" for one in data["checks"])]
    return "\n".join(lines)
