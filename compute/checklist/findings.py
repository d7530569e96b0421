"""The reporting checklist: what each cell and electrolyte of a paper states of what the field's checklists ask.

Rows of the base in, findings out. A finding is about one item and one record; where the item is asked of each test,
it names the tests that don't state it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from compute.checklist.items import ITEMS, Item, Way
from compute.checklist.look import CLAIMED, Evidence, Look, Record, Tables, Test

__all__ = ["STATES", "Finding", "Score", "by_item", "checklist", "records", "score"]

STATED, INHERITED, IN_PART, NOT_STATED, NOT_APPLICABLE = STATES = (
    "stated", "inherited", "stated in part", "not stated", "not applicable",
)  # fmt: skip
"""``inherited``: stated elsewhere, of something that the record is made of or of its series; ``stated in part``: by
some of its tests; ``not applicable``: to such a record, or as the paper says."""

CYCLING = ("galvanostatic_cycling", "rate_test", "pressiometry")
VOLTAMMETRY = ("lsv", "cv")
CONDUCTIVITIES = ("ionic_conductivity", "grain_ionic_conductivity", "grain_boundary_ionic_conductivity")


@dataclass(frozen=True)
class Finding:
    """What one record states of one item.

    ``lacking``: the tests that don't state it; ``looked_for``: the record itself says *not stated*, so somebody looked.
    """

    paper_id: str
    record_id: str
    record_kind: str
    item: Item
    state: str
    evidence: tuple[Evidence, ...] = ()
    lacking: tuple[str, ...] = ()
    looked_for: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Score:
    """How many of the applicable items are stated, in part included in neither."""

    stated: int
    in_part: int
    applicable: int

    @property
    def share(self) -> float | None:
        """Stated over applicable, 0 to 1; None where nothing applies."""
        return self.stated / self.applicable if self.applicable else None


def records(look: Look, tables: Tables) -> list[Record]:
    """The cells and electrolytes that papers themselves tested, with their tests."""
    made = []
    for kind in ("cell", "electrolyte"):
        for row in tables.get(kind, ()):
            if row["citation"]:
                continue
            name = f"{row['kind']} cell" if kind == "cell" else "electrolyte"
            tests = [_test(look, one, name) for one in look.experiments[row["id"]]]
            kept = tuple(sorted((one for one in tests if one.kinds), key=lambda one: one.id))
            if kept:
                made.append(Record(row["id"], row["paper_id"], name, row, kept))
    return sorted(made, key=lambda one: (one.paper_id, one.kind == "electrolyte", one.id))


def _test(look: Look, row: Any, kind: str) -> Test:
    """An experiment with the kinds of test it is to a record; none where it is of another record, quoted or a series."""
    readings = look.readings[row["id"]]
    quantities = {one["quantity"] for one in readings}
    children = any(one["series_id"] == row["id"] for one in look.experiments[row["subject_id"]])
    results = any(one["claim"] in CLAIMED for one in readings)
    if (children and not results) or row["id"] in look.quoted:
        return Test(row["id"], frozenset(), row)
    kinds: set[str] = set()
    if kind == "electrolyte":
        kinds |= _kinds_of_electrolyte_test(look, row, quantities, results=results)
    elif row["subject_kind"] != "electrolyte" or row["method"] in ("critical_current_test", "plating_stripping"):
        kinds |= _kinds_of_cell_test(row, quantities, kind)
    return Test(row["id"], frozenset(kinds), row)


def _kinds_of_electrolyte_test(look: Look, row: Any, quantities: set[str], *, results: bool) -> set[str]:
    kinds: set[str] = set()
    if quantities & set(CONDUCTIVITIES) or (row["method"] == "eis" and not _only_settings(look, row, results=results)):
        kinds.add("conductivity")
    if row["method"] == "arrhenius_fit" or "activation_energy" in quantities:
        kinds.add("arrhenius")
    if "electronic_conductivity" in quantities:
        kinds.add("electronic")
    if "lithium_transference_number" in quantities:
        kinds.add("transference")
    if row["method"] in VOLTAMMETRY:
        kinds.add("stability")
    return kinds


def _only_settings(look: Look, row: Any, *, results: bool) -> bool:
    """Whether an experiment only holds the settings of others by the same method, which hold the results."""
    others = [
        one
        for one in look.experiments[row["subject_id"]]
        if one["method"] == row["method"] and one["id"] != row["id"]
        and any(reading["claim"] in CLAIMED for reading in look.readings[one["id"]])
    ]  # fmt: skip
    return bool(others) and not results


def _kinds_of_cell_test(row: Any, quantities: set[str], kind: str) -> set[str]:
    kinds: set[str] = set()
    full = kind in ("full cell", "half cell")
    if row["method"] in CYCLING and full:
        kinds.add("rate" if row["method"] == "rate_test" else "cycling")
    elif row["method"] in (*CYCLING, "plating_stripping", "stripping_test"):
        kinds.add("plating")
    elif row["method"] == "critical_current_test":
        kinds.add("critical current")
    elif row["method"] == "eis" and kind != "blocking cell":
        kinds.add("impedance")
    if "capacity_retention" in quantities:
        kinds.add("retention")
    if any(name.startswith(("specific_energy_", "energy_density_")) for name in quantities):
        kinds.add("energy")
    return kinds


def checklist(tables: Tables) -> list[Finding]:
    """Every item that a record is asked for, by paper and record, in the order of the items."""
    look = Look(tables)
    return [
        _find(look, record, item)
        for record in records(look, tables)
        for item in ITEMS
        if record.kind in item.of and any(test.kinds & set(item.tests) for test in record.tests)
    ]


def _find(look: Look, record: Record, item: Item) -> Finding:
    tests = [test for test in record.tests if test.kinds & set(item.tests)]
    asked: list[Test | None] = list(tests) if item.each_test else [None]
    states: list[str] = []
    evidence: dict[str, Evidence] = {}
    lacking: list[str] = []
    reasons: list[str] = []
    looked_for = False
    for test in asked:
        found = next((made for way in item.ways if (made := _answer(look, record, test, way))), ())
        said = {
            look.said(one.id, name) for one in ([test] if test else tests) for way in item.ways for name in way.names
        }
        why = next((words for name in item.unless if (words := look.exempt(name, record, test))), None)
        if found:
            own = {record.id, *((one.id for one in record.tests) if test is None else (test.id,))}
            states.append(STATED if all(one.of in own for one in found) else INHERITED)
            evidence.update((one.id, one) for one in found)
        elif why:
            states.append(NOT_APPLICABLE)
            reasons.append(why)
        elif NOT_APPLICABLE in said:
            states.append(NOT_APPLICABLE)
            reasons.append("the record says that it does not apply")
        else:
            states.append(NOT_STATED)
            lacking += [test.id] if test else []
            looked_for |= NOT_STATED in said
    state = _merged(states)
    reason = reasons[0] if state == NOT_APPLICABLE else ""
    return Finding(
        record.paper_id, record.id, record.kind, item, state, tuple(evidence.values()), tuple(lacking), looked_for, reason
    )  # fmt: skip


def _answer(look: Look, record: Record, test: Test | None, way: Way) -> tuple[Evidence, ...]:
    """The evidence for one way: one piece for each of its quantities, or nothing."""
    if way.rule:
        return look.by_rule(way.rule, record, test)
    found: list[Evidence] = []
    for name in way.names:
        if test and look.said(test.id, name):
            return ()  # what a test is recorded not to state, nothing farther states for it
        owners = (owner for place in way.places for owner in look.places(place, record, test))
        one = next((made for owner in owners if (made := look.stated(owner, name))), None)
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


def _merged(states: list[str]) -> str:
    applicable = [state for state in states if state != NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    if NOT_STATED in applicable:
        return NOT_STATED if set(applicable) == {NOT_STATED} else IN_PART
    return STATED if STATED in applicable else INHERITED


def score(findings: Iterable[Finding]) -> Score:
    """The score of some findings: of a paper, a record or an item."""
    states = [one.state for one in findings]
    stated = states.count(STATED) + states.count(INHERITED)
    return Score(stated, states.count(IN_PART), len(states) - states.count(NOT_APPLICABLE))


def by_item(findings: Iterable[Finding]) -> list[tuple[Item, Score]]:
    """Each item that applies somewhere with its score, the least reported first."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.item.id, []).append(one)
    scored = [(group[0].item, score(group)) for group in found.values()]
    return sorted(
        ((item, made) for item, made in scored if made.applicable),
        key=lambda pair: (pair[1].stated / pair[1].applicable, -pair[1].applicable, pair[0].id),
    )
