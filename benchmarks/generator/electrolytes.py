"""Invented electrolytes, materials and coatings: their truth, and what a paper prints of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from generator.draws import Bools, Floats
from generator.library import COATS, SOLIDS, substances
from generator.sheet import Owner, Ref, Sheet
from schema.quantities import Q
from schema.units import unit

__all__ = ["Electrolytes", "add_coatings", "add_electrolytes", "add_material", "si"]

KELVIN = 273.15
ROOM = 25.0 + KELVIN
SERIES_SHARE = 0.24
SERIES = ((25, 10), (25, 20), (30, 10), (30, 20))  # first temperature and step of a series, in °C
PRINTED_DENSITY = 0.2


def si(value: Floats | float, text: str) -> Floats:
    """A value in a unit, in SI."""
    found = unit(text)
    return np.asarray(value) * found.factor + found.offset


def add_material(sheet: Sheet, slug: str, formulas: np.ndarray, where: Bools | None = None) -> None:
    """A material of the library in some papers, one formula a paper."""
    table = substances()
    here = np.asarray(pl.Series(formulas).replace_strict(table["formula"], np.arange(len(table))), dtype=np.int64)
    columns = {name: table[name].gather(here) for name in table.columns}
    sheet.record("material", slug, where, slug=slug, **columns)


@dataclass(frozen=True)
class Electrolytes:
    """The truth of electrolytes 1, 2, 3 of every paper in SI: arrays by electrolyte, then paper."""

    here: list[Bools]
    thickness: list[Floats]
    density: list[Floats]
    density_known: list[Bools]
    measured_at: Floats
    energy: list[Floats]
    sigma_room: list[Floats]
    sigma_t: Bools
    material: Sequence[np.ndarray]

    def sigma(self, index: int, temperature: Floats) -> Floats:
        """Conductivity at a temperature in kelvin, by the paper's form of the Arrhenius law."""
        boltzmann = float(Q.constant("boltzmann").si)  # type: ignore[union-attr]
        made = self.sigma_room[index] * np.exp(-self.energy[index] / boltzmann * (1 / temperature - 1 / ROOM))
        return np.where(self.sigma_t, made * ROOM / temperature, made)


def add_electrolytes(sheet: Sheet) -> Electrolytes:
    """Two electrolytes in each paper and a third in every second one: half of the papers have three."""
    d = sheet.draws
    choice = [d.whole(f"solid {index}", len(SOLIDS)) for index in range(3)]

    def of(index: int, values: Sequence[float]) -> Floats:
        return np.asarray(values, dtype=np.float64)[choice[index]]

    def between(index: int, name: str, ends: Sequence[tuple[float, float]]) -> Floats:
        low, high = of(index, [one[0] for one in ends]), of(index, [one[1] for one in ends])
        return low + (high - low) * d.uniform(f"{name} {index}")

    printed = [d.chance(f"density {index}", PRINTED_DENSITY) for index in range(3)]
    porous = [1 - np.where(printed[index], d.uniform(f"porosity {index}", 0, 0.15), 0) for index in range(3)]
    made = Electrolytes(
        here=[sheet.everywhere(), sheet.everywhere(), d.numbers % 2 == 1],
        thickness=[si(between(index, "thickness", [one.thickness for one in SOLIDS]), "um") for index in range(3)],
        density=[si(of(index, [one.density for one in SOLIDS]) * porous[index], "g cm-3") for index in range(3)],
        # where none is printed, the reference data has the density of two of them
        density_known=[printed[index] | np.isin(choice[index], (0, 1)) for index in range(3)],
        measured_at=d.of("measured at", (25, 25, 30, 60)) + KELVIN,
        energy=[si(between(index, "energy", [one.energy for one in SOLIDS]), "eV") for index in range(3)],
        sigma_room=[
            si(10 ** (of(i, [one.log_sigma for one in SOLIDS]) + of(i, [one.spread for one in SOLIDS]) * d.normal(f"sigma {i}")), "mS/cm")
            for i in range(3)
        ],
        sigma_t=d.chance("sigma T", 0.5),
        material=[np.asarray([one.formula for one in SOLIDS], dtype=object)[choice[index]] for index in range(3)],
    )  # fmt: skip
    for index in range(3):
        solid = {
            name: np.asarray([getattr(one, name) for one in SOLIDS], dtype=object)[choice[index]]
            for name in ("written", "kind", "family", "form")
        }
        path, where = f"se-{index + 1}", made.here[index]
        add_material(sheet, f"solid-{index + 1}", made.material[index], where)
        sheet.record("electrolyte", path, where, slug=path, **solid)
        sheet.record(
            "constituent", f"{path}/solid-{index + 1}", where, whole_id=Ref(path), whole_kind="electrolyte",
            material_id=Ref(f"solid-{index + 1}"), role="solid_electrolyte",
        )  # fmt: skip
        transference = between(index, "transference", [one.transference for one in SOLIDS])
        _electrolyte(sheet, made, index, transference, printed[index])
    _series(sheet, made)
    return made


def _electrolyte(sheet: Sheet, made: Electrolytes, index: int, transference: Floats, density: Bools) -> None:
    d, path, where = sheet.draws, f"se-{index + 1}", made.here[index]
    diameter = si(d.of(f"diameter {index}", (8, 10, 12, 13, 16)), "mm")
    area, thickness = np.pi / 4 * diameter**2, made.thickness[index]
    owner = Owner(path, "electrolyte")
    sheet.read(owner, "thickness", thickness, 0.95, where=where)
    sheet.read(owner, "density", made.density[index], density, where=where, plain=True)
    sheet.read(owner, "diameter", diameter, 0.5, where=where, claim="setting")
    sheet.read(owner, "area", area, 0.8, where=where)
    lost = d.uniform(f"lost {index}", 0.02, 0.6)
    analysed = d.chance(f"analysed {index}", 0.05)
    sheet.read(owner, "mass_loss", lost, analysed, where=where)
    sheet.read(owner, "residual_mass", 1 - lost, analysed, where=where)

    pressing = where & d.chance(f"pressing {index}", 0.4)
    sheet.record("process_step", f"{path}/pressing", pressing, of_id=Ref(path), of_kind="electrolyte", position=1,
                 method="cold_pressing")  # fmt: skip
    step = Owner(f"{path}/pressing", "process_step", path, "electrolyte", "setting")
    sheet.read(
        step, "fabrication_pressure", si(d.of(f"press {index}", (100, 250, 360, 380, 500)), "MPa"), 0.9, where=pressing
    )
    sheet.read(step, "duration", si(d.of(f"pressed {index}", (0.5, 1, 2, 12)), "h"), 0.6, where=pressing)

    sheet.record("experiment", f"{path}/eis", where, subject_id=Ref(path), subject_kind="electrolyte", method="eis",
                 conventions="{}")  # fmt: skip
    eis = Owner(f"{path}/eis", "experiment", path, "electrolyte")
    stated = where & d.chance(f"temperature of {path}", 0.9)
    sheet.condition(eis, "temperature", made.measured_at, stated, "°C")
    sheet.record(
        "condition", f"{path}/eis/at/temperature", where & ~stated, experiment_id=Ref(f"{path}/eis"),
        quantity="temperature", label="", state="not stated",
    )  # fmt: skip
    sigma = made.sigma(index, made.measured_at)
    bare = thickness / (sigma * area)
    leads = d.chance(f"leads {index}", 0.04)
    lead = np.where(leads, bare * d.uniform(f"lead {index}", 0.01, 0.2), 0.0)
    leads &= (lead > 1e-3) & (lead < 1e3)
    lead = np.where(leads, lead, 0.0)
    sheet.read(eis, "ionic_conductivity", sigma, where)
    sheet.read(eis, "resistance", bare + lead, 0.6, where=where)
    sheet.read(eis, "lead_resistance", lead, leads, where=where)
    sheet.read(eis, "area_specific_resistance", bare * area, 0.5, where=where)
    sheet.read(eis, "conductance", 1 / bare, 0.15, where=where)
    sheet.read(eis, "lithium_transference_number", transference, 0.35, where=where)
    sheet.read(eis, "lithium_conductivity", transference * sigma, 0.3, where=where)
    electronic = si(10 ** d.uniform(f"electronic {index}", -10.5, -8), "S/cm")
    sheet.read(eis, "electronic_conductivity", electronic, 0.3, where=where)
    if index:
        sheet.read(eis, "activation_energy", made.energy[index], 0.2, where=where)


def _series(sheet: Sheet, made: Electrolytes) -> None:
    """Conductivities of the first electrolyte at three to six temperatures in some papers, and their activation energy."""
    d, base = sheet.draws, "se-1/arrhenius"
    here = d.chance("series", SERIES_SHARE) | sheet.plants.needs(f"{base}/activation_energy")
    stated = d.chance("arrhenius stated", 0.5) | sheet.plants.needs(f"{base}/activation_energy")
    form = np.where(made.sigma_t, '{"arrhenius": "sigma_T"}', '{"arrhenius": "sigma"}')
    shared = {
        "subject_id": Ref("se-1"), "subject_kind": "electrolyte", "method": "eis",
        "conventions": np.where(stated, form, "{}").astype(object),
    }  # fmt: skip
    sheet.record("experiment", base, here, **shared)
    owner = Owner(base, "experiment", "se-1", "electrolyte")
    sheet.read(owner, "activation_energy", made.energy[0], here, plain=True)
    kind, count = d.whole("series kind", len(SERIES)), 3 + d.whole("series length", 4)
    first, step = (np.asarray([one[end] for one in SERIES])[kind] for end in (0, 1))
    for degrees in sorted({start + step * place for start, step in SERIES for place in range(6)}):
        place = (degrees - first) // step
        point = here & ((degrees - first) % step == 0) & (place >= 0) & (place < count)
        path = f"{base}/{degrees}C"
        kelvin = np.full(len(d), degrees + KELVIN)
        sheet.record("experiment", path, point, series_id=Ref(base), **shared)
        owner = Owner(path, "experiment", "se-1", "electrolyte")
        sheet.condition(owner, "temperature", kelvin, point, "°C")
        sheet.read(owner, "ionic_conductivity", made.sigma(0, kelvin), point, plain=True)


def add_coatings(sheet: Sheet) -> None:
    """A coated and a bare lithium surface."""
    d = sheet.draws
    add_material(sheet, "coat-material", d.word("coat", [one[1] for one in COATS]))
    sheet.record("coating", "bare-1", slug="bare-1", on_id=Ref("lithium-1"), bare=True)
    sheet.record("coating", "coat-1", slug="coat-1", on_id=Ref("lithium-1"), bare=False, method="sputtering")
    sheet.record(
        "coating_material", "coat-1/material-1", coating_id=Ref("coat-1"), material_id=Ref("coat-material"), position=0
    )
    owner = Owner("coat-1", "coating")
    sheet.read(owner, "thickness", si(d.uniform("coat thickness", 5, 900), "nm"), 0.7)
    sheet.read(owner, "binding_energy", si(d.uniform("Li 1s", 54, 57), "eV"), 0.2, label="Li 1s")
    fluoride, seen = d.uniform("fluoride", 0.1, 0.7), d.chance("shares", 0.08)
    for label, share in (("LiF", fluoride), ("Li2CO3", 1 - fluoride)):
        sheet.read(owner, "area_fraction", share, seen, label=label)
    electrons, low, high = (
        d.of("electrons", (1, 2, 3)),
        d.uniform("oxidised", -3.04, -2),
        d.uniform("reduced", -0.8, 0.4),
    )
    reacting, faraday = d.chance("reaction", 0.06), float(Q.constant("faraday").si)  # type: ignore[union-attr]
    sheet.read(owner, "electrons_transferred", electrons, reacting, claim="theory")
    sheet.read(owner, "oxidised_couple_potential", low, reacting, claim="theory")
    sheet.read(owner, "reduced_couple_potential", high, reacting, claim="theory")
    sheet.read(owner, "reaction_free_energy", -electrons * faraday * (high - low), reacting, claim="theory")

    sheet.record("process_step", "coat-1/sputtering", of_id=Ref("coat-1"), of_kind="coating", position=1,
                 method="sputtering", gas="argon")  # fmt: skip
    step = Owner("coat-1/sputtering", "process_step", "coat-1", "coating", "setting")
    power, wide = si(d.of("power", (50, 80, 100, 120)), "W"), si(d.of("target", (5.08, 7.62, 10.16)), "cm")
    sheet.read(step, "power", power, 0.25)
    sheet.read(step, "target_diameter", wide, 0.25)
    sheet.read(step, "power_density", power / (np.pi / 4 * wide**2), 0.25)
    sheet.read(step, "deposition_time", si(d.of("deposition", (10, 20, 40, 60)), "min"), 0.3)
