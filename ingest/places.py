"""Whether the places that records name exist in a paper: sections, figures and tables by their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.rows import Records

__all__ = ["Missing", "missing_places", "stands"]

_NUMBERED = re.compile(r"^(section|table|fig\.?|figure)\s*(s?\d+(?:\.\d+)*)", re.IGNORECASE)
_HEADINGS = {
    "abstract": r"abstract|all-solid-state|highlights",
    "conclusion": r"conclusions?",
    "conclusions": r"conclusions?",
    "experimental": r"experimental|methods",
    "introduction": r"introduction|background",
    "highlights": r"highlights",
    "keywords": r"key\s?words",
    "acknowledgements": r"acknowledge?ments?|funding",
}


@dataclass(frozen=True)
class Missing:
    """A place that a record names and that the text doesn't have."""

    id: str
    place: str


def stands(place: str, text: str) -> bool:
    """Whether a place exists in a text: ``Section 3.1`` as a heading's number, ``Table 1``, ``Fig. 4a``; else its word."""
    found = _NUMBERED.match(place.strip())
    if not found:
        word = place.strip().split()[0].lower().rstrip(".,")
        pattern = _HEADINGS.get(word, re.escape(word))
        return bool(re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)) or word in ("title", "results", "discussion")
    kind, number = found[1].lower(), re.escape(found[2])
    if kind == "section":
        heading = rf"(?m)^[#\s*]*{number}\.?\s+\S"
        return bool(re.search(heading, text))
    words = "table" if kind == "table" else r"fig(?:ure|\.)?s?"
    return bool(re.search(rf"\b{words}\.?\s*\**\s*{number}(?!\d)", text, re.IGNORECASE))


def missing_places(records: Records, paper: str, text: str) -> list[Missing]:
    """The places named by one paper's records that don't exist in its text."""
    known: dict[str, bool] = {}
    found = []
    for table in ("reading", "statement", "misprint", "contrast", "condition"):
        rows: list[dict[str, Any]] = [row for row in records.of(table) if row["paper_id"] == paper and row["place"]]
        for row in rows:
            place = row["place"]
            known.setdefault(place, stands(place, text))
            if not known[place]:
                found.append(Missing(row["id"], place))
    return found
