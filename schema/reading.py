"""A number as a paper prints it, and what it says about the value: qualifier, lowest, middle, highest.

The printed text is the record; ``lo``, ``mid`` and ``hi`` are derived from it, in the printed unit. The notation is
that of section 3 of the domain: half a unit of the last printed digit, ``±``, ``1.2(1)``, ranges, ``~``, limits.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from schema.errors import KbError

__all__ = [
    "ABOUT",
    "ROOM_TEMPERATURE",
    "Reading",
    "ReadingError",
    "numbers_in",
    "printed_numbers",
    "read",
    "read_list",
    "write",
]

ABOUT = 0.10
"""How far from its value an "about" may lie, as a fraction: wider than any rounding, and one constant."""

ROOM_TEMPERATURE = (20.0, 25.0, 30.0)
"""What "room temperature" may mean where a paper doesn't say: lowest, middle, highest, in degC."""

_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-", "⁻": "-", "×": "x", "·": "x", "≈": "~", "∼": "~", "≃": "~",
     "≥": ">=", "≤": "<=", "⩾": ">=", "⩽": "<=", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "＞": ">", "＜": "<",
     "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9"}
)  # fmt: skip
_WORDS = (
    ("at least", ">="), ("at most", "<="), ("up to", "<="), ("more than", ">"), ("higher than", ">"),
    ("greater than", ">"), ("less than", "<"), ("lower than", "<"), ("approximately", "~"), ("approx.", "~"),
    ("about", "~"), ("around", "~"), ("nearly", "~"), ("almost", "~"), ("ca.", "~"), ("over", ">"), ("above", ">"),
    ("below", "<"), ("exceeding", ">"),
)  # fmt: skip
_NUMBER = r"[+-]?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)(?:\.\d+)?"
_POWER = r"(?:\s*(?:x|\*)\s*10\s*\^?\s*\{?([+-]?\d+)\}?|[eE]([+-]?\d+))"
# A bare power of ten: with its caret or braces, or "10-3", which as a range would run backwards.
_BARE = r"10\s*(?:\^\s*\{?([+-]?\d+)\}?|\{([+-]?\d+)\}|(-[1-9])(?![\d.]))"
_VALUE = re.compile(rf"{_BARE}|({_NUMBER})(?:\((\d+)\))?{_POWER}?")
# "(2.0 ± 0.1) × 10−4" and "1–2 × 10−4": one power of ten for both numbers
_SHARED = re.compile(
    rf"\(?({_NUMBER})\s*(±|\+/-|\+-|-|to\b)\s*({_NUMBER})\)?(\s*x\s*10\s*\^?\s*\{{?[+-]?\d+\}}?)(?!\s*(?:-|to\b|±))"
)
_RATIO = re.compile(r"^(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)$")


class ReadingError(KbError):
    """A printed number that can't be understood."""

    code = "reading"


@dataclass(frozen=True)
class Reading:
    """One printed number: ``lo <= mid <= hi`` in ``unit``; ``mid`` is None where the print gives no middle.

    ``qualifier`` is one of ``=  ~  ±  range  >  >=  <  <=``; an open end is infinite.
    """

    printed: str
    qualifier: str
    lo: float
    mid: float | None
    hi: float
    unit: str


@dataclass(frozen=True)
class _Number:
    value: float
    half: float  # half a unit of the last printed digit
    spread: float | None  # of "1.2(1)"
    end: int


def _number(text: str, start: int = 0) -> _Number | None:
    found = _VALUE.match(text, start)
    if not found:
        return None
    bare, value_text, spread_text = found[1] or found[2] or found[3], found[4], found[5]
    if bare:  # one significant digit: from half of it to one and a half times it
        return _Number(float(f"1e{bare}"), float(f"5e{int(bare) - 1}"), None, found.end())
    digits = value_text.replace(",", "").replace(" ", "")
    exponent = int(found[6] or found[7] or 0)
    decimals = len(digits.partition(".")[2])
    # decimal text, not arithmetic: 4.2e-4 must be the double that "4.2e-4" is
    value = float(f"{digits}e{exponent}")
    half = float(f"5e{exponent - decimals - 1}")
    spread = float(f"{spread_text}e{exponent - decimals}") if spread_text else None
    return _Number(value, half, spread, found.end())


def _normal(text: str) -> tuple[str, str]:
    plain = text.translate(_PLAIN).strip()
    qualifier = "="
    if plain[:1].isalpha():  # most begin with a digit
        lowered = plain.lower()
        for word, sign in _WORDS:
            if lowered.startswith(word + " "):
                qualifier, plain = sign, plain[len(word) :].strip()
                break
    for sign in (">=", "<=", ">", "<", "~"):
        if plain.startswith(sign):
            # "up to ~5" stays one-sided, with the allowance of an about
            qualifier = qualifier + sign if sign == "~" and qualifier not in "=~" else sign
            plain = plain[len(sign) :].strip()
            break
    if qualifier[0] in "<>" and plain.startswith("~"):
        qualifier, plain = qualifier.rstrip("~") + "~", plain[1:].strip()
    return qualifier, plain


def read(text: str, *, exact: bool = False, signed: bool = False) -> Reading:
    """What a printed number says. ``exact`` settings have no rounding; a quantity that is not ``signed`` ends at 0.

    Raises :class:`ReadingError` when there is no number or when something else than a unit follows it.
    """
    if text.strip().lower() in ("room temperature", "rt", "ambient temperature", "ambient"):
        low, middle, high = ROOM_TEMPERATURE
        return Reading(text, "~", low, middle, high, "degC")
    qualifier, plain = _normal(text)
    head, _, tail = plain.partition(" ")
    if ":" in head and (ratio := _RATIO.match(head)):
        return _ratio(text, qualifier, ratio, tail)
    if shared := _SHARED.match(plain):
        one, sign, other, power = shared.groups()
        plain = f"{one}{power} {sign} {other}{power}{plain[shared.end() :]}"
    first = _number(plain)
    if first is None:
        raise ReadingError(f"reads {text!r}", "there is no number", "write the number and its unit, as printed")
    rest = plain[first.end :].strip()
    if rest.startswith(("±", "+/-", "+-")):
        return _plus_minus(text, qualifier, first, rest.lstrip("±+/- "), signed=signed)
    second_at = re.match(r"(?:%|°C)?\s*(?:-|to|~)\s*(?=[+-]?\d)", rest)
    if second_at and (second := _number(rest, second_at.end())):
        return _range(text, qualifier, first, second, rest[second.end :].strip())
    _refuse_more(text, rest)
    half = 0.0 if exact else (first.spread if first.spread is not None else first.half)
    return _one(text, qualifier, first.value, half, rest, signed=signed)


def _one(text: str, qualifier: str, value: float, half: float, unit: str, *, signed: bool) -> Reading:
    allowance = ABOUT * abs(value) if qualifier.endswith("~") else 0.0
    if qualifier[0] in "<>":
        return _one_sided(text, qualifier, value - allowance, value + allowance, unit, signed=signed)
    half = max(half, allowance)
    lo = value - half
    return Reading(text, qualifier, lo if signed or value <= 0 else max(lo, 0.0), value, value + half, unit)


def _one_sided(text: str, qualifier: str, least: float, most: float, unit: str, *, signed: bool) -> Reading:
    sign = qualifier.rstrip("~")
    if sign in (">", ">="):
        return Reading(text, sign, least, None, math.inf, unit)
    return Reading(text, sign, -math.inf if signed else 0.0, None, most, unit)


def _plus_minus(text: str, qualifier: str, first: _Number, rest: str, *, signed: bool) -> Reading:
    spread = _number(rest)
    if spread is None:
        raise ReadingError(f"reads {text!r}", "no number follows ±", "write it as '100 ± 5 um'")
    unit = rest[spread.end :].strip()
    _refuse_more(text, unit)
    half = max(spread.value, ABOUT * abs(first.value) if qualifier.endswith("~") else 0.0)
    lo = first.value - half
    return Reading(text, "±", lo if signed else max(lo, 0.0), first.value, first.value + half, unit)


def _range(text: str, qualifier: str, first: _Number, second: _Number, unit: str) -> Reading:
    _refuse_more(text, unit)
    if second.value < first.value:
        raise ReadingError(
            f"reads {text!r}", "the range ends below its beginning", "write the smaller end first, or two readings"
        )
    wide = ABOUT if qualifier.endswith("~") else 0.0
    lo, hi = first.value - wide * abs(first.value), second.value + wide * abs(second.value)
    return Reading(text, "range", lo, (first.value + second.value) / 2, hi, unit)


def _ratio(text: str, qualifier: str, parts: re.Match[str], unit: str) -> Reading:
    """``19:1`` is 19, each part rounded at the finest place that is printed: ``0.95:0.05`` at the second decimal."""
    decimals = max(len(part.partition(".")[2]) for part in parts.groups())
    half = 0.5 * 10.0**-decimals
    top, bottom = float(parts[1]), float(parts[2])
    if bottom == 0:
        raise ReadingError(f"reads {text!r}", "the second part of the ratio is zero", "check the order of the parts")
    _refuse_more(text, unit)
    hi = (top + half) / (bottom - half) if bottom > half else math.inf
    wide = ABOUT if qualifier.endswith("~") else 0.0
    lo = max(top - half, 0.0) / (bottom + half)
    if qualifier[0] in "<>":
        return _one_sided(text, qualifier, top / bottom * (1 - wide), top / bottom * (1 + wide), unit, signed=False)
    return Reading(text, qualifier, lo * (1 - wide), top / bottom, hi * (1 + wide), unit)


def _refuse_more(text: str, unit: str) -> None:
    if re.match(r"[-+]?\d", unit) or "±" in unit:
        raise ReadingError(
            f"reads {text!r}",
            f"{unit!r} follows the number, and is not a unit",
            "one reading holds one number; write a list as a series",
        )


def read_list(text: str) -> list[str]:
    """The printed readings of a list that shares its unit: ``"197.4, 189.4 mAh/g"`` -> two texts with the unit."""
    parts = [part.strip() for part in re.split(r",\s*and\s+|,\s+|;\s*|\s+and\s+", text.strip()) if part.strip()]
    last = parts[-1] if parts else ""
    if _number(_normal(last)[1]) is None:
        raise ReadingError(
            f"reads {text!r}", "the list doesn't end in a number and its unit", "see 'series' in the guide"
        )
    unit = last[len(last) - len(read(last).unit) :]  # as printed
    gap = " " if last.removesuffix(unit).endswith(" ") or not last.endswith(unit) else ""  # as the last one is printed
    return [*(part if _has_unit(part) else f"{part}{gap}{unit}".strip() for part in parts[:-1]), last]


def _has_unit(part: str) -> bool:
    """Whether a part of a list brings its own unit; one that can't be understood is left as it is."""
    try:
        return read(part).unit != ""
    except ReadingError:
        return True


def write(reading: Reading) -> str:
    """The shortest notation of a reading: ``read(write(r))`` has the same qualifier, limits and unit as ``r``."""
    unit = f" {reading.unit}" if reading.unit else ""
    if reading.qualifier in (">", ">="):
        return f"{reading.qualifier} {reading.lo!r}{unit}"
    if reading.qualifier in ("<", "<="):
        return f"{reading.qualifier} {reading.hi!r}{unit}"
    if reading.qualifier == "range":
        return f"{reading.lo!r} to {reading.hi!r}{unit}"
    return reading.printed


# a number, and not a subscript (Li6, M_w5) or the power of a unit (cm-2)
_QUOTED = re.compile(
    r"(?<![\d.A-Za-z_])(?<![A-Za-z]-)(\d+(?:[ ,]\d{3})*(?:\.\d+)?)(?:\s*(?:x)\s*10\s*\^?\s*\{?([+-]?\d+)\}?|[eE]([+-]?\d+))?"
)


def numbers_in(text: str) -> set[tuple[str, int]]:
    """The numbers of a text as (digits, power of ten): ``4.2 × 10−4`` and ``4.2e-4`` are both ("4.2", -4)."""
    plain = re.sub(r"(?<=[A-Za-z])–(?=\d)", " - ", text).translate(_PLAIN)  # an en dash after a unit is a range
    plain = re.sub(r"\\times|\\cdot", "x", plain)
    bare = re.findall(r"(?<![\d.])10\s*(?:\^\s*\{?|\{)([+-]?\d+)\}?|(?<![\d.])10([+-][1-9])(?![\d.°])", plain)
    plain = re.sub(r"[{}$\\]", "", plain.replace("^", ""))
    found: set[tuple[str, int]] = set()
    for match in _QUOTED.finditer(plain):
        digits = match[1].replace(",", "").replace(" ", "")
        power = int(match[2] or match[3] or 0)
        found.add((digits, power))
        if " " in match[1] or "," in match[1]:  # "23, 400" may also be two numbers
            found.update((part, power) for part in re.split(r"[ ,]+", match[1]))
    return found | {("1", int(written or short)) for written, short in bare}


def printed_numbers(text: str) -> set[tuple[str, int]]:
    """The numbers of a printed reading, without those of its unit: of ``4.2 × 10−4 S cm−1`` just ("4.2", -4)."""
    if not any(sign.isdigit() for sign in text):
        return set()
    try:
        unit = read(text).unit
    except ReadingError:  # a misprint: "as_read" says what was meant
        unit = ""
    return numbers_in(_normal(text)[1].removesuffix(unit))
