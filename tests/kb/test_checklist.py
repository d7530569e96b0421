"""The reporting checklist of the five papers: what an author would find on it."""

from typing import Any

import pytest

from kb.audit import UnknownPaperError
from kb.base import Base
from kb.checklist import checklist_json, checklist_markdown, checklist_text, least_reported


def items(base: Base, paper: str, record: str) -> dict[str, dict[str, Any]]:
    records = checklist_json(base, paper)[0]["records"]
    return {item["item"]: item for one in records if one["record"] == record for item in one["items"]}


def test_what_a_thin_film_cell_lacks(base: Base) -> None:
    found = items(base, "tan2021", "tan2021/cell-a")
    assert {name for name, item in found.items() if item["state"] == "not stated"} == {
        "active_loading", "cell_area", "electrolyte_thickness", "negative_reserve", "areal_capacity", "initial_efficiency",
        "steady_efficiency", "replicates", "test_temperature", "capacity_of_retention",
    }  # fmt: skip
    assert found["operating_pressure"]["state"] == "not applicable"
    assert found["test_temperature"]["looked_for"] is True


def test_a_rate_beside_a_current_is_shown_with_place_and_words(base: Base) -> None:
    found = items(base, "tan2021", "tan2021/cell-a")["one_c"]
    assert found["state"] == "stated"
    assert [(one["printed"], one["place"]) for one in found["evidence"]] == [("0.1 C", "Section 3.3.2"), ("3 μA", "Section 3.3.2")]  # fmt: skip
    assert "3 μA" in found["evidence"][1]["quote"]


def test_the_abstracts_conductivity_lacks_its_temperature(base: Base) -> None:
    found = items(base, "tan2021", "tan2021/llto-300")
    assert found["conductivity_temperature"]["lacking"] == ["tan2021/llto-300/conductivity-abstract"]
    assert found["sample_thickness"]["evidence"][0]["printed"] == "300–400 nm"
    assert found["amplitude"]["state"] == "inherited"
    assert found["pellet_density"]["state"] == "not applicable"


def test_a_pressed_cell_states_its_making_and_not_its_running_pressure(base: Base) -> None:
    found = items(base, "lim2022", "lim2022/full-7.2-5min")
    assert found["fabrication_pressure"]["evidence"][0]["printed"] == "70 MPa"
    assert found["operating_pressure"]["state"] == "not stated"
    assert [one["printed"] for one in found["electrolyte_thickness"]["evidence"]] == ["150 mg", "13 mm"]
    assert sorted(one["printed"] for one in found["electrode_composition"]["evidence"]) == ["1", "1.5", "27.5", "70"]


def test_both_lithium_electrodes_count_where_they_differ(base: Base) -> None:
    found = items(base, "lim2022", "lim2022/sym-0min")["lithium_thickness"]
    assert [one["printed"] for one in found["evidence"]] == ["~10 μm", "500 μm"]


def test_the_missing_number_is_told_with_what_it_unlocks(base: Base) -> None:
    made = checklist_json(base, "lim2022")[0]["missing_numbers"]
    told = [one["told"] for one in made]
    assert "the final capacity per active mass of lim2022/full-7.2-5min/cycling-1C: makes 1 claim checkable (lim2022/full-7.2-5min/cycling-1C/capacity_retention)" in told  # fmt: skip
    assert [len(one["claims"]) for one in made] == sorted((len(one["claims"]) for one in made), reverse=True)


def test_no_paper_states_a_stack_pressure_or_a_spread(base: Base) -> None:
    found = {one["item"]: one for one in least_reported(base)}
    assert found["operating_pressure"]["stated"] == found["replicates"]["stated"] == 0
    assert found["cycle_count"]["stated"] == found["cycle_count"]["applicable"]
    assert [one["share"] for one in least_reported(base)] == sorted(one["share"] for one in least_reported(base))


def test_the_score_of_a_paper_is_the_sum_of_its_records(base: Base) -> None:
    for one in checklist_json(base):
        for key in ("stated", "stated_in_part", "applicable"):
            assert one[key] == sum(record[key] for record in one["records"])
        for record in one["records"]:
            applicable = [item["state"] for item in record["items"] if item["state"] != "not applicable"]
            assert record["applicable"] == len(applicable)
            assert record["stated"] == sum(state in ("stated", "inherited") for state in applicable)


def test_every_piece_of_evidence_is_a_record_of_the_base(base: Base) -> None:
    evidence = [made for one in checklist_json(base) for record in one["records"] for item in record["items"] for made in item["evidence"]]  # fmt: skip
    assert len(evidence) > 500
    assert [made["id"] for made in evidence if base.record(made["id"]) is None] == []


def test_the_text_names_paper_record_state_and_place(base: Base) -> None:
    text = checklist_text(base, "tan2021")
    assert text.splitlines()[0].startswith("Tan 2021: Stabilization of Li0.33La0.55TiO3")
    assert "  not stated: area or diameter of the electrodes" in text
    assert "  stated: housing: coin, pouch, mould = coin tan2021/cell-a" in text
    assert "Least reported over all papers" in checklist_text(base)
    assert "Least reported over all papers" not in text


def test_the_markdown_has_a_table_a_record_and_cites_its_sources(base: Base) -> None:
    page = checklist_markdown(base, "tan2021")
    assert page.count("| asked | state | as printed | see |") == 7
    assert "doi 10.1038/s41560-024-01634-3" in page
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {5}


def test_a_paper_that_is_not_there_is_refused(base: Base) -> None:
    with pytest.raises(UnknownPaperError, match="no paper of that slug"):
        checklist_json(base, "tan2022")
