"""Invented electrodes and cells: their truth, and what a paper prints of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress

import numpy as np
import polars as pl

from generator.draws import Bools, Floats
from generator.electrolytes import KELVIN, Electrolytes, add_material, si
from generator.library import ACTIVES, ANODE, substances
from generator.sheet import Owner, Ref, Sheet
from schema.quantities import Q

__all__ = ["Balance", "add_cells", "add_electrodes"]

ROUNDED = 2  # digits of a chosen current density


@dataclass(frozen=True)
class Balance:
    """The truth of the electrodes in SI: of the lithium, and of positive electrodes 1 and 2."""

    lithium_thickness: Floats
    lithium_density: float
    lithium_capacity: float  # C/kg
    anode: Bools  # where electrode 2 is a negative material measured against lithium
    capacity: list[Floats]
    one_c: list[Floats]
    rate: list[Floats]
    current: list[Floats]
    loading: list[Floats]
    share: list[Floats]
    collector: list[Floats]
    lithium_collector: Floats


def add_electrodes(sheet: Sheet) -> Balance:
    """A lithium electrode and two others, with their materials; the second is silicon in every fifth paper."""
    d = sheet.draws
    table = substances()
    molar = float(table.filter(table["formula"] == "Li")["molar_mass"][0])
    faraday = float(Q.constant("faraday").si)  # type: ignore[union-attr]
    actives = (*ACTIVES, ANODE)
    anode = d.chance("anode", 0.2)
    choice = [d.whole("active 0", len(ACTIVES)), np.where(anode, len(ACTIVES), d.whole("active 1", len(ACTIVES)))]
    capacity, one_c, rate, current, loading, share, collector = ([] for _ in range(7))
    for index in range(2):
        of = {
            name: np.asarray([getattr(one, name) for one in actives])[choice[index]] for name in ("capacity", "one_c")
        }
        c_rate = d.of(f"rate {index}", (0.1, 0.2, 0.5, 1))
        areal = np.exp(d.uniform(f"loading {index}", np.log(0.5), np.log(6)))  # mAh/cm2 of 1 C
        chosen = np.array([float(f"{value:.{ROUNDED - 1}e}") for value in c_rate * areal])
        capacity.append(si(of["capacity"] * d.uniform(f"capacity {index}", 0.85, 1.08), "mAh/g"))
        one_c.append(si(of["one_c"], "mAh/g"))
        rate.append(si(c_rate, "1/h"))
        current.append(si(chosen, "mA/cm2"))
        loading.append(current[-1] / (rate[-1] * one_c[-1]))
        share.append(d.of(f"share {index}", (0.65, 0.7, 0.75, 0.8, 0.85)))
        collector.append(si(2.7 * d.uniform(f"collector {index}", 10, 20), "g cm-3") * 1e-6)
    made = Balance(
        si(np.exp(d.uniform("lithium", np.log(10), np.log(450))), "um"), float(si(0.534, "g cm-3")), faraday / molar,
        anode, capacity, one_c, rate, current, loading, share, collector, si(8.96 * d.uniform("copper", 6, 12), "g cm-3") * 1e-6,
    )  # fmt: skip
    _lithium(sheet, made)
    for slug, formula in (("aluminium", "Al"), ("copper", "Cu"), ("carbon", "C")):
        add_material(sheet, slug, np.full(len(d), formula, dtype=object))
    for index in range(2):
        formulas = np.asarray([one.formula for one in actives], dtype=object)[choice[index]]
        _working(sheet, made, index, formulas)
    return made


def _lithium(sheet: Sheet, made: Balance) -> None:
    d = sheet.draws
    add_material(sheet, "lithium", np.full(len(d), "Li", dtype=object))
    material = Owner("lithium", "material", claim="theory")
    per_mass = np.full(len(d), made.lithium_capacity)
    sheet.read(material, "theoretical_capacity_per_mass", per_mass, 0.15)
    sheet.read(material, "theoretical_volumetric_capacity", per_mass * made.lithium_density, 0.1)
    sheet.record("electrode", "lithium-1", slug="lithium-1", polarity="negative", collector_id=Ref("copper"))
    sheet.record(
        "constituent", "lithium-1/lithium", whole_id=Ref("lithium-1"), whole_kind="electrode",
        material_id=Ref("lithium"), role="active_material",
    )  # fmt: skip
    owner = Owner("lithium-1", "electrode")
    held = made.lithium_thickness * made.lithium_density * made.lithium_capacity
    sheet.read(owner, "thickness", made.lithium_thickness, 0.95, claim="setting")
    sheet.read(owner, "lithium_areal_capacity", held, 0.15)
    sheet.read(owner, "theoretical_areal_capacity", held, 0.15)
    sheet.read(owner, "collector_areal_mass", made.lithium_collector, 0.5)


def _working(sheet: Sheet, made: Balance, index: int, formulas: np.ndarray) -> None:
    d, path, active = sheet.draws, f"positive-{index + 1}", f"active-{index + 1}"
    add_material(sheet, active, formulas)
    sheet.read(Owner(active, "material"), "particle_size", si(d.uniform(f"particle {index}", 0.2, 12), "um"), 0.5)
    polarity = np.where(made.anode & (index == 1), "negative", "positive").astype(object)
    collector = np.where(polarity == "positive", "aluminium", "copper").astype(object)
    sheet.record(
        "electrode",
        path,
        slug=path,
        polarity=polarity,
        collector_id=sheet.papers + "/" + pl.Series(sheet_words(collector)),
    )
    parts = ((active, "active_material"), (f"solid-{index + 1}", "solid_electrolyte"), ("carbon", "conductive_carbon"))
    rest = np.round(1 - made.share[index] - 0.03, 9)
    shown = d.chance(f"fractions {index}", 0.5)
    for (material, role), share in zip(parts, (made.share[index], rest, np.full(len(d), 0.03)), strict=True):
        sheet.record("constituent", f"{path}/{material}", whole_id=Ref(path), whole_kind="electrode",
                     material_id=Ref(material), role=role)  # fmt: skip
        owner = Owner(f"{path}/{material}", "constituent", path, "electrode", "setting")
        sheet.read(owner, "mass_fraction", share, shown, plain=True)
    owner = Owner(path, "electrode")
    sheet.read(owner, "active_mass_loading", made.loading[index], 0.95)
    sheet.read(owner, "composite_mass_loading", made.loading[index] / made.share[index], 0.3)
    sheet.read(owner, "one_c_capacity_per_active_mass", made.one_c[index], 0.5, claim="setting")
    sheet.read(owner, "collector_areal_mass", made.collector[index], 0.4)


def sheet_words(words: np.ndarray) -> list[str]:
    """An array of words as a list that a column of text can be joined with."""
    return [str(word) for word in words]


def add_cells(sheet: Sheet, solids: Electrolytes, balance: Balance) -> list[Floats]:
    """Three cells with a working electrode and two symmetric ones; the retentions of the first three are returned."""
    d = sheet.draws
    _stack(sheet, "full-1", "full", (("lithium-1", "negative"), ("se-1", "separator"), ("positive-1", "positive")))
    coated = (("lithium-1", "negative"), ("coat-1", "coating"), ("se-1", "separator"), ("positive-1", "positive"))
    _stack(sheet, "full-2", "full", coated)
    half = np.where(balance.anode, "half", "full").astype(object)
    roles = [
        np.where(balance.anode, other, role).astype(object)
        for role, other in (("negative", "counter"), ("positive", "working"))
    ]
    _stack(sheet, "full-3", half, (("lithium-1", roles[0]), ("se-2", "separator"), ("positive-2", roles[1])))
    _stack(
        sheet, "symmetric-1", "symmetric", (("lithium-1", "working"), ("se-1", "separator"), ("lithium-1", "counter"))
    )
    _stack(
        sheet, "symmetric-2", "symmetric",
        (("lithium-1", "working"), ("coat-1", "coating"), ("se-1", "separator"), ("coat-1", "coating"), ("lithium-1", "counter")),
    )  # fmt: skip
    warm = d.of("cell temperature", (25, 25, 30, 60)) + KELVIN
    worst = d.uniform("retention 1", 0.4, 0.85)
    best = worst + d.uniform("retention 2", 0.02, 0.14)
    kept = [worst, best, worst * d.uniform("retention 3", 0.7, 1.1)]
    for index in range(3):
        _cycling(sheet, solids, balance, index, kept[index], warm)
    for index in range(2):
        _plating(sheet, solids, balance, index, warm)
    return kept


def _stack(sheet: Sheet, cell: str, kind: str | np.ndarray, layers: tuple[tuple[str, object], ...]) -> None:
    sheet.record(
        "cell", cell, slug=cell, kind=kind, format=sheet.draws.word(f"format of {cell}", ("mould", "coin", "pouch"))
    )
    for position, (of, role) in enumerate(layers, start=1):
        what = {"se": "electrolyte", "coat": "coating"}.get(of.split("-")[0], "electrode")
        sheet.record("layer", f"{cell}/layer-{position}", cell_id=Ref(cell), position=position, role=role,
                     of_id=Ref(of), of_kind=what)  # fmt: skip
    pressure = si(sheet.draws.of(f"pressure of {cell}", (0.1, 2, 5, 10, 50, 70)), "MPa")
    sheet.read(Owner(cell, "cell"), "operating_pressure", pressure, 0.4, claim="setting")


def _cycling(sheet: Sheet, solids: Electrolytes, balance: Balance, index: int, kept: Floats, warm: Floats) -> None:
    d, cell, at = sheet.draws, f"full-{index + 1}", int(index == 2)
    path = f"{cell}/cycling"
    foil = d.chance(f"foil {index}", 0.5)
    said = {
        '"capacity_basis": "active"': d.chance(f"basis said {index}", 0.3) | sheet.plants.of(f"{path}/areal_capacity"),
        '"discharge_of_energy": "discharge"': sheet.plants.of(f"{path}/specific_energy_of_active_material"),
        '"n_to_p": "foil"': foil, '"n_to_p": "inventory"': ~foil,
        '"one_c": "nominal"': d.chance(f"1 C said {index}", 0.5),
    }  # fmt: skip
    balanced = d.chance(f"balance said {index}", 0.5) | sheet.plants.needs(f"{path}/n_to_p_ratio")
    stated = [here & (balanced | ("n_to_p" not in words)) for words, here in said.items()]
    sheet.record("experiment", path, subject_id=Ref(cell), subject_kind="cell", method="galvanostatic_cycling",
                 conventions=pl.Series(_conventions(list(said), stated)))  # fmt: skip
    owner = Owner(path, "experiment", cell, "cell")
    current = d.chance(f"current {index}", 0.4)
    sheet.condition(owner, "temperature", warm, d.chance(f"warm {index}", 0.8), "°C")
    sheet.condition(owner, "c_rate", balance.rate[at], d.chance(f"c_rate {index}", 0.8), "C")
    sheet.condition(owner, "current_density", balance.current[at], current)
    positive = ~balance.anode | (index < 2)
    capacity = balance.capacity[at] * (1 if index < 2 else d.uniform("capacity of cell 3", 0.85, 1.0))
    capacity = np.where(index == 1, capacity * d.uniform("capacity of cell 2", 1.0, 1.1), capacity)
    areal = capacity * balance.loading[at]
    efficiency = d.uniform(f"first cycle {index}", 0.7, 0.95)
    core: float | Bools = sheet.everywhere() if index < 2 else 0.9
    sheet.read(owner, "current_density", balance.current[at], 0.2, where=~current, claim="setting")
    sheet.read(owner, "initial_capacity_per_active_mass", capacity, core)
    sheet.read(owner, "final_capacity_per_active_mass", capacity * kept, core)
    sheet.read(owner, "capacity_retention", kept, core)
    sheet.read(owner, "cycle_count", d.of(f"cycles {index}", (50, 100, 200, 500, 1000)), 0.8, claim="setting")
    sheet.read(owner, "average_coulombic_efficiency", 1 - 10 ** d.uniform(f"loss {index}", -3.5, -2), 0.4)
    sheet.read(owner, "discharge_capacity_per_active_mass", capacity, 0.8)
    sheet.read(owner, "areal_capacity", areal, 0.8)
    sheet.read(owner, "first_discharge_capacity_per_active_mass", capacity, 0.6)
    first_charge = np.where(positive, capacity / efficiency, capacity * efficiency)
    sheet.read(owner, "first_charge_capacity_per_active_mass", first_charge, 0.6)
    sheet.read(owner, "initial_coulombic_efficiency", efficiency, 0.6)
    sheet.read(owner, "one_c_current_density", balance.one_c[at] * balance.loading[at] * si(1, "1/h"), 0.15)
    nominal = si(d.uniform(f"voltage {at}", 3.3, 4.0), "V")
    energy, weighed = areal * nominal, balance.loading[at] / balance.share[at]
    sheet.read(owner, "average_voltage", nominal, 0.6, where=positive)
    sheet.read(owner, "areal_energy", energy, 0.25, where=positive)
    sheet.read(owner, "specific_energy_of_active_material", capacity * nominal, 0.3, where=positive)
    sheet.read(owner, "specific_energy_of_composite", capacity * nominal * balance.share[at], 0.15, where=positive)
    lithium = balance.lithium_thickness * balance.lithium_density
    stack = weighed + solids.thickness[at] * solids.density[at] + lithium
    known = positive & solids.density_known[at]
    sheet.read(owner, "specific_energy_of_stack", energy / stack, 0.25, where=known)
    collectors = balance.collector[at] + balance.lithium_collector
    sheet.read(owner, "specific_energy_with_collectors", energy / (stack + collectors), 0.2, where=known)
    foil_ratio = lithium * balance.lithium_capacity / areal
    sheet.read(owner, "n_to_p_ratio", np.where(foil, foil_ratio, 1 + foil_ratio), 0.4, where=positive)


def _conventions(words: list[str], stated: list[Bools]) -> list[str]:
    """The stated conventions of each paper, as JSON."""
    return ["{" + ", ".join(compress(words, row)) + "}" for row in zip(*stated, strict=True)]


def _plating(sheet: Sheet, solids: Electrolytes, balance: Balance, index: int, warm: Floats) -> None:
    d, cell = sheet.draws, f"symmetric-{index + 1}"
    path, here = f"{cell}/plating", sheet.everywhere() if index == 0 else d.numbers % 4 == 0
    sheet.record("experiment", path, here, subject_id=Ref(cell), subject_kind="cell", method="plating_stripping",
                 conventions="{}")  # fmt: skip
    owner = Owner(path, "experiment", cell, "cell")
    current, time = d.of(f"plating {index}", (0.1, 0.2, 0.4, 0.5, 1)), d.of(f"half-cycle {index}", (0.5, 1, 2, 2.5))
    sheet.condition(owner, "temperature", warm, here & d.chance(f"plating warm {index}", 0.7), "°C")
    sheet.condition(
        owner, "current_density", si(current, "mA/cm2"), here & d.chance(f"plating at {index}", 0.9), "mA cm−2"
    )
    count, plated = d.of(f"plated {index}", (100, 250, 400, 800, 1000)), si(np.round(current * time, 6), "mAh/cm2")
    sheet.read(owner, "plated_areal_capacity", plated, 0.8, where=here, claim="setting")
    sheet.read(owner, "half_cycle_time", si(time, "h"), 0.6, where=here, claim="setting")
    sheet.read(owner, "stable_cycle_count", count, 0.6, where=here)
    sheet.read(owner, "stable_time", 2 * count * si(time, "h"), 0.8, where=here)
    change = plated / (balance.lithium_capacity * balance.lithium_density)
    sheet.read(owner, "thickness_change", change, 0.15, where=here)
    sigma = solids.sigma(0, warm)
    bulk = solids.thickness[0] / sigma
    interface = si(d.uniform(f"interface {index}", 2, 60) / (1 + index), "ohm cm2")
    sheet.read(owner, "area_specific_interfacial_resistance", interface, 0.3, where=here)
    sheet.read(owner, "overpotential", si(current, "mA/cm2") * (bulk + 2 * interface), 0.7, where=here)
    sheet.read(owner, "critical_current_density", si(d.uniform(f"critical {index}", 0.8, 5), "mA/cm2"), 0.3, where=here)
    first = bulk / (np.pi / 4 * si(10, "mm") ** 2)
    grown = first * d.uniform(f"growth {index}", 0.2, 1.0)
    sheet.read(owner, "resistance_initial", first, 0.35, where=here)
    sheet.read(owner, "resistance_final", first + grown, 0.35, where=here)
    sheet.read(owner, "resistance_change", grown, 0.3, where=here)
