"""The shipped seeds: complete, quoted, verified against the papers' texts, judged as the audit says."""

from collections import Counter
from pathlib import Path

import pytest

from ingest.coverage import coverage
from ingest.load import load
from ingest.places import missing_places
from ingest.review import missing_numbers
from ingest.rows import Records
from ingest.verify import find_text, unverified
from kb.base import Base
from kb.tell import told

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT.parent / "shared" / "papers"
PAPERS = ("kim", "li2024", "lim2022", "nguyen2024", "tan2021")


@pytest.fixture(scope="module")
def records() -> Records:
    return load(ROOT / "seeds")


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_has_sixty_readings_or_more(records: Records, paper: str) -> None:
    assert sum(row["paper_id"] == paper for row in records.of("reading")) >= 60


def test_every_number_stands_in_its_quote(records: Records) -> None:
    wrong = {row["id"]: missing_numbers(row["printed"], row["quote"]) for row in records.of("reading")}
    assert {key: value for key, value in wrong.items() if value} == {}


def test_every_quote_is_short_enough_to_be_a_quotation(records: Records) -> None:
    assert max(len(row["quote"]) for row in records.of("reading")) <= 240


@pytest.mark.texts
@pytest.mark.parametrize("paper", PAPERS)
def test_every_quote_stands_in_the_text_of_its_paper(records: Records, paper: str) -> None:
    files = sorted(TEXTS.glob("*.txt"))
    if not files:
        pytest.skip(f"the papers' texts are not at {TEXTS.name}/: quotes can't be compared with them here")
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    title = next(row["title"] for row in records.of("paper") if row["id"] == paper)
    name = find_text(title, texts)
    assert name is not None
    assert [(one.id, one.quote) for one in unverified(records, paper, texts[name])] == []


@pytest.mark.texts
@pytest.mark.parametrize("paper", PAPERS)
def test_no_number_of_a_paper_is_neither_recorded_nor_dismissed(records: Records, paper: str) -> None:
    files = sorted(TEXTS.glob("*.txt"))
    if not files:
        pytest.skip(f"the papers' texts are not at {TEXTS.name}/: nothing to cover")
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    name = find_text(next(row["title"] for row in records.of("paper") if row["id"] == paper), texts)
    assert name is not None
    found = coverage(records, paper, texts[name])
    assert found.found > 100
    assert [(one.line, one.number, one.unit) for one in found.left] == []
    assert missing_places(records, paper, texts[name]) == []


def _verdict(base: Base, check: str) -> str:
    row = base.one("verdict", check)
    assert row is not None, check
    return str(row["verdict"])


FINDINGS = [
    "nguyen2024/li-cse-ncm811-5.2/cycling-0.5C/capacity_retention#capacity_retention",
    "lim2022/in-lixin-5min/displacement/reaction_free_energy#reaction_free_energy",
    "li2024/li3n-e-lpscl-li3n/cycling-0.2/stable_time#hours_of_cycles_at_current",
    "lim2022/li100in/mass_ratio(Li:In)#mass_ratio_of_formula",
    "lim2022/li-5min/stripping-cycled/lithium_loss#lithium_loss",
    "tan2021/cell-c/deep-1000/current#stated_twice",
]


@pytest.mark.parametrize("check", FINDINGS)
def test_the_contradictions_that_a_careful_reader_finds_are_found(base: Base, check: str) -> None:
    assert _verdict(base, check) == "inconsistent"


def test_a_finding_is_told_with_its_quotes(base: Base) -> None:
    row = base.one("verdict", FINDINGS[0])
    assert row is not None
    for words in ("69.6%", "163.1", "116.3", "“", "Section 3.2", "capacity retention"):
        assert words in told(base, row), words


def test_fifty_percent_for_two_rounded_capacities_is_not_accused(base: Base) -> None:
    rows = [
        row
        for row in base.rows("verdict")
        if row["reported"].startswith("50.2") and row["formula"] == "capacity_retention"
    ]
    assert [row["verdict"] for row in rows] == ["consistent"]


def test_two_ways_to_write_a_molar_ratio_are_not_accused(base: Base) -> None:
    rows = [row for row in base.rows("verdict") if row["quantity"] == "mole_ratio" and row["formula"] == "stated_twice"]
    assert rows
    assert {row["verdict"] for row in rows} == {"consistent"}


def test_about_96_um_and_100_plus_minus_5_um_are_not_accused(base: Base) -> None:
    rows = [row for row in base.rows("verdict") if row["output_id"] == "nguyen2024/llzt-frame/thickness"]
    assert [row["verdict"] for row in rows if row["formula"] == "stated_twice"] == ["consistent"]


def test_a_half_cell_of_silicon_counts_its_efficiency_the_other_way_round(base: Base) -> None:
    # 2930.7 / 3339.8 = 87.75 %: lithiation is the discharge
    assert (
        _verdict(base, "li2024/si-half/cycling-0.1C/initial_coulombic_efficiency#initial_efficiency_of_half_cell")
        == "consistent"
    )


def test_a_nitride_layer_is_not_taken_for_lithium_metal(base: Base) -> None:
    assert [row["id"] for row in base.rows("derived") if row["context_id"].startswith("li2024/li3n-sei")] == []


def test_the_promised_id_exists(base: Base) -> None:
    row = base.one("reading", "nguyen2024/cse/conductivity-30C/ionic_conductivity")
    assert row is not None
    assert row["printed"] == "1.117 mS cm−1"
    assert (row["lo"], row["hi"]) == pytest.approx((0.11165, 0.11175))


def test_every_verdict_has_a_story_and_every_input_a_source(base: Base) -> None:
    for row in base.rows("verdict"):
        assert told(base, row)
    known = set(base.kinds) | {row["id"] for row in base.rows("reading")}
    for row in base.rows("verdict_input"):
        if row["source_kind"] in ("reading", "condition", "reference"):
            assert row["source_id"] in known, row


def test_claims_are_never_mixed(base: Base) -> None:
    design = [
        row["id"]
        for row in base.rows("reading")
        if row["quantity"] == "specific_energy_of_cell" and row["claim"] == "measured"
    ]
    assert design == []
    assert Counter(row["claim"] for row in base.rows("reading")).keys() <= {
        "measured",
        "setting",
        "derived",
        "theory",
        "design",
        "quoted",
    }
