"""Every number with a unit that a sentence prints, ratios and counts too, as a curator would copy it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from schema.reading import ReadingError, printed_numbers, read
from schema.units import SPELLINGS, UnitError, unit

__all__ = ["Key", "Mention", "key_of", "kind_of", "measure", "mentions"]

Key = tuple[frozenset[tuple[str, int]], str]


@dataclass(frozen=True)
class Mention:
    """A printed number and its unit, where they stand in the sentence, and what part of an expression it is.

    ``role`` is ``one``, ``list``, ``range`` (both ends), ``low``, ``high``, ``from`` (of what falls), ``side``, ``ratio``,
    ``parts``, ``ordinal``, ``bare`` or ``room``.
    """

    printed: str
    unit: str
    start: int
    end: int
    role: str


_WORDS = (
    "up to", "more than", "less than", "higher than", "lower than", "greater than", "at least", "at most", "over",
    "above", "below", "exceeding", "about", "around", "nearly", "almost", "approximately", "ca.",
)  # fmt: skip
_UP_TO_TWELVE = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: number for number, word in enumerate(_UP_TO_TWELVE, start=2)}
_NO_UNITS = {"x", "cell", "cells", "counts", "layers", "th", "nd", "rd", "st", "C_rate", "degC", "deg", "1"}
_NAMES = "|".join(re.escape(name) for name in sorted(set(SPELLINGS) - _NO_UNITS, key=len, reverse=True))
_POWER = r"(?:\s?[-−–]\s?\d|[23])"
_NEXT = rf"(?:\s?[·⋅∙.]\s?|\s)?(?:(?:{_NAMES}){_POWER}|h(?![a-z])|g(?=\s?\()|V(?=\s?g))|\s?/\s?(?:{_NAMES})[23]?|\s?\([AWm ]+h\){_POWER}"
_UNIT = rf"(?:{_NAMES}){_POWER}?(?:{_NEXT}){{0,3}}"
_SIGN = rf"(?:(?:\b(?:{'|'.join(map(re.escape, _WORDS))})\s)?[~≈∼≃><≥≤⩾⩽]?\s?)"
_VALUE = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:\s?[×x]\s?10\s?[−–-]?\s?\d{1,2}(?!\d))?"
_NUMBER = rf"(?:10−\d{{1,2}}(?![\d.])|[−-]?{_VALUE})"
_BETWEEN = r"(?:\s?±\s?|\s?(?:--|[-–—−~])\s?|\sto\s|\s?,\s(?:and|or)\s|\s?,\s|\s(?:and|or)\s|\s?/\s?)"
_GROUP = re.compile(
    rf"(?P<sign>{_SIGN})(?<![\w.,\[−–-])(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)"
    rf"(?P<unit>\s?-?(?:{_UNIT}))(?![\w])"
)
_PART = re.compile(_NUMBER)
_RATIO = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?:\s?:\s?\d+(?:\.\d+)?)+(?![\w:])")
_SIDES = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)\s?[×x]\s?(\d+(?:\.\d+)?)\s?({_NAMES})\s?2(?!\w)")
_ORDINAL = re.compile(r"(?<![\w.])(\d+)(st|nd|rd|th)\s(cycles?)\b")
_COUNT = re.compile(rf"\b({'|'.join(_COUNTS)})\s(days?|cycles?|hours?|minutes|times|months|min|h)\b", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:\bratios?|\bnumbers?|\bfactors?|\bvalues?)\b[^.;,\d]{{0,45}}?(?P<all>(?P<sign>{_SIGN})(?<![\w.,\[])"
    r"(?P<number>\d+(?:\.\d+)?))(?!\s?[-–]?\d|[\w.:×]\w|\s?[%°])"
)
_ROOM = re.compile(r"\b(?:room temperature|RT)\b")
_POINTER = re.compile(
    r"(?:fig(?:ure|s|ures)?|table|section|eq|equation|refs?|no|type|scheme|movies?)\.?\s?[(]?$", re.IGNORECASE
)
_GLUED = {"s", "d", "m", "p", "F", "K", "S", "T", "N", "J", "A"}  # after a digit without a space: "F 1s", "In 3d"


def mentions(text: str) -> list[Mention]:
    """The printed numbers of a sentence in order; what is taken by one expression is not taken again by another."""
    found: list[Mention] = []
    for kind in (_ratios, _ordinals, _groups, _bare, _rooms):
        taken = [(one.start, one.end) for one in found]
        found += [one for one in kind(text) if not any(one.start < end and start < one.end for start, end in taken)]
    return sorted(found, key=lambda one: (one.start, one.end, one.role))


def key_of(printed: str) -> Key:
    """What makes two printed readings the same: their digits, and their unit however it is spelled."""
    try:
        name = read(printed, signed=True).unit
    except ReadingError:
        name = printed
    return frozenset(printed_numbers(printed)), measure(name)


@lru_cache(maxsize=1024)
def measure(name: str) -> str:
    """One text for all spellings of a unit."""
    try:
        found = unit(name, rate=name == "C")
    except UnitError:
        return name
    kind = kind_of(name) if found.dimension == "dimensionless" else found.dimension
    return f"{kind} {found.factor:.6g} {found.offset:.6g}"


def kind_of(name: str) -> str:
    """What pint calls dimensionless, kept apart: shares, ratios, angles, ppm and counts."""
    if "%" in name:
        return "%"
    return name if name in ("", "°", "ppm") else "count"


def spelled(text: str) -> str:
    """A unit as printed, exponents with minus signs: ``mA h cm-2`` is ``mA h cm−2``."""
    text = re.sub(r"\s?[-–−]\s?(?=\d)", "−", text.strip().lstrip("-").strip())
    return re.sub(r"\s+", " ", text)


def _ratios(text: str) -> Iterator[Mention]:
    for found in _RATIO.finditer(text):
        parts = [part.strip() for part in found[0].split(":")]
        if len(parts) == 2:
            yield Mention(":".join(parts), "", *found.span(), "ratio")
        else:
            for part in re.finditer(r"\d+(?:\.\d+)?", found[0]):
                start = found.start() + part.start()
                yield Mention(part[0], "", start, start + len(part[0]), "parts")


def _ordinals(text: str) -> Iterator[Mention]:
    for found in _ORDINAL.finditer(text):
        yield Mention(f"{found[1]}{found[2]} {found[3]}", f"{found[2]} {found[3]}", *found.span(), "ordinal")
    for found in _SIDES.finditer(text):  # "100 × 100 mm2" has two sides of 100 mm
        for group in (1, 2):
            yield Mention(f"{found[group]} {found[3]}", found[3], found.start(group), found.end(group), "side")
    for found in _COUNT.finditer(text):
        yield Mention(f"{_COUNTS[found[1].lower()]} {found[2]}", found[2], *found.span(), "one")


def _groups(text: str) -> Iterator[Mention]:
    position = 0
    while found := _GROUP.search(text, position):
        position = found.end()
        printed = spelled(found["unit"])
        if not _known(printed) or (printed in _GLUED and not found["unit"].startswith((" ", "-"))):
            continue
        yield from _split(text, found, printed)


def _known(text: str) -> bool:
    try:
        unit(text, rate=text == "C")
    except UnitError:
        return False
    return True


def _split(text: str, found: re.Match[str], name: str) -> Iterator[Mention]:
    """The readings of one expression: a list gives each number the unit, a range also its two ends."""
    parts = list(_PART.finditer(found["numbers"]))
    begin = found.start("numbers")
    gaps = [found["numbers"][a.end() : b.start()].strip() for a, b in pairwise(parts)]
    space = "" if name in ("%", "°") or (name == "C" and found["unit"] == name) else " "
    index = 0
    while index < len(parts):
        part, gap = parts[index], gaps[index] if index < len(gaps) else ""
        start, end = begin + part.start(), begin + part.end()
        sign = found["sign"].strip() if index == 0 else ""
        sign += " " if sign and sign[-1].isalpha() else ""
        if gap == "±":
            end = begin + parts[index + 1].end()
            yield Mention(f"{sign}{text[start:end]}{space}{name}", name, start, end, "one")
            index += 2
        elif gap in ("-", "–", "—", "−", "--", "to", "~") and index + 1 < len(parts):
            other = parts[index + 1]
            last = begin + other.end()
            rises = _size(part[0]) < _size(other[0])
            if rises:
                both = text[start:last].replace("--", "–")
                yield Mention(f"{sign}{both}{space}{name}", name, start, last, "range")
            yield Mention(f"{part[0]}{space}{name}", name, start, end, "low" if rises else "from")
            yield Mention(f"{other[0]}{space}{name}", name, begin + other.start(), last, "high" if rises else "from")
            index += 2
        else:
            before = text[max(start - 12, 0) : start]
            if not (_POINTER.search(before) and index < len(parts) - 1):
                role = "list" if len(parts) > 1 else "one"
                yield Mention(f"{sign}{part[0]}{space}{name}", name, start, end, role)
            index += 1


def _size(number: str) -> float:
    digits, _, power = number.replace(",", "").replace(" ", "").replace("−", "-").replace("–", "-").partition("×10")
    if digits.startswith("10-") and not power:
        return float(f"1e{digits[2:]}")
    return float(digits) * 10.0 ** int(power or 0)


def _bare(text: str) -> Iterator[Mention]:
    for found in _BARE.finditer(text):
        printed = f"{found['sign'].strip()} {found['number']}".strip()
        yield Mention(printed, "", found.start("number"), found.end("number"), "bare")


def _rooms(text: str) -> Iterator[Mention]:
    for found in _ROOM.finditer(text):
        yield Mention(found[0], "°C", *found.span(), "room")
