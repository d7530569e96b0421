"""What a row says of a number: its claim, its conditions, its limits in SI, and what was meant by a misprint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from ingest.rows import Records

Read: TypeAlias = Callable[..., Records]
EIS = "doe2024/pellet/eis-25C"
CONDUCTIVITY = f"{EIS}/ionic_conductivity"
THICK = '{reads: "~500 μm"}'


def _row(records: Records, record: str) -> dict[str, Any]:
    return next(row for rows in records.tables.values() for row in rows if row["id"] == record)


CLAIMS = [
    (CONDUCTIVITY, "measured"),
    ("doe2024/pellet/press/duration", "setting"),
    ("doe2024/positive/active_mass_loading", "setting"),
    ("doe2024/positive/ncm/mass_fraction", "setting"),
]


@pytest.mark.parametrize(("record", "claim"), CLAIMS)
def test_a_claim_follows_from_where_a_number_stands(records: Read, record: str, claim: str) -> None:
    assert _row(records(), record)["claim"] == claim


def test_a_claim_of_its_own_goes_first(records: Read) -> None:
    entry = '{reads: "~500 μm", claim: design}'
    assert _row(records((THICK, entry)), f"{EIS}/thickness")["claim"] == "design"


def test_all_numbers_of_a_record_of_others_are_quoted(records: Read) -> None:
    made = records(("form: pellet", 'form: pellet\n    citation: "[7] Roe 2023"'))
    row = _row(made, CONDUCTIVITY)
    assert (row["claim"], row["citation"]) == ("quoted", "[7] Roe 2023")


def test_a_calculation_is_theory(records: Read) -> None:
    assert _row(records(("method: eis", "method: dft")), CONDUCTIVITY)["claim"] == "theory"


CONDITIONS = [
    ("temperature", "stated", "25 °C", 298.15),
    ("operating_pressure", "not stated", None, None),
    ("relative_humidity", "not applicable", None, None),
]


@pytest.mark.parametrize(("name", "state", "printed", "value"), CONDITIONS)
def test_a_condition_is_stated_or_said_not_to_be(
    records: Read, name: str, state: str, printed: str | None, value: float | None
) -> None:
    row = _row(records(), f"{EIS}/at/{name}")
    assert (row["state"], row["printed"], row["lo"], row["mid"], row["hi"]) == (state, printed, value, value, value)


LIMITS = [
    ("~500 μm", "of ~500 μm", "~", 4.5e-4, 5e-4, 5.5e-4),
    ("> 500 μm", "of > 500 μm", ">", 5e-4, None, None),
    ("≤ 500 μm", "of ≤ 500 μm", "<=", 0.0, None, 5e-4),
    ("450–500 μm", "of 450–500 μm", "range", 4.5e-4, 4.75e-4, 5e-4),
]


@pytest.mark.parametrize(("reads", "words", "qualifier", "lo", "mid", "hi"), LIMITS)
def test_limits_are_in_si_and_an_open_end_is_none(
    records: Read, reads: str, words: str, qualifier: str, lo: float, mid: float | None, hi: float | None
) -> None:
    row = _row(records((THICK, f'{{reads: "{reads}"}}'), ("of ~500 μm", words)), f"{EIS}/thickness")
    assert (row["printed"], row["qualifier"]) == (reads, qualifier)
    for end, value in (("lo", lo), ("mid", mid), ("hi", hi)):
        assert row[end] == (None if value is None else pytest.approx(value, rel=1e-12))


def test_an_open_end_of_a_signed_quantity_is_none(records: Read) -> None:
    made = records((THICK, '{reads: "< 25 °C"}'), ("          thickness:", "          glass_transition_temperature:"))
    row = _row(made, f"{EIS}/glass_transition_temperature")
    assert (row["lo"], row["mid"], row["hi"]) == (None, None, 298.15)


def test_a_misprint_keeps_the_print_and_counts_as_read(records: Read) -> None:
    entry = '{reads: "500 mm", as_read: "500 μm", reason: a pellet}'
    row = _row(records((THICK, entry)), f"{EIS}/thickness")
    assert (row["printed"], row["as_read"], row["reason"], row["unit"]) == ("500 mm", "500 μm", "a pellet", "μm")
    assert row["mid"] == pytest.approx(5e-4)
