"""What a seed becomes: rows with ids that stay the same, claims by default, limits in SI."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from ingest.load import load
from ingest.rows import Records
from schema.tables import TABLES

Read: TypeAlias = Callable[..., Records]
EIS = "doe2024/pellet/eis-25C"
CONDUCTIVITY = f"{EIS}/ionic_conductivity"
CAPACITY = "discharge_capacity_per_active_mass"
THICK = '{reads: "~500 μm"}'


def _row(records: Records, record: str) -> dict[str, Any]:
    return next(row for rows in records.tables.values() for row in rows if row["id"] == record)


def test_the_id_of_a_reading_is_its_path(records: Read) -> None:
    assert [row["id"] for row in records().of("reading")] == [
        "doe2024/pellet/press/fabrication_pressure",
        "doe2024/pellet/press/duration",
        CONDUCTIVITY,
        f"{CONDUCTIVITY}@abstract",
        f"{CONDUCTIVITY}@abstract-2",
        f"{CONDUCTIVITY}@table-1",
        f"{EIS}/thickness",
        "doe2024/positive/active_mass_loading",
        "doe2024/positive/ncm/mass_fraction",
        "doe2024/positive/lpscl/mass_fraction",
        f"doe2024/full/rate/0.1C/{CAPACITY}",
        f"doe2024/full/rate/1C/{CAPACITY}",
    ]


def test_every_record_has_an_id_of_its_own_and_its_paper(records: Read) -> None:
    rows = [row for rows in records().tables.values() for row in rows]
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["paper_id"] for row in rows if row["id"] != "doe2024" and "paper_id" in row} == {"doe2024"}


def test_every_row_fits_its_table(records: Read) -> None:
    for table, rows in records().tables.items():
        for row in rows:
            assert set(row) == set(TABLES[table].model_fields)


def _shuffled(value: Any) -> Any:
    """The same data with its keys in another order; lists, and the steps of a process, are in an order that says something."""
    if isinstance(value, list):
        return [_shuffled(one) for one in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value)
    random.Random(1).shuffle(keys)
    return {key: value[key] if key == "process" else _shuffled(value[key]) for key in keys}


def test_ids_and_rows_do_not_depend_on_the_order_of_keys(seeds: Callable[..., Path], good: str) -> None:
    plain = load(seeds(doe2024=good)).tables
    other = load(
        seeds(doe2024=json.dumps(_shuffled(yaml.load(good, Loader=yaml.BaseLoader)), ensure_ascii=False))
    ).tables  # noqa: S506
    for table, rows in plain.items():
        assert sorted(map(repr, rows)) == sorted(map(repr, other[table]))


def test_a_repeat_knows_what_it_repeats(records: Read) -> None:
    again = _row(records(), f"{CONDUCTIVITY}@abstract-2")
    assert (again["repeats"], again["printed"], again["place"]) == (CONDUCTIVITY, "> 1.2 mS cm−1", "Abstract")
    assert _row(records(), CONDUCTIVITY)["repeats"] is None
    assert _row(records(), f"{CONDUCTIVITY}@table-1")["how"] == "table"


def test_a_point_of_a_series_is_an_experiment_with_its_condition(records: Read) -> None:
    point = _row(records(), "doe2024/full/rate/0.1C")
    assert (point["series_id"], point["subject_id"], point["method"]) == (
        "doe2024/full/rate",
        "doe2024/full",
        "rate_test",
    )
    condition = _row(records(), "doe2024/full/rate/0.1C/at/c_rate")
    assert (condition["printed"], condition["mid"]) == ("0.1 C", pytest.approx(0.1 / 3600))


def test_a_point_of_a_series_keeps_the_print(records: Read) -> None:
    row = _row(records(), f"doe2024/full/rate/0.1C/{CAPACITY}")
    assert (row["printed"], row["mid"], row["place"]) == ("150 mAh g−1", 540000.0, "Section 3.2")


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


def test_a_label_is_part_of_the_id(records: Read) -> None:
    row = _row(records(("          thickness:", "          thickness(rim):")), f"{EIS}/thickness(rim)")
    assert (row["quantity"], row["label"]) == ("thickness", "rim")


def test_a_stack_is_in_order_and_knows_its_kinds(records: Read) -> None:
    rows = records().of("layer")
    assert [(row["position"], row["of_id"], row["of_kind"]) for row in rows] == [
        (1, "doe2024/positive", "electrode"),
        (2, "doe2024/pellet", "electrolyte"),
        (3, "doe2024/li", "material"),
    ]


def test_a_statement_is_about_readings(records: Read) -> None:
    row = _row(records(), "doe2024/statements/lower")
    assert (row["says"], row["lo"], row["mid"], row["hi"]) == ("times_lower", 1.245, 1.25, 1.255)
    assert row["subject_id"] == f"doe2024/full/rate/1C/{CAPACITY}"
    link = records().of("statement_reference")[0]
    assert link["reading_id"] == f"doe2024/full/rate/0.1C/{CAPACITY}"
