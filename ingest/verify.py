"""Whether each quote stands in the paper's text, when the text is at hand.

The texts carry LaTeX, Unicode variants and line breaks inside words; digits must match exactly all the same. Both
sides are brought to one plain form: no spaces but between digits, no hyphens between letters, one minus, no LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.mapped import Mapped
from ingest.rows import Records

__all__ = ["Unverified", "find_text", "places_of", "plain", "plain_map", "simplified", "stands_in", "unverified"]

_COMMANDS = {
    r"\\times": "x", r"\\cdot": "", r"\\pm": "±", r"\\sim": "~", r"\\approx": "~", r"\\mu": "μ", r"\\Omega": "Ω",
    r"\\circ": "°", r"\\geq?": "≥", r"\\leq?": "≤", r"\\sigma": "σ", r"\\lambda": "λ", r"\\Delta": "Δ",
    r"\\(text|mathrm|mathbf|mathit|textit|textbf|operatorname|bf|rm)\b": "", r"\\[ ,;:!]": " ", r"\\%": "%",
    r"</?(sup|sub|i|b)>": "", r"\\rightarrow": "→", r"\\theta": "θ", r"\\alpha": "α", r"\\beta": "β",
}  # fmt: skip
_ALIKE = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-", "⁻": "-", "×": "x", "·": "", "⋅": "", "∙": "", "≈": "~",
     "∼": "~", "µ": "μ", "Ω": "Ω", "’": "'", "‘": "'", "“": '"', "”": '"', "º": "°", "⩾": "≥", "⩽": "≤", "\u00ad": "",
     "𝜎": "σ", "𝜃": "θ", "𝜇": "μ", "𝛼": "α", "𝜆": "λ"}
)  # fmt: skip
_MARKUP = re.compile(r"[*_^{}$\\]")


@dataclass(frozen=True)
class Unverified:
    """A quote that could not be found in the text."""

    id: str
    place: str
    quote: str


@lru_cache(maxsize=64)
def plain_map(text: str) -> Mapped:
    """The one plain form of a text or a quote, each character with its place in the original."""
    made = simplified(Mapped.of(text)).replaced(_MARKUP, "")
    made = made.replaced(r"(?<=[A-Za-z])\s*-\s*(?=[A-Za-z])", "")  # resis-\ntance, and PVDF-HFP alike
    made = made.replaced(r"(?<=\d)\s+(?=\d)", "␣")  # "1 2" is not "12"
    return made.replaced(r"\s+", "")


def simplified(made: Mapped) -> Mapped:
    """A text without LaTeX's commands, and with one sign for those that look alike; braces and spaces stay."""
    for command, sign in _COMMANDS.items():
        made = made.replaced(command, sign)
    return made.normalized(_ALIKE)


def plain(text: str) -> str:
    """The one plain form of a text or a quote."""
    return plain_map(text).text


def stands_in(quote: str, text: str) -> bool:
    """Whether the words of a quote stand in a text, in order; an ellipsis leaves words out."""
    return next(_finds(quote, plain(text)), None) is not None


def places_of(quote: str, text: str) -> list[list[tuple[int, int]]]:
    """Everywhere that a quote stands: of each place the spans of its parts, in the original text."""
    made = plain_map(text)
    return [[made.span(start, end) for start, end in parts] for parts in _finds(quote, made.text)]


def _finds(quote: str, whole: str) -> Iterator[list[tuple[int, int]]]:
    """The places of a quote, none inside another, the parts of each as close together as they stand."""
    wanted = [made for part in re.split(r"\s*(?:\[?…\]?|\[\.\.\.\]|\.\.\.)\s*", quote) if (made := plain(part))]
    position = 0
    if not wanted:
        yield []
    while wanted:
        found: list[tuple[int, int]] = []
        for part in wanted:
            at = _find(part, whole, position)
            if at is None:
                return
            position = at + len(part)
            found.append((at, position))
        for index in range(len(found) - 2, -1, -1):  # the first find of a part may be far before the next part
            part = wanted[index]
            at, last = found[index][0], found[index + 1][0]
            while (later := _find(part, whole, at + 1)) is not None and later + len(part) <= last:
                at = later
            found[index] = (at, at + len(part))
        yield found


def _find(wanted: str, whole: str, position: int) -> int | None:
    at = whole.find(wanted, position)
    while at >= 0 and _cuts_a_number(wanted, whole, at):
        at = whole.find(wanted, at + 1)
    return None if at < 0 else at


def _cuts_a_number(wanted: str, whole: str, at: int) -> bool:
    """Whether a find begins or ends inside a number: "12 mS" is not in "112 mS", nor "of 1.1" in "of 1.17"."""
    before, after = whole[max(at - 2, 0) : at], whole[at + len(wanted) :][:2]
    begins = wanted[0].isdigit() and re.search(r"\d\.?$", before) is not None
    ends = wanted[-1].isdigit() and re.match(r"\.?\d", after) is not None
    return begins or ends


def find_text(title: str, texts: dict[str, str]) -> str | None:
    """The name of the text that holds a title, or None."""
    wanted = plain(title).lower()
    for name, text in texts.items():
        if wanted in plain(text[:6000]).lower():
            return name
    return None


def unverified(records: Records, paper: str, text: str) -> list[Unverified]:
    """The quotes of one paper's records and dismissals that don't stand in its text."""
    found = []
    for table in ("reading", "statement", "misprint", "contrast", "condition"):
        rows: list[dict[str, Any]] = [row for row in records.of(table) if row["paper_id"] == paper and row["quote"]]
        found += [
            Unverified(row["id"], row["place"] or "", row["quote"]) for row in rows if not stands_in(row["quote"], text)
        ]
    for index, entry in enumerate(records.dismissed.get(paper, [])):
        if not stands_in(entry.quote, text):
            found.append(Unverified(f"{paper}/dismissed-{index + 1}", "dismissed", entry.quote))
    return found
