"""The numbers of lists, of quotes and of printed readings, with their digits as printed."""

from __future__ import annotations

import pytest

from schema.reading import ReadingError, numbers_in, printed_numbers, read_list

LISTS = [
    ("197.4, 189.4 mAh/g", ["197.4 mAh/g", "189.4 mAh/g"]),
    ("1, 2 and 3 mV", ["1 mV", "2 mV", "3 mV"]),
    ("1; ~2; > 3 h", ["1 h", "~2 h", "> 3 h"]),
    ("1 mV, 2 V", ["1 mV", "2 V"]),
    ("1,000, 2,000 h", ["1,000 h", "2,000 h"]),
    ("1 to 2, 3 V", ["1 to 2 V", "3 V"]),
    ("100 ± 5, 90 ± 4 um", ["100 ± 5 um", "90 ± 4 um"]),
    ("thin, 3 um", ["thin", "3 um"]),
    ("5 h", ["5 h"]),
]


@pytest.mark.parametrize(("text", "parts"), LISTS)
def test_a_list_shares_the_unit_of_its_last_number(text: str, parts: list[str]) -> None:
    assert read_list(text) == parts


@pytest.mark.parametrize("text", ["", "a, b", "1, 2 and some"])
def test_a_list_ends_in_a_number(text: str) -> None:
    with pytest.raises(ReadingError, match="the list doesn't end in a number and its unit"):
        read_list(text)


NUMBERS = [
    ("0.12 and 12.5", {("0.12", 0), ("12.5", 0)}),
    ("112 and 1.10", {("112", 0), ("1.10", 0)}),
    ("4.2e-4", {("4.2", -4)}),
    ("23,400 h", {("23400", 0), ("23", 0), ("400", 0)}),
    ("no number", set()),
]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_the_numbers_of_a_text_keep_their_digits(text: str, numbers: set[tuple[str, int]]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize("text", ["4.2 × 10−4 S", "4.2 × 10⁻⁴ S", r"$4.2 \times 10^{-4}$", "4.2e-4"])
def test_a_power_of_ten_is_one_number_however_written(text: str) -> None:
    assert ("4.2", -4) in numbers_in(text)


PRINTS = [
    ("1.117 mS cm−1", {("1.117", 0)}),
    ("~12 cm2", {("12", 0)}),
    ("100 ± 5 um", {("100", 0), ("5", 0)}),
    ("20 to 25 °C", {("20", 0), ("25", 0)}),
    ("room temperature", set()),
    ("12 13 um", {("12", 0), ("13", 0)}),  # a misprint that as_read mends
]


@pytest.mark.parametrize(("text", "numbers"), PRINTS)
def test_the_numbers_of_a_reading_are_not_those_of_its_unit(text: str, numbers: set[tuple[str, int]]) -> None:
    assert printed_numbers(text) == numbers
