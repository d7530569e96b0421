"""The audit: contradictions told once, and the letter to the authors."""

import re

import pytest

from kb.audit import UnknownPaperError, audit, audit_json, findings
from kb.audit_markdown import audit_markdown
from kb.base import Base
from schema.vocabulary import Verdict

PAPERS = ["kim", "li2024", "lim2022", "nguyen2024", "tan2021"]


def distinct(base: Base, paper: str) -> list[list[str]]:
    rows = base.by("verdict", "paper_id", paper)
    return [[row["id"] for row in group] for group in findings(base, rows, Verdict.INCONSISTENT)]


def test_one_caption_against_one_sentence_is_one_contradiction(base: Base) -> None:
    groups = distinct(base, "tan2021")
    assert [len(group) for group in groups] == [4, 1, 1]
    assert groups[0] == [f"tan2021/cell-{letter}/cycling-100/c_rate#stated_twice" for letter in "abcd"]


def test_two_samples_that_share_the_two_statements_are_told_together(base: Base) -> None:
    groups = distinct(base, "lim2022")
    assert len(groups) == 5
    assert ["lim2022/li-0min/stripping-cycled/cycle_count#stated_twice", "lim2022/li-5min/stripping-cycled/cycle_count#stated_twice"] in groups  # fmt: skip


def test_the_text_tells_it_once_and_names_the_others(base: Base) -> None:
    text = audit(base, "tan2021")
    assert "Contradictions (3, in 6 records)" in text
    assert text.count("discharge rate of 0.1 C”") == 1
    assert "the same in tan2021/cell-d/cycling-100/c_rate#stated_twice" in text


def test_the_data_keep_every_verdict_and_say_which_belong_together(base: Base) -> None:
    (one,) = audit_json(base, "tan2021")
    assert len(one["inconsistent"]) == one["verdicts"]["inconsistent"] == 6
    assert sorted(check for group in one["contradictions"] for check in group) == [check["id"] for check in one["inconsistent"]]  # fmt: skip


def test_what_is_missing_is_said_in_words(base: Base) -> None:
    text = audit(base, "kim", untestable=True)
    assert "- kim/a-v2o5-film/pt-ti/power_density#power_density_of_target: the diameter of the target is not reported" in text  # fmt: skip


def test_the_letter_tells_a_contradiction_with_all_that_it_rests_on(base: Base) -> None:
    letter = audit_markdown(base, "nguyen2024")
    assert "[doi:10.1007/s40820-023-01294-0](https://doi.org/10.1007/s40820-023-01294-0)" in letter
    assert "| inconsistent | 1 |" in letter
    assert "### 1. Capacity retention of Li\\|CSE\\|NCM811, 5.2 mg cm−2" in letter
    assert "| $q_{\\mathrm{ini}}$ | the initial capacity per active mass | 163.1 mAh g−1 | 163.05 to 163.15 mAh/g | Section 3.2: “specific discharge capacities of 163.1" in letter  # fmt: skip
    assert "1.6 percentage points (a factor of 1.023) apart" in letter
    assert "`nguyen2024/li-cse-ncm811-5.2/cycling-0.5C/capacity_retention#capacity_retention`" in letter
    assert f"Build `{base.build}`." in letter


def test_the_letter_tells_a_misprint_once(base: Base) -> None:
    letter = audit_markdown(base, "tan2021")
    assert letter.count("the text says 3 μA, 0.1 C for the same 100 cycles") == 1
    assert "3 more stand with the numbers above" in letter
    assert "inconsistent | 6 (3 distinct)" in letter


def test_the_letter_says_where_the_text_may_be_garbled(base: Base) -> None:
    letter = audit_markdown(base, "lim2022")
    assert "agree, unless the text extraction that was read differs from the print" in letter
    assert "“biner”: “binder” may be meant (NBR is a binder). It may come from the text extraction." in letter


def test_the_letter_groups_what_cannot_be_checked_by_what_is_missing(base: Base) -> None:
    letter = audit_markdown(base, "tan2021")
    part = letter.partition("## What cannot be checked (")[2].partition("## Reporting checklist")[0]
    power = part.partition("- Because the power and the diameter of the target are not reported:\n")[2].partition("\n- ")[0]  # fmt: skip
    assert power.count("  - power density of ") == 6
    one, _, several = part.partition("These lack more than one.")
    assert "- Because the area-specific resistance is not reported:" in one
    assert "- Because the power and the diameter of the target are not reported:" in several


def test_a_paper_without_contradictions_and_doi_gets_a_letter_too(base: Base) -> None:
    letter = audit_markdown(base, "kim")
    assert "## Contradictions (0)\n\nNone was found." in letter
    assert "doi" not in letter.partition("## What this is")[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_letter_is_courteous_and_whole(base: Base, paper: str) -> None:
    letter = audit_markdown(base, paper)
    own = re.sub(r"“[^”]*”", "", letter)
    assert re.findall(r"\b(?:error|wrongdoing|mistake|fraud|None of|nan|inf)\b", own) == []
    for title in ("What this is", "Contradictions", "Possible misprints", "What cannot be checked", "Reporting checklist", "How to answer"):  # fmt: skip
        assert f"\n## {title}" in letter
    rows = [line for line in letter.splitlines() if line.startswith("|")]
    assert all(re.search(r"(?<!\\)\|$", line) for line in rows)
    assert "\n\n\n" not in letter


def test_letters_of_all_papers_follow_one_another(base: Base) -> None:
    assert audit_markdown(base).count("# A check of the printed numbers in") == 5


def test_a_letter_of_an_unknown_paper_names_the_near_one(base: Base) -> None:
    with pytest.raises(UnknownPaperError, match="did you mean lim2022"):
        audit_markdown(base, "lim2021")
