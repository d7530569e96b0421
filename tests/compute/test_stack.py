"""A cell of the base as a stack of the ledger: what each layer gives, what is assumed, what is lacking."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compute import world
from compute.ledger import Level, Lithium
from compute.stack import Records, Stack, StackError, stack_of
from ingest.load import load

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def prints(**readings: str) -> str:
    """Readings of a record, each its own quote."""
    lines = (
        f'{name}: {{reads: "{text}", where: Table 1, quote: "a value of {text}"}}' for name, text in readings.items()
    )
    return "{" + ", ".join(lines) + "}"


NMC = f"""
materials:
  li: {{formula: Li, name: lithium, family: metal}}
  al: {{formula: Al, name: aluminium, family: metal, readings: {prints(thickness="10 ± 0 um", density="2.70 ± 0.00 g/cm3")}}}
  cu: {{formula: Cu, name: copper, family: metal, readings: {prints(thickness="8 ± 0 um", density="8.96 ± 0.00 g/cm3")}}}
  nmc811: {{formula: LiNi0.8Co0.1Mn0.1O2, family: layered_oxide, readings: {prints(density="4.7 ± 0.0 g/cm3")}}}
  lpscl: {{formula: Li6PS5Cl, family: argyrodite, readings: {prints(density="1.87 ± 0.00 g/cm3")}}}
  carbon: {{formula: C, family: conductive_carbon, readings: {prints(density="1.9 ± 0.0 g/cm3")}}}
electrolytes:
  film: {{kind: inorganic, family: argyrodite, form: film, constituents: {{lpscl: {{role: solid_electrolyte}}}}, readings: {prints(thickness="30 ± 0 um", density="1.87 ± 0.00 g/cm3")}}}
electrodes:
  cathode:
    polarity: positive
    constituents:
      nmc811: {{role: active_material, readings: {prints(mass_fraction="80 ± 0 %")}}}
      lpscl: {{role: solid_electrolyte, readings: {prints(mass_fraction="17 ± 0 %")}}}
      carbon: {{role: conductive_carbon, readings: {prints(mass_fraction="3 ± 0 %")}}}
    readings: {prints(areal_capacity="5 ± 0 mAh/cm2", porosity="10 ± 0 %")}
  foil: {{polarity: negative, constituents: {{li: {{role: active_material}}}}, readings: {prints(thickness="20 ± 0 um", density="0.534 ± 0.000 g/cm3")}}}
cells:
  full:
    kind: full
    stack: [{{of: al, role: collector}}, {{of: cathode, role: positive}}, {{of: film, role: separator}}, {{of: foil, role: negative}}, {{of: cu, role: collector}}]
    experiments:
      cycling:
        method: galvanostatic_cycling
        readings: {prints(discharge_capacity_per_active_mass="200 ± 0 mAh/g", average_voltage="3.8 ± 0.0 V")}
"""


@pytest.fixture
def stack(tables: Callable[[str], Any]) -> Callable[..., Stack]:
    def made(body: str, cell: str = "tiny/full", **options: Any) -> Stack:
        rows = tables(body)
        return stack_of(world(rows), cell, rows, **options)

    return made


def energy(one: Stack, level: Level) -> float:
    return one.ledger.figure("specific energy", level).shown()[1]


def test_the_nmc811_cell_of_a_seed_has_its_five_levels_and_two_volumes(stack) -> None:
    found = stack(NMC)
    levels = [Level.ACTIVE, Level.COMPOSITE, Level.STACK, Level.HALF, Level.FULL]
    assert [round(energy(found, level)) for level in levels] == [760, 608, 501, 443, 398]
    volumes = [
        found.ledger.figure("energy density", Level.HALF, state).shown()[1] for state in ("discharged", "charged")
    ]
    assert [round(one) for one in volumes] == [1225, 1059]
    assert found.context_id == "tiny/full/cycling"
    assert found.outermost is Level.FULL
    assert found.missing[Level.CELL] == ("packaging",)
    assert found.cell.assembled == "discharged"


def test_an_unprinted_voltage_lies_between_the_cutoffs_and_has_no_middle(stack) -> None:
    body = NMC.replace('average_voltage: {reads: "3.8 ± 0.0 V", where: Table 1, quote: "a value of 3.8 ± 0.0 V"}', prints(lower_cutoff_voltage="2.5 V", upper_cutoff_voltage="4.3 V")[1:-1])  # fmt: skip
    lo, mid, hi = stack(body).ledger.figure("specific energy", Level.ACTIVE).shown()
    assert (lo, hi) == (pytest.approx(500), pytest.approx(860))
    assert mid != mid
    assert any("between the cut-off voltages" in one for one in stack(body).ledger.figure("areal energy").assumed)


def test_a_density_of_reference_data_is_assumed_and_a_printed_one_hides_it(stack) -> None:
    printed = ', density: {reads: "0.534 ± 0.000 g/cm3", where: Table 1, quote: "a value of 0.534 ± 0.000 g/cm3"}'
    found = stack(NMC.replace(printed, ""))
    assert isinstance(found.cell.negative, Lithium)
    assert found.cell.negative.density.assumed == "negative electrode: density: 0.534 g cm-3, reference data"
    assert stack(NMC).cell.negative.density.assumed is None


def test_every_separator_and_coating_counts_with_its_own_thickness(stack) -> None:
    layers = "{of: film, role: separator}, {of: film, role: separator}, {of: buffer, role: coating}"
    coating = f"coatings:\n  buffer: {{materials: [lpscl], readings: {prints(thickness='10 ± 0 um')}}}\ncells:"
    found = stack(NMC.replace("{of: film, role: separator}", layers).replace("cells:", coating))
    assert [one.name for one in found.cell.between] == ["separator", "separator 2", "coating"]
    masses = [found.ledger.figure("mass", one.name).shown()[1] for one in found.cell.between]
    assert masses == [pytest.approx(5.61), pytest.approx(5.61), pytest.approx(1.87)]
    assert {"separator_2_thickness", "coating_density"} <= set(found.asked)


def test_a_bare_control_adds_no_layer_and_a_treatment_no_mass(stack) -> None:
    bare = "coatings:\n  none: {on: li, bare: true}\n  plasma: {on: li, method: plasma_treatment}\ncells:"
    both = "{of: film, role: separator}, {of: none, role: coating}, {of: plasma, role: coating}"
    found = stack(NMC.replace("cells:", bare).replace("{of: film, role: separator}", both))
    assert [one.name for one in found.cell.between] == ["separator", "coating"]
    assert round(energy(found, Level.STACK)) == 501
    assert "coating: plasma adds no material" in found.ledger.figure("specific energy", Level.STACK).assumed


def test_parts_by_mass_are_fractions_once_all_are_printed(stack) -> None:
    body = NMC.replace("mass_fraction", "mass_parts").replace("80 ± 0 %", "160").replace("17 ± 0 %", "34").replace("3 ± 0 %", "6")  # fmt: skip
    found = stack(body)
    shares = [float(one.mass_fraction.mid[0]) for one in found.cell.positive.components]
    assert shares == [pytest.approx(0.80), pytest.approx(0.03), pytest.approx(0.17)]  # active, then by id


def test_vanadium_oxide_is_assembled_charged_and_a_bare_collector_holds_no_lithium(stack) -> None:
    assert stack(NMC.replace("LiNi0.8Co0.1Mn0.1O2", "V2O5")).cell.assembled == "charged"
    found = stack(NMC.replace("{of: foil, role: negative}, {of: cu, role: collector}", "{of: cu, role: negative}"))
    assert found.ledger.figure("mass", "negative electrode").shown()[1] == 0
    assert found.ledger.figure("mass", "negative collector").shown()[1] == pytest.approx(7.168)
    assert any("no lithium as assembled" in one for one in found.ledger.figure("mass", "negative electrode").assumed)


def test_a_nearer_capacity_counts_and_the_active_level_needs_no_loading(stack) -> None:
    loaded = NMC.replace("porosity:", f"{prints(active_mass_loading='20 ± 0 mg/cm2')[1:-1]}, porosity:")
    found = stack(loaded)  # 200 mAh/g on 20 mg/cm2, not the nominal 5 mAh/cm2
    assert found.ledger.figure("areal capacity").shown()[1] == pytest.approx(4.0)
    assert any("nearer to the run" in one for one in found.notes)
    alone = stack(NMC.replace('areal_capacity: {reads: "5 ± 0 mAh/cm2", where: Table 1, quote: "a value of 5 ± 0 mAh/cm2"}, ', ""))  # fmt: skip
    assert [round(energy(alone, level)) for level in (Level.ACTIVE, Level.COMPOSITE)] == [760, 608]
    assert alone.missing[Level.STACK] == ("positive electrode: areal capacity",)


def test_a_cell_that_is_not_there_or_delivers_nothing_is_refused(stack) -> None:
    with pytest.raises(StackError, match="did you mean tiny/full"):
        stack(NMC, "tiny/ful")
    with pytest.raises(StackError, match="is a cell of kind symmetric"):
        stack(NMC.replace("kind: full", "kind: symmetric"))
    with pytest.raises(StackError, match=r"no experiment of tiny/full[\s\S]*did you mean tiny/full/cycling"):
        stack(NMC, context="tiny/full/cyclin")
    with pytest.raises(StackError, match="tests a negative electrode"):
        half = "[{of: foil, role: working}, {of: film, role: separator}, {of: li, role: counter}]"
        body = NMC.replace("kind: full", "kind: half")
        stack(body[: body.index("    stack:")] + f"    stack: {half}\n" + body[body.index("    experiments:") :])


REACHES = {
    "kim/type-1": Level.ACTIVE, "kim/type-4": Level.ACTIVE, "li2024/full-lzcf-16.5": Level.ACTIVE,
    "li2024/full-lzcf-800": None, "lim2022/full-7.2-0min": Level.STACK, "lim2022/full-12.6-0min": Level.STACK,
    "lim2022/full-7.2-5min": Level.COMPOSITE, "nguyen2024/li-cse-ncm811-5.2": Level.COMPOSITE, "tan2021/cell-a": None,
}  # fmt: skip


def test_the_cells_of_the_five_papers_reach_these_levels() -> None:
    tables = load(SEEDS).tables
    seen = world(tables)
    records = Records(tables, seen)
    assert {one: stack_of(seen, one, records).outermost for one in REACHES} == REACHES
    lacking = stack_of(seen, "nguyen2024/li-cse-ncm811-5.2", records).missing[Level.STACK]
    assert lacking == ("wetting: thickness", "wetting: density", "separator: thickness", "separator: density", "negative electrode: thickness")  # fmt: skip
    # 150 mg over pi / 4 * 1.3 cm squared
    pellet = stack_of(seen, "lim2022/full-7.2-0min", records).ledger.figure("mass", "separator").shown()
    assert pellet[1] == pytest.approx(113.0, rel=0.001)
