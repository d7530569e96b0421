"""What a seed becomes: rows with ids that stay the same."""

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
            made_later = {name for name in TABLES[table].model_fields if name.startswith("value_")}
            assert set(row) == set(TABLES[table].model_fields) - made_later


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
    ).tables
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
