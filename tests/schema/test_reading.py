"""A number as papers print it, and what it says about the value."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schema.quantities import Q
from schema.reading import ABOUT, Reading, ReadingError, read, write

PRINTED = [  # text, qualifier, lo, mid, hi, unit
    ("1.117 mS/cm", "=", 1.1165, 1.117, 1.1175, "mS/cm"),
    ("12 mA h g-1", "=", 11.5, 12, 12.5, "mA h g-1"),
    ("12 mAh g−1", "=", 11.5, 12, 12.5, "mAh g-1"),
    ("1.10 V", "=", 1.095, 1.1, 1.105, "V"),
    ("0 V", "=", -0.5, 0, 0.5, "V"),
    ("5um", "=", 4.5, 5, 5.5, "um"),
    ("−0.5 V", "=", -0.55, -0.5, -0.45, "V"),
    ("-847.27 kJ/mol", "=", -847.275, -847.27, -847.265, "kJ/mol"),
    ("4.2e-4 S/cm", "=", 4.15e-4, 4.2e-4, 4.25e-4, "S/cm"),
    ("4.2 × 10−4 S cm−1", "=", 4.15e-4, 4.2e-4, 4.25e-4, "S cm-1"),
    ("4.2 x 10^-4 S cm-1", "=", 4.15e-4, 4.2e-4, 4.25e-4, "S cm-1"),
    ("4.2 × 10⁻⁴ S cm⁻¹", "=", 4.15e-4, 4.2e-4, 4.25e-4, "S cm-1"),
    ("10−3 S cm−1", "=", 5e-4, 1e-3, 1.5e-3, "S cm-1"),
    ("10^5 V", "=", 5e4, 1e5, 1.5e5, "V"),
    ("10^{-3}", "=", 5e-4, 1e-3, 1.5e-3, ""),
    ("1,000 h", "=", 999.5, 1000, 1000.5, "h"),
    ("10 000 cycles", "=", 9999.5, 10000, 10000.5, "cycles"),
    ("1.2(1) mS/cm", "=", 1.1, 1.2, 1.3, "mS/cm"),
    ("1.234(12) mS/cm", "=", 1.222, 1.234, 1.246, "mS/cm"),
    ("1.2(1)e-3 S/cm", "=", 1.1e-3, 1.2e-3, 1.3e-3, "S/cm"),
    ("~10 um", "~", 9, 10, 11, "um"),
    ("≈10 um", "~", 9, 10, 11, "um"),
    ("About 10 um", "~", 9, 10, 11, "um"),
    ("approximately 1 um", "~", 0.5, 1, 1.5, "um"),  # never narrower than its digits
    ("nearly 100 %", "~", 90, 100, 110, "%"),
    ("100 ± 5 um", "±", 95, 100, 105, "um"),
    ("100+/-5 um", "±", 95, 100, 105, "um"),
    ("~100 ± 5 um", "±", 90, 100, 110, "um"),
    ("(2.0 ± 0.1) × 10−4 S cm−1", "±", 1.9e-4, 2e-4, 2.1e-4, "S cm-1"),
    ("2.0 ± 0.1 × 10−4 S cm−1", "±", 1.9e-4, 2e-4, 2.1e-4, "S cm-1"),
    ("10.5-11.5 um", "range", 10.5, 11, 11.5, "um"),
    ("20 to 25 C", "range", 20, 22.5, 25, "C"),
    ("20 °C – 25 °C", "range", 20, 22.5, 25, "°C"),
    ("95%–99%", "range", 95, 97, 99, "%"),
    ("~10-12 um", "range", 9, 11, 13.2, "um"),
    ("−20 to −10 °C", "range", -20, -15, -10, "°C"),
    ("1–2 × 10−4 S cm−1", "range", 1e-4, 1.5e-4, 2e-4, "S cm-1"),
    ("10−4–10−3 S cm−1", "range", 1e-4, 5.5e-4, 1e-3, "S cm-1"),
    ("> 99 %", ">", 99, None, inf, "%"),
    ("more than 500 h", ">", 500, None, inf, "h"),
    ("≥99 %", ">=", 99, None, inf, "%"),
    ("<5 um", "<", 0, None, 5, "um"),
    ("≤ 5 um", "<=", 0, None, 5, "um"),
    ("up to 5 V", "<=", 0, None, 5, "V"),
    ("up to ~5 V", "<=", 0, None, 5.5, "V"),
    ("> ~500 h", ">", 450, None, inf, "h"),
    ("19:1", "=", 18.5 / 1.5, 19, 39, ""),
    ("0.95:0.05", "=", 0.945 / 0.055, 19, 0.955 / 0.045, ""),
    ("> 3:1", ">", 3, None, inf, ""),
    ("room temperature", "~", 20, 25, 30, "degC"),
    ("RT", "~", 20, 25, 30, "degC"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "qualifier", "lo", "mid", "hi", "unit"), PRINTED)
def test_a_notation_means(text: str, qualifier: str, lo: float, mid: float | None, hi: float, unit: str) -> None:
    found = read(text)
    assert (found.printed, found.qualifier, found.unit) == (text, qualifier, unit)
    assert [found.lo, found.hi] == pytest.approx([lo, hi], rel=1e-12)
    assert found.mid == (None if mid is None else pytest.approx(mid, rel=1e-12))


@pytest.mark.parametrize("text", ["60 °C", "60.0 °C"])
def test_an_exact_setting_has_no_rounding(text: str) -> None:
    assert read(text, exact=True) == Reading(text, "=", 60.0, 60.0, 60.0, "°C")
    assert Q.temperature.read(text).lo == 333.15


def test_an_upper_limit_of_a_signed_quantity_has_no_lower_end() -> None:
    assert read("< 5 V", signed=True).lo == -inf


def test_a_limit_is_plausible_by_its_printed_end() -> None:
    assert Q.thickness.plausible(Q.thickness.read("< 50 um"))
    assert not Q.thickness.plausible(Q.thickness.read("> 5000 m"))


REFUSED = [
    ("", "there is no number"),
    ("thin", "there is no number"),
    ("not stated", "there is no number"),
    ("12 13 um", "'13 um' follows the number, and is not a unit"),
    ("100 um ± 5 um", "'um ± 5 um' follows the number, and is not a unit"),
    ("1 to 2 3 V", "'3 V' follows the number, and is not a unit"),
    ("11-10 um", "the range ends below its beginning"),
    ("1 to -1 V", "the range ends below its beginning"),
    ("3:0", "the second part of the ratio is zero"),
    ("5 ± um", "no number follows ±"),
]


@pytest.mark.parametrize(("text", "what"), REFUSED)
def test_what_is_not_one_number_is_refused(text: str, what: str) -> None:
    with pytest.raises(ReadingError) as raised:
        read(text)
    assert (raised.value.where, raised.value.what) == (f"reads {text!r}", what)
    assert raised.value.mend


DIGITS = st.decimals(min_value="0.001", max_value=99999, places=3).map(str)
NOTATIONS = ["{a} V", "~{a} V", "> {a} V", "≥{a} V", "< {a}", "≤ {a} mS cm−1", "{a} ± {b} um", "{a}e-7 S/cm", "−{a} V"]
SPANS = ["{a} to {b} mS/cm", "−{b}–−{a} °C", "~{a}-{b} um"]


@given(DIGITS, DIGITS, st.sampled_from([*NOTATIONS, *SPANS]), st.booleans())
def test_what_is_written_reads_back_the_same(first: str, second: str, notation: str, signed: bool) -> None:
    low, high = sorted((first, second), key=float)
    found = read(notation.format(a=low, b=high), signed=signed)
    again = read(write(found), signed=signed)
    assert (again.qualifier, again.lo, again.hi) == (found.qualifier, found.lo, found.hi)
    assert again.unit == found.unit
    assert found.lo <= found.hi


@given(st.integers(0, 10**6), st.integers(0, 9), st.integers(-12, 12))
@example(110, 2, 0)
def test_a_number_is_half_a_unit_of_its_last_digit_wide(digits: int, places: int, power: int) -> None:
    text = f"{digits:0{places + 1}d}"
    text = f"{text[: len(text) - places]}.{text[len(text) - places :]}" if places else text
    found = read(f"{text}e{power} V", signed=True)
    width = 10.0 ** (power - places)
    assert found.hi - found.lo == pytest.approx(width, rel=1e-6)
    assert found.mid == float(f"{text}e{power}")


@given(DIGITS)
def test_about_is_wider_than_rounding(digits: str) -> None:
    plain, about = read(f"{digits} V"), read(f"~{digits} V")
    assert about.lo <= plain.lo < plain.hi <= about.hi
    assert about.hi >= float(digits) * (1 + ABOUT) * 0.999999
