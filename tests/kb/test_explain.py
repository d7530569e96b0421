"""Explanations on the five papers: each fact read in the paper or computed by hand."""

from dataclasses import asdict

import pytest

from compute import FORMULAS
from compute.wording import named, not_reported, pretty, pretty_unit, the
from compute.written.equations import equation
from compute.written.plain import plain
from kb.base import Base
from kb.explain import Judgement, NothingToExplainError, explain, judgement
from kb.explain_markdown import explanation_markdown
from kb.explain_text import explanation_text

RETENTION = "nguyen2024/li-cse-ncm811-5.2/cycling-0.5C/capacity_retention#capacity_retention"
FREE_ENERGY = "lim2022/in-lixin-5min/displacement/reaction_free_energy#reaction_free_energy"
ACTIVATION = "tan2021/llto-300/arrhenius/activation_energy#activation_energy_of_sigma_t"
FOIL = "lim2022/full-12.6-5min/n_to_p_ratio#n_to_p_by_foil"


def judged(base: Base, check: str) -> Judgement:
    (one,) = explain(base, check).judged
    return one


def test_a_contradiction_is_a_derivation(base: Base) -> None:
    one = judged(base, RETENTION)
    assert (one.verdict, one.strength, one.paper) == ("inconsistent", "certain", "nguyen2024")
    assert one.about.printed == "69.6%"
    assert one.about.place == "Section 3.2"
    assert one.formula is not None
    assert one.formula.equation == "CR = q_fin / q_ini"
    assert one.formula.latex == r"\mathrm{CR} = \frac{q_{\mathrm{fin}}}{q_{\mathrm{ini}}}"
    assert one.formula.source == "definition: final over initial discharge capacity"
    assert [(each.name, each.symbol, each.printed, each.means.words) for each in one.inputs] == [
        ("the final capacity per active mass", "q_fin", "116.3 mAh g−1", "116.25 to 116.35 mAh/g"),
        ("the initial capacity per active mass", "q_ini", "163.1 mAh g−1", "163.05 to 163.15 mAh/g"),
    ]
    # 116.25 / 163.15 and 116.35 / 163.05
    assert one.computed is not None
    assert (one.computed.lo, one.computed.hi) == pytest.approx((71.25345, 71.35848))
    assert one.gap is not None
    assert one.gap.words == "the nearest that the printed digits allow are 69.65 and 71.25 %, 1.6 percentage points (a factor of 1.023) apart"  # fmt: skip
    assert "specific discharge capacities of 163.1 and 107.6" in one.inputs[1].quote
    assert [note.printed for note in one.misprints] == ["69.6%"]


def test_a_contradiction_says_what_it_does_not_say(base: Base) -> None:
    assert judged(base, RETENTION).does_not_say == (
        "Not that 69.6% is the wrong one of the three printed numbers: only that they cannot all be true as printed.",
        "Nor that they belong together beyond doubt: they stand in different sentences, and are taken to be about the same sample and test.",
    )  # fmt: skip
    assert "some are quoted from other work" in " ".join(judged(base, FREE_ENERGY).does_not_say)
    assert "the composition may be nominal" in judged(base, "lim2022/li100in/mass_ratio(Li:In)#mass_ratio_of_formula").does_not_say[0]  # fmt: skip


def test_constants_of_nature_are_told_with_their_source(base: Base) -> None:
    one = judged(base, FREE_ENERGY)
    assert one.formula is not None
    assert one.formula.equation == "ΔG = −n F (E_red − E_ox)"
    assert one.formula.constants == ("F = 96485.3321 C/mol (CODATA 2018)",)
    assert one.gap is not None
    assert one.gap.words.endswith("62.84 kJ/mol apart")


def test_likely_says_which_about_allowance_or_convention_makes_it_so(base: Base) -> None:
    assert judged(base, ACTIVATION).likely_because == (
        "“room temperature” was taken as anything from 20 to 30 °C",
        "the formula is a model, not a definition: 10 % was allowed for it, and a real sample may deviate more",
    )
    (why,) = judged(base, FOIL).likely_because
    assert why.startswith("“~10 μm” (Conclusion) is an “about”: it was taken as within 10 % of its value")
    assert "only the two points that are printed as numbers were used" in judged(base, ACTIVATION).does_not_say[-1]


def test_only_what_is_likely_has_a_reason_to_be(base: Base) -> None:
    for row in base.rows("verdict"):
        assert bool(judgement(base, row).likely_because) == (row["strength"] == "likely"), row["id"]


def test_conventions_say_what_they_give_or_why_they_were_not_tried(base: Base) -> None:
    told = {one.formula: (one.counts, one.told) for one in judged(base, FOIL).tried}
    assert told["n_to_p_by_foil"] == (True, "gives 0.7567 to 0.9661, which is a factor of 1.051 away")
    assert told["n_to_p_by_strippable_lithium"][1] == "not tried, because the areal capacity of strippable lithium of the negative electrode is not reported"  # fmt: skip
    stated = {one.formula: one.told for one in judged(base, RETENTION).tried}
    assert stated["retention_of_first_discharge"] == "set aside, for what the paper prints says which is meant"


def test_consistent_only_as_does_not_claim_that_the_paper_means_it(base: Base) -> None:
    one = judged(base, "lim2022/full-7.2-5min/n_to_p_ratio#n_to_p_by_foil")
    assert one.only_as == "lithium of the foil alone over the positive capacity"
    assert one.does_not_say[0].startswith("Not that the paper means it so, for it doesn't say")
    assert "“lithium of foil and positive electrode over the positive capacity”" in one.does_not_say[0]


def test_consistent_says_how_wide_the_interval_is(base: Base) -> None:
    one = judged(base, "lim2022/li-0min/stripping-cycled/lithium_loss#lithium_loss")
    # 1 - 1.195/1.835 = 34.88 % to 1 - 1.185/1.845 = 35.77 %: 0.89 of 35.77 is 2.5 %
    assert one.does_not_say[0] == "Not that the numbers are right: only that they agree within their printed digits; what the others give is 2.5 % wide, and a smaller deviation would not be seen."  # fmt: skip


def test_untestable_says_nothing_against_the_number(base: Base) -> None:
    one = judged(base, "li2024/lpscl/arrhenius/activation_energy#activation_energy_of_sigma")
    assert one.headline == "The activation energy of LPSCl, printed as 0.28 eV, cannot be checked: the ionic conductivity at a second temperature is not reported."  # fmt: skip
    assert one.does_not_say[0] == "Nothing is said against the activation energy: it cannot be checked, because the ionic conductivity at a second temperature is not reported."  # fmt: skip
    assert one.missing == ("the ionic conductivity at a second temperature",)
    assert one.computed is None


def test_repeated_prints_are_told_by_what_they_print(base: Base) -> None:
    one = judged(base, "tan2021/cell-c/deep-1000/current#stated_twice")
    assert one.headline.endswith("is printed as 40 μA (Section 3.3.3) and as 3 μA (Fig. 5 caption).")
    assert one.does_not_say == ("Not which is right: 40 μA (2 times) or 3 μA (once). How often a number is printed proves nothing.",)  # fmt: skip
    agreeing = judged(base, "lim2022/c-li/theoretical_areal_capacity#stated_twice")
    assert agreeing.headline.endswith("places, which agree.")
    assert agreeing.does_not_say == ("Not that the number is right: only that its prints agree with each other.",)


def test_shares_and_statements_are_told_too(base: Base) -> None:
    whole = judged(base, "li2024/p-lpscl/li5.7ps4.7cl1.3/mass_fraction#shares_of_a_whole")
    assert whole.headline.endswith("more than 100 % is not possible.")
    assert whole.about.printed == ""
    fold = judged(base, "li2024/statements/electronic-16-fold#statement_times_lower")
    assert fold.rule == "“n times lower” is the number that it is compared with over the one that it is about."
    assert fold.formula is None
    order = judged(base, "kim/statements/filler-reduces-ea#statement_lower_than")
    assert order.headline.endswith("the numbers that it prints are in that order.")
    assert order.does_not_say == ("Not that the difference is significant: only that the printed numbers are in the order that is said.",)  # fmt: skip
    alone = judged(base, "kim/statements/60-lower#statement_percent_lower")
    assert alone.does_not_say[0] == "Nothing is said against the statement: it cannot be checked, because what it is compared with is not given as a number."  # fmt: skip


def test_a_derived_input_brings_its_own_derivation_once(base: Base) -> None:
    found = explain(base, "li2024/si-half/cycling-0.1C/derived/areal_energy:areal_energy")
    (one,) = found.derived
    assert one.formula.equation == "E_A = Q_A U_avg"
    capacity, voltage = one.inputs
    assert (capacity.kind, capacity.printed) == ("derived", "")
    assert capacity.derivation is not None
    assert [each.printed for each in capacity.derivation.inputs] == ["3339.8 mAh g−1", "0.5 mg cm−2"]
    # 3339.75 * 0.45 and 3339.85 * 0.55 mAh/cm2 / 1000
    assert (capacity.means.lo, capacity.means.hi) == pytest.approx((1.5028875, 1.8369175))
    assert voltage.derivation is not None
    assert voltage.derivation.formula.constants == ("ξ is anything from 0 to 1",)
    assert "is not printed" in one.does_not_say[0]
    assert "      from\n        q_dis,1, the first discharge capacity per active mass" in explanation_text(found)
    assert "> The areal capacity:" in explanation_markdown(found)


def test_a_reading_brings_the_verdicts_on_it_and_those_that_use_it(base: Base) -> None:
    found = explain(base, "nguyen2024/li-cse-ncm811-5.2/cycling-0.5C/final_capacity_per_active_mass")
    assert found.printed is not None
    assert found.printed.of == "Li|CSE|NCM811, 5.2 mg cm−2"
    assert RETENTION in [one.id for one in found.used]
    assert "It is an input of" in explanation_text(found)
    assert "## Verdicts that use it" in explanation_markdown(found)


def test_a_statement_is_explained_by_its_verdict(base: Base) -> None:
    found = explain(base, "kim/statements/four-times")
    assert found.printed is not None
    assert found.printed.printed == "almost 4"
    (one,) = found.judged
    # 0.415 / 0.115 and 0.425 / 0.105
    assert one.computed is not None
    assert (one.computed.lo, one.computed.hi) == pytest.approx((3.608696, 4.047619))


def test_every_verdict_and_derived_value_can_be_told(base: Base) -> None:
    for row in [*base.rows("verdict"), *base.rows("derived")[::7]]:
        found = explain(base, row["id"])
        text, page = explanation_text(found), explanation_markdown(found)
        assert "What this does not say" in text
        assert "**What this does not say**" in page
        assert "_" not in " ".join(found.judged[0].missing if found.judged else [])
        assert "None" not in text.replace("None was", "")
        assert asdict(found)["id"] == row["id"]


def test_what_can_not_be_explained_says_what_can(base: Base) -> None:
    with pytest.raises(NothingToExplainError, match="did you mean nguyen2024/cse/conductivity-30C/ionic_conductivity"):
        explain(base, "nguyen2024/cse/conductivity-30C/ionic_conductivty")
    with pytest.raises(NothingToExplainError, match="is a paper, which has no verdict of its own"):
        explain(base, "lim2022")
    with pytest.raises(NothingToExplainError, match="`kb audit` lists the ids"):
        explain(base, "§")


NAMES = [
    ("negative_thickness", "the thickness of the negative electrode"),
    ("positive_active_mass_loading", "the active-material loading of the positive electrode"),
    ("positive_active_molar_mass", "the molar mass of the active material in the positive electrode"),
    ("lithium_density", "the density of lithium"),
    ("first_charge_capacity_per_active_mass", "the first charge capacity per active mass"),
    ("second_molar_volume", "the molar volume of the second of the two"),
    ("reference_temperature", "the reference temperature"),
    ("n_to_p_ratio", "the N/P ratio"),
    ("ionic_conductivity at a second temperature", "the ionic conductivity at a second temperature"),
    ("the number that it is about", "the number that it is about"),
]


@pytest.mark.parametrize(("name", "words"), NAMES)
def test_parameters_are_named_as_one_says_them(name: str, words: str) -> None:
    assert the(name) == words


def test_no_parameter_of_a_formula_keeps_its_underscores() -> None:
    names = {name for made in FORMULAS.values() for name in (made.gives, *made.required)}
    assert [name for name in names if "_" in named(name)] == []


def test_what_is_missing_is_a_sentence() -> None:
    assert not_reported(["area"]) == "the area is not reported"
    assert not_reported(["power", "target_diameter"]) == "the power and the diameter of the target are not reported"
    assert not_reported(["a number"]) == "a number is not reported"
    assert not_reported(["both numbers of the difference"]) == "both numbers of the difference are not reported"
    both = ["the number that it is about", "the number that it is compared with"]
    assert not_reported(both) == "neither what it is about nor what it is compared with is given as a number"


def test_units_and_numbers_are_written_as_print_has_them() -> None:
    assert pretty_unit("mAh/cm2") == "mAh/cm²"
    assert pretty_unit("g cm-3") == "g cm⁻³"
    assert pretty_unit("ohm cm2") == "Ω cm²"
    assert pretty("-9.56e-06") == "−9.56×10⁻⁶"


EQUATIONS = [
    ("ionic_conductivity", "σ = L / ((R − R_lead) A)"),
    ("n_to_p_by_inventory", "N/P = 1 + L_neg ρ_Li F / (M_Li Q_A)"),
    ("conductivity_of_grains_and_boundaries", "σ = 1 / (1 / σ_b + 1 / σ_gb)"),
    ("geometric_fade_per_cycle", "f_c = 1 − CR^(1 / N_c)"),
    ("volume_change", "ΔV_rel = n_2 V_m,2 / (n_1 V_m,1) − 1"),
    ("power_density_of_target", "P_A = 4 P / (π d_T^2)"),
    ("conductivity_at_reference_temperature_sigma", "σ_ref = σ exp(−(E_a / k_B) (1 / T_ref − 1 / T))"),
    ("final_capacity_of_retention", "q_fin = q_ini · CR"),
]


@pytest.mark.parametrize(("name", "line"), EQUATIONS)
def test_an_equation_is_one_line_of_text(name: str, line: str) -> None:
    assert plain(equation(FORMULAS[name])) == line
