"""One quantity across papers: how far its values spread within a family or a composition, and where they conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from statistics import median

from kb.base import Base, Row, rounded, shown
from kb.table import Column, Line, Table, Value
from kb.table_values import counted, missing, reported, span, text, unit_of
from schema.quantities import Q
from schema.vocabulary import Claim, LayerRole, Provenance, Role

__all__ = ["ACROSS", "conditions_of", "quantity_across_papers", "substance"]

ACROSS = (
    Column("kind", "", "What kind of record the numbers are about.", number=False),
    Column("papers", "", "From how many papers."),
    Column("records", "", "Of how many records."),
    Column("readings", "", "How many numbers with a middle; it leads to each of them."),
    Column("limits", "", "How many one-sided numbers, which stand in no statistic."),
    Column("lowest", "", "The lowest number, as printed; in the quantity's catalogue unit."),
    Column("median", "", "The median of the middles, in the quantity's catalogue unit."),
    Column("highest", "", "The highest number, as printed; in the quantity's catalogue unit."),
    Column("spread", "", "Highest over lowest; of a quantity that may be negative, highest less lowest."),
    Column("conflict", "", "Numbers of two papers on one composition, under conditions that meet, whose intervals don't meet.", number=False),
    Column("possible_conflict", "", "The same where a condition is not stated by one of them, or the shares of a mixture may differ.", number=False),
)  # fmt: skip


OF_SUBSTANCE = frozenset({
    "ionic_conductivity", "grain_ionic_conductivity", "electronic_conductivity", "lithium_transference_number",
    "electronic_transference_number", "lithium_conductivity", "activation_energy", "diffusion_coefficient",
    "oxidation_onset_potential", "reduction_onset_potential", "electrochemical_window", "chemical_hardness",
    "theoretical_capacity_per_mass", "theoretical_volumetric_capacity", "density", "theoretical_density",
    "lattice_parameter", "atomic_mass", "molar_mass", "molar_volume", "ion_radius", "young_modulus",
    "glass_transition_temperature", "decomposition_temperature", "standard_potential", "lithium_concentration",
})  # fmt: skip
"""Quantities of a substance: two papers that differ on one conflict. A thickness is what each paper made it."""
OF_KINDS = ("material", "electrolyte")


def quantity_across_papers(base: Base, quantity: str, by: str, claims: str) -> Table:
    """All numbers of a quantity by family or composition, those of most papers first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in base.rows("reading"):
        if row["quantity"] != quantity or row["repeats"] or (claims == "own" and row["claim"] == Claim.QUOTED.value):
            continue
        family, composition = substance(base, row["subject_id"])
        groups[(row["subject_kind"], family if by == "family" else composition)].append(row)
    lines = [
        Line(f"{quantity}/{kind}/{name or 'not stated'}", (name or "not stated").replace("_", " "), _papers(base, rows), _values(base, quantity, kind, rows))
        for (kind, name), rows in groups.items()
    ]  # fmt: skip
    lines.sort(key=lambda line: (-(line.values[1].mid or 0), -(line.values[3].mid or 0), line.id))
    basis = f"{quantity} as printed, at whatever conditions each was measured; conflicts are sought between papers only, and only under conditions that meet"
    return Table("quantity_across_papers", f"{quantity.replace('_', ' ')} across papers", basis, ACROSS, tuple(lines))


def _papers(base: Base, rows: Sequence[Row]) -> str:
    return ", ".join(base.paper_label(one) for one in sorted({row["paper_id"] for row in rows}))


def _values(base: Base, quantity: str, kind: str, rows: Sequence[Row]) -> tuple[Value, ...]:
    known = sorted((row for row in rows if row["mid"] is not None), key=lambda row: (row["mid"], row["id"]))
    papers, records = {row["paper_id"] for row in rows}, {row["subject_id"] for row in rows}
    ids = tuple(row["id"] for row in known)
    readings = counted(len(known), "numbers with a middle")
    sure, maybe = _conflicts(base, rows)
    return (
        text(kind.replace("_", " ")), counted(len(papers), ", ".join(sorted(papers))), counted(len(records), ", ".join(sorted(records))),
        Value(readings.text, readings.provenance, readings.why, readings.lo, readings.mid, readings.hi, ids),
        counted(len(rows) - len(known), "one-sided numbers"),
        *(unit_of(one, quantity) for one in _spread(known)), _span_of(quantity, known), sure, maybe,
    )  # fmt: skip


def _spread(known: Sequence[Row]) -> tuple[Value, Value, Value]:
    if not known:
        none = missing("all numbers are one-sided")
        return none, none, none
    middle = rounded(median(shown(row)[1] or 0.0 for row in known))
    ids = tuple(row["id"] for row in known)
    between = Value(f"{middle:.3g}", Provenance.DERIVED, f"median of {len(known)} numbers", mid=middle, sources=ids)
    return reported(known[0]), between, reported(known[-1])


def _span_of(quantity: str, known: Sequence[Row]) -> Value:
    if len(known) < 2:
        return missing("needs two numbers")
    low, high = known[0], known[-1]
    sources = (low["id"], high["id"])
    if Q[quantity].by_difference:
        (least, first, most), (lowest, last, highest) = shown(low), shown(high)
        lo, mid, hi = (
            None if one is None or other is None else rounded(one - other)
            for one, other in ((lowest, most), (last, first), (highest, least))
        )
        made = Value(span(lo, mid, hi), Provenance.DERIVED, "highest less lowest", lo, mid, hi, sources)
        return unit_of(made, quantity)
    if low["lo"] is None or low["lo"] <= 0:
        return missing("the lowest number reaches zero")
    lo, mid, hi = (rounded(high[one] / low[other]) for one, other in (("lo", "hi"), ("mid", "mid"), ("hi", "lo")))
    return Value(span(lo, mid, hi), Provenance.DERIVED, "highest over lowest", lo, mid, hi, sources)


def _conflicts(base: Base, rows: Sequence[Row]) -> tuple[Value, Value]:
    """Pairs of different papers whose intervals don't meet: surely comparable, and possibly so."""
    if any(row["quantity"] not in OF_SUBSTANCE or row["subject_kind"] not in OF_KINDS for row in rows):
        none = missing("a property of each sample, not of a substance: two papers may differ")
        return none, none
    sure: list[tuple[Row, Row]] = []
    maybe: list[tuple[Row, Row]] = []
    for one, other in combinations([row for row in rows if not row["label"]], 2):
        same = substance(base, one["subject_id"])[1]
        if one["paper_id"] == other["paper_id"] or not same or same != substance(base, other["subject_id"])[1]:
            continue
        if _meet(one, other) or (comparable := _comparable(base, one, other)) is False:
            continue
        (sure if comparable and " + " not in same else maybe).append((one, other))
    return _told(sure, "no two papers conflict"), _told(maybe, "none")


def _told(pairs: Sequence[tuple[Row, Row]], none: str) -> Value:
    if not pairs:
        return missing(none)
    words = dict.fromkeys(
        f"{one['printed']} ({one['paper_id']}) against {other['printed']} ({other['paper_id']})" for one, other in pairs
    )
    return text("; ".join(words), tuple(dict.fromkeys(row["id"] for pair in pairs for row in pair)))


def _meet(one: Row, other: Row) -> bool:
    def below(first: Row, second: Row) -> bool:
        return first["hi"] is not None and second["lo"] is not None and first["hi"] < second["lo"] * (1 - 1e-12)

    return not below(one, other) and not below(other, one)


def conditions_of(base: Base, owner: str) -> dict[str, Row]:
    """The stated conditions of an experiment, by quantity; labelled ones are of something else."""
    found = base.by("condition", "experiment_id", owner)
    return {one["quantity"]: one for one in found if one["state"] == "stated" and not one["label"]}


def _comparable(base: Base, one: Row, other: Row) -> bool | None:
    """Whether two numbers stand under conditions that meet: None where one of them does not state what the other does."""
    first, second = conditions_of(base, one["owner_id"]), conditions_of(base, other["owner_id"])
    if any(not _meet(first[name], second[name]) for name in first.keys() & second.keys()):
        return False
    return True if first.keys() == second.keys() else None


def substance(base: Base, record: str) -> tuple[str, str]:
    """Family and composition of a record: of what it is made, by reduced formulas, as far as they are known."""
    kind, row = base.kinds.get(record, ""), base.record(record) or {}
    if kind == "material":
        return str(row["family"]), _formula(row)
    if kind in ("electrolyte", "electrode"):
        parts = base.by("constituent", "whole_id", record)
        active = [one for one in parts if one["role"] == Role.ACTIVE_MATERIAL.value] if kind == "electrode" else parts
        materials = [found for one in active if (found := base.one("material", one["material_id"]))]
        family = str(row["family"]) if kind == "electrolyte" else next((str(one["family"]) for one in materials), "")
        return family, " + ".join(sorted(filter(None, map(_formula, materials))))
    if kind == "coating":
        links = base.by("coating_material", "coating_id", record)
        materials = [found for one in links if (found := base.one("material", one["material_id"]))]
        return next((str(one["family"]) for one in materials), "bare" if row["bare"] else ""), " + ".join(sorted(map(_formula, materials)))  # fmt: skip
    if kind == "cell":
        layers = sorted(base.by("layer", "cell_id", record), key=lambda one: one["position"])
        inner = [substance(base, one["of_id"]) for one in layers if one["role"] in (LayerRole.POSITIVE.value, LayerRole.SEPARATOR.value, LayerRole.NEGATIVE.value, LayerRole.WORKING.value)]  # fmt: skip
        return next((family for family, _ in inner if family), ""), " | ".join(name for _, name in inner if name)
    return "", ""


def _formula(material: Row) -> str:
    return str(material["reduced_formula"] or material["written"] or material["name"] or "")
