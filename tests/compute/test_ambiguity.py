"""A number that can be read in two ways: both are tried, as a claim and as an input."""

from __future__ import annotations

from collections.abc import Callable

from compute import Checked
from schema.vocabulary import Verdict

CELL = """
materials: {{li: {{formula: Li, family: metal}}}}
cells:
  full:
    kind: full
    stack: [{{of: li, role: negative}}]
    experiments:
      cycling:
        method: galvanostatic_cycling
        where: Table 1
        quote: "from 163.1 to 116.3 or 113.5 mAh/g, a retention of 69.6 % or 71.3 %"
        readings:
          initial_capacity_per_active_mass: {{reads: "163.1 mAh/g"}}
          final_capacity_per_active_mass: {{reads: "116.3 mAh/g"{final}}}
          capacity_retention: {{reads: "69.6 %"{retention}}}
"""
CHECK = "full/cycling/capacity_retention#capacity_retention"
Verdicts = Callable[[str], dict[str, Checked]]


def test_read_in_one_way_the_numbers_contradict_each_other(verdicts: Verdicts) -> None:
    assert verdicts(CELL.format(final="", retention=""))[CHECK].verdict is Verdict.INCONSISTENT


def test_a_claim_that_fits_only_in_the_other_reading_says_so(verdicts: Verdicts) -> None:
    retention = ', or_reads: "71.3 %", ambiguity: "may be that of the other cell"'
    found = verdicts(CELL.format(final="", retention=retention))[CHECK]
    assert found.verdict is Verdict.CONSISTENT_ONLY_AS
    assert found.only_as == "71.3 %, the other way to read it"
    assert found.gap is None


def test_an_input_that_can_be_read_in_two_ways_accuses_nobody_that_fits_either(verdicts: Verdicts) -> None:
    final = ', or_reads: "113.5 mAh/g", ambiguity: "may be that of the other cell"'
    assert verdicts(CELL.format(final=final, retention=""))[CHECK].verdict is Verdict.CONSISTENT
