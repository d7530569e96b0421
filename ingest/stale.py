"""Corrections that correct nothing any more: the print was mended in the seed, and its misprint was left behind."""

from __future__ import annotations

import unicodedata
from typing import Any

from ingest.rows import Records
from schema.errors import KbError
from schema.quantities import Q

__all__ = ["stale_corrections"]

_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "⁻": "-"})


def stale_corrections(records: Records) -> None:
    """Add a problem for every correction that is stale.

    A reading whose ``as_read`` says the same as its ``reads``; a misprint whose ``as_read`` is what is printed; and one
    whose quote holds the corrected words and not the printed ones.
    """
    for row in records.of("reading"):
        if row["as_read"] and _same(row):
            records.problem(
                row["id"], f"as_read {row['as_read']!r} says the same as reads {row['printed']!r}: the correction is stale",
                "leave out as_read and reason, or copy reads from the paper again", "stale-misprint",
            )  # fmt: skip
    for row in records.of("misprint"):
        printed, meant, quote = (_plain(row[name]) for name in ("printed", "as_read", "quote"))
        if printed == meant:
            what = f"{row['printed']!r} is corrected to itself: the correction is stale"
        elif printed not in quote and meant in quote:
            what = f"the quote holds {row['as_read']!r} and not {row['printed']!r}: the correction is stale"
        else:
            continue
        mend = "delete the misprint, or copy printed and quote from the paper again"
        records.problem(row["id"], what, mend, "stale-misprint")


def _same(row: dict[str, Any]) -> bool:
    """Whether a print can be read, and has the limits of what stands for it."""
    try:
        printed = Q[row["quantity"]].read(row["printed"])
    except KbError:  # what can't be read as printed needs its correction
        return False
    meant = Q[row["quantity"]].read(row["as_read"])
    return (printed.qualifier, printed.lo, printed.mid, printed.hi) == (meant.qualifier, meant.lo, meant.mid, meant.hi)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_DASHES).split())
