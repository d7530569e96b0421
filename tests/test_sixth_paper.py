"""A sixth paper, invented and entered by the guide alone: what the base makes of a file that no code was written for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import kb
from ingest.load import load
from ingest.rows import Records
from ingest.verify import find_text, unverified
from kb.base import Base
from kb.build import build

FIXTURES = Path(__file__).resolve().parent / "fixtures"
SEEDS = FIXTURES / "seeds"
RETENTION = "invented2025/full-coated/cycling-0.5C/capacity_retention#capacity_retention"


@pytest.fixture(scope="module")
def records() -> Records:
    return load(SEEDS)


@pytest.fixture(scope="module")
def sixth(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The base of the sixth paper alone."""
    file = tmp_path_factory.mktemp("sixth") / "kb.sqlite"
    build(SEEDS, str(file))
    return str(file)


@pytest.fixture(scope="module")
def opened(sixth: str) -> Iterator[Base]:
    base = Base(sixth)
    yield base
    base.close()


@pytest.fixture(scope="module")
def asked(sixth: str) -> Iterator[kb.Client]:
    with kb.connect(sixth) as client:
        yield client


def test_the_file_loads_with_all_that_it_says(records: Records) -> None:
    assert [row["id"] for row in records.of("paper")] == ["invented2025"]
    assert len(records.of("reading")) == 59


def test_every_quote_stands_in_the_text(records: Records) -> None:
    text = (FIXTURES / "invented2025.txt").read_text(encoding="utf-8")
    title = records.of("paper")[0]["title"]
    assert find_text(title, {"invented2025.txt": text}) == "invented2025.txt"
    assert unverified(records, "invented2025", text) == []


def test_the_planted_contradiction_is_the_only_one(opened: Base) -> None:
    rows = opened.rows("verdict")
    assert [row["id"] for row in rows if row["verdict"] == "inconsistent"] == [RETENTION]


@pytest.mark.parametrize(
    "check",
    [
        "pellet/eis-25C/ionic_conductivity#ionic_conductivity",
        "pellet/arrhenius/activation_energy#activation_energy_of_sigma_t",
        "full-coated/first-0.1C/n_to_p_ratio#n_to_p_by_foil",
        "statements/resistance-bare#statement_times_higher",
    ],
)
def test_numbers_that_agree_are_told_so(opened: Base, check: str) -> None:
    row = opened.one("verdict", f"invented2025/{check}")
    assert row is not None, check
    assert row["verdict"] == "consistent"


def test_the_misprinted_unit_is_kept_as_printed_and_read_as_meant(opened: Base) -> None:
    row = opened.one("reading", "invented2025/symmetric/ccd/critical_current_density")
    assert row is not None
    assert (row["printed"], row["lo"], row["hi"]) == ("1.2 mA cm−1", pytest.approx(11.5), pytest.approx(12.5))


def test_the_pellet_is_among_the_electrolytes_at_25_degrees(asked: kb.Client) -> None:
    (row,) = asked.compare("electrolytes_at_temperature", temperature="25 degC").to_polars().to_dicts()
    assert (row["id"], row["ionic_conductivity"]) == ("invented2025/pellet", pytest.approx(0.52))
    assert (row["ionic_conductivity_text"], row["ionic_conductivity_provenance"]) == ("0.52 mS cm−1", "reported")


def test_the_coating_is_among_the_treatments(asked: kb.Client) -> None:
    (row,) = asked.compare("treatments_against_controls").to_polars().to_dicts()
    assert (row["control"], row["treatment"]) == (126.0, 42.0)
    assert row["ratio"] == pytest.approx(1 / 3)
