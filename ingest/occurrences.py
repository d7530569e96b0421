"""Every number with a unit in the body of a paper's plain text, in order of place, with the place in the original.

Lists, ranges and ratios give all their members. References, figures, formulas, names of instruments and samples, dates
and addresses are left out; where that isn't sure, the number is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.mapped import Mapped
from ingest.verify import simplified
from schema.reading import numbers_in
from schema.units import SPELLINGS

__all__ = ["Keys", "Occurrence", "occurrences"]

Keys = set[tuple[str, int]]


@dataclass(frozen=True)
class Occurrence:
    """A number with a unit: as printed, where it stands in the original text, and the words around it."""

    number: str
    unit: str
    start: int
    end: int
    context: str

    @property
    def keys(self) -> Keys:
        """Its numbers as readings compare them; a ratio has several."""
        joined = re.sub(r"(?<=\d)[, ](?=\d{3})", "", self.number)  # 1,000
        return numbers_in(joined.replace("^", "") if "x" in joined else joined)


_BARE = r"10\s?(?:\^\s?[+-]?\d+|-[1-9](?!\d|\.\d))"  # a power of ten alone
_POWER = r"\)?\s*x\s*10(?:\s*\^?\s*[+-]\s?\d+|\s*\^\s*\d+|[1-9](?!\d))"
_NUMBER = rf"(?:{_BARE}|(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d|\.\d{{4}})|\d+)(?:\.\d+)?(?:\(\d+\))?(?:{_POWER})?)"
_PART = r"\d+(?:\.\d+)?"
_RATIO = re.compile(rf"{_PART}(?:(?:\s?:\s?{_PART}){{2,}}|(?::| : ){_PART})(?![\w:])")
_SIGN = r"[~<>≤≥=+(-]{0,2}\s*"
_FIRST = re.compile(rf"(?<![\w.^])(?<![A-Za-z)],){_NUMBER}")
_NEXT = re.compile(rf"(\s*(?:,?\s*\b(?:and|or|to)\b|,|;|/|±|\+/?-|-+|~|\bx\b|(?<=\d)x)\s*){_SIGN}({_NUMBER})")
_NAME_BEFORE = re.compile(r"(?:[A-Za-z][\w.]*-|[A-Za-z]/|\b(?:No|pp?|vol|PDF|JCPDS|ICSD)\b[\s.#]*)$")
_YEAR_BEFORE = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Yy]ears?|[A-Z][a-z]{2,8})\s$")
_INSTRUMENT = re.compile(r"(?:^|[\s(])[A-Za-z]*[A-Z]\w*[A-Z0-9]\w*\s$")
_LABEL = re.compile(  # C 1s, the 1990s, 19F peak, 24d sites
    r"[1-7][spdf](?:\d/\d)?\b|(?:19|20)\d0s\b|(?:13C|15N|19F)\s(?:NMR|peak|MAS|spectr|signal|solid)"
    r"|\d+[a-l](?:\s?(?:,|/|and|or)\s?\d+[a-l])*\s(?:Wyckoff )?(?:site|position)s?\b"
)
_FIGURE = (
    r"\b(?:[Ff]ig(?:ure)?s?|FIG(?:URE)?S?|[Tt]ables?|TABLES?|[Ss]ections?|Sec\.|[Ee]q(?:uation)?s?|[Ss]chemes?|[Mm]ovies?"
    r"|[Vv]ideos?|[Nn]otes?|[Rr]efs?)\b\.?\s*\(?S?\d+(?:\.\d+)*[a-z]?\b"
)
_FRONT = (
    r"Received|Revised|Accepted|Published|Available online|Copyright|Citation|Funding|Acknowledge?ments?|E-?mails?"
    r"|(?:Academic )?Editor|Publisher|Licen[cs]ee|Correspond|This work (?:was|is) .{0,30}support"
)
_NOISE = (
    r"\[\s*\d+(?:\s*[,-]\s*\d+)*\s*\]",  # [12,13]
    r"\S+@\S+|https?://\S+|\bdoi\b\S*\s*\S*|www\.\S+",
    rf"(?m)^\W*(?:{_FRONT}|©|\d{{4}}-\d{{3}}[\dX]/)[^\n]*",
    r"\b\d+(?:st|nd|rd|th) (?:century|edition)\b",
)
_ABSTRACT = re.compile(r"(?im)^\W*(?:abstract|a b s t r a c t|highlights|summary)\b")
_REFERENCES = re.compile(r"(?im)^\W*(?:\d+\.?\s*)?(?:references(?: and notes)?|bibliography|literature cited)\W*$")


@cache
def _unit() -> re.Pattern[str]:
    """A unit with its exponents, as papers set it: ``mAh g-1``, ``mS·cm-1``, ``W/cm2``, ``-fold``."""
    alone = {"x", "cell", "cells", "C_rate", "1"}  # words that count only things like numbers of cells
    names = sorted({Mapped.of(name).normalized({}).text for name in SPELLINGS} - alone, key=len, reverse=True)
    name = "(?:" + "|".join(re.escape(one).replace("μ", r"μ\s?").replace("°", r"°\s?") for one in names) + ")"
    power = rf"(?:\s?\^\s?[+-]?\s?\d|\s?-\s?[1-3](?!\d|[.:]\d)(?!\s?(?:{name})\b)|[2-4](?!\d|\.\d))"
    token = rf"(?:{name}(?:_[A-Za-z+]+)?{power}?)"
    whole = rf"{token}(?:\s?/\s?\(?{token}|[\s~]+{token}(?!\w)|(?<=\d){token}|(?:{name}){power})*"
    word = r"\s(?!(?:and|or|of|to|in|for|the|at|with|per)\b)[a-z/-]+"
    cycles = rf"(?:{word}){{1,2}}\scycles?\b"  # 1000 deep discharge cycles
    return re.compile(rf"[\s~]*(-?)({whole})(?![A-Za-zμ\d]|\.\d)|({cycles})")


def occurrences(text: str) -> list[Occurrence]:
    """The numbers with units of a paper's body in order, without those of references, figures, formulas and names."""
    made = _readable(text)
    masked = made.text
    for pattern in _NOISE:
        masked = re.sub(pattern, lambda found: "¤" * len(found[0]), masked)
    more = rf"(?:\s*(?:,\s*(?:and)?|-|&|\band\b|\bto\b)\s*(?:S?\d+[a-z]|S\d+|[a-z]|\d+(?!{_unit().pattern}|[\w.]))\b)*"
    masked = re.sub(_FIGURE + more, lambda found: "¤" * len(found[0]), masked)
    return list(_scan(made, masked))


def _readable(text: str) -> Mapped:
    """The body as one would type it, words joined over line breaks; ``^`` and ``_`` stay."""
    begin = _ABSTRACT.search(text, 0, len(text) // 3)
    start = begin.start() if begin else 0
    ends = [found.start() for found in _REFERENCES.finditer(text) if found.start() > max(start, len(text) // 3)]
    body = Mapped.of(text[: ends[0] if ends else len(text)])
    body = Mapped(body.text[start:], body.origin[start:])
    made = simplified(body.replaced(r"\\cdot|[·⋅∙]", " ").replaced(r"\\AA\b", "Å")).replaced(r"[*{}$\\]", "")
    return made.replaced(r"\^(?!\s*[+\d-])", "").replaced(r"(?<=[A-Za-z])-\s*\n\s*(?=[a-z])", "")


def _scan(made: Mapped, text: str) -> Iterator[Occurrence]:
    position = 0
    while found := _FIRST.search(text, position):
        start = found.start()
        position = found.end()
        before = text[max(start - 40, 0) : start]
        if ratio := _RATIO.match(text, start):
            position = ratio.end()
            unit = _unit().match(text, position)
            yield _occurrence(made, text, ratio.span(), _name(unit) if unit else "ratio")
            continue
        if _NAME_BEFORE.search(before) or _LABEL.match(text, start):
            continue
        members, position = _group(text, found)
        yield from (_occurrence(made, text, span, name) for span, name in members)


def _group(text: str, found: re.Match[str]) -> tuple[list[tuple[tuple[int, int], str]], int]:
    """The numbers of one expression, each with its unit: a list or range gives all members that of the next."""
    members: list[tuple[tuple[int, int], str]] = []
    waiting: list[tuple[tuple[int, int], str]] = [(found.span(), "")]
    position = found.end()
    while True:
        unit = None if _LABEL.match(text, waiting[-1][0][0]) else _unit().match(text, position)
        if unit:
            members += [(span, _name(unit)) for span in _of_one_kind(text, waiting)]
            waiting, position = [], unit.end()
        following = _NEXT.match(text, position)
        if following is None or (unit and "," in following[1]):
            return members, position
        if _RATIO.match(text, following.start(2)):
            return members, position
        waiting.append((following.span(2), following[1].strip()))
        position = following.end()


def _name(found: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", (found[2] or "cycles").replace("^", "")).strip()


def _of_one_kind(text: str, members: list[tuple[tuple[int, int], str]]) -> Iterator[tuple[int, int]]:
    """The members of a list without years, nor names such as "SEM 450, 5 kV"."""
    for index, ((start, end), _) in enumerate(members):
        before, number = text[max(start - 25, 0) : start], text[start:end]
        last = index == len(members) - 1
        year = re.fullmatch(r"(?:19|20)\d\d", number) and _YEAR_BEFORE.search(before)
        bare = not last and members[index + 1][1] in (",", ";") and _INSTRUMENT.search(before)
        if last or not (year or bare):
            yield start, end


def _occurrence(made: Mapped, text: str, span: tuple[int, int], unit: str) -> Occurrence:
    start, end = span
    words = made.text[max(start - 60, 0) : end + 50]
    words = words if start < 60 else words.partition(" ")[2]  # no cut words
    words = words if end + 50 >= len(made.text) else words.rpartition(" ")[0]
    context = re.sub(r"\s+", " ", words.replace("^", "").replace("_", "")).strip()
    return Occurrence(text[start:end].strip(), unit, *made.span(start, end), context)
