"""A blind second reading against the records."""

from pathlib import Path

import pytest

from ingest.agreement import SecondReadingError, agreement, read_second_reading
from ingest.load import load
from ingest.rows import Records

ROOT = Path(__file__).resolve().parents[2]


def _records() -> Records:
    made = Records()
    made.add("reading", {"paper_id": "p", "printed": "1.10 mS/cm", "quantity": "ionic_conductivity"})
    made.add("reading", {"paper_id": "p", "printed": "800 h", "quantity": "stable_time"})
    made.add("reading", {"paper_id": "q", "printed": "7 um", "quantity": "thickness"})
    return made


def test_numbers_and_quantities_are_counted_apart_digit_by_digit() -> None:
    facts = [
        {"number": "1.10", "unit": "mS/cm", "quantity": "ionic_conductivity", "of": "film"},
        {"number": "1.1", "unit": "mS/cm", "quantity": "ionic_conductivity", "of": "film"},
        {"number": "800", "unit": "h", "quantity": "plating_stripping_time", "of": "cell"},
        {"number": "7", "unit": "um", "quantity": "thickness", "of": "film"},
    ]
    found = agreement(_records(), "p", facts)
    assert (found.facts, found.numbers, found.quantities) == (4, 2, 1)
    assert found.other[0] == "1.1 mS/cm (ionic_conductivity) of film: no record prints it"
    assert found.other[1].endswith("another quantity")


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("number,unit\n1,um\n")
    with pytest.raises(SecondReadingError, match="no column quantity, of, conditions, claim, place"):
        read_second_reading(file)


def test_the_shipped_second_readings_agree_with_the_seeds() -> None:
    records = load(ROOT / "seeds")
    found = [
        agreement(records, file.stem, read_second_reading(file))
        for file in sorted((ROOT / "seeds" / "second_readings").glob("*.csv"))
    ]
    facts, numbers = sum(one.facts for one in found), sum(one.numbers for one in found)
    assert len(found) == 5
    assert facts > 1000
    assert numbers / facts > 0.94
