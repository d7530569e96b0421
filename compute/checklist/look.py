"""Where a cell or an electrolyte states something: in its tests, on itself, in the layers it is built of, in its steps."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Evidence", "Look", "Record", "Tables", "Test"]

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Row = Mapping[str, Any]

SCOPES = {
    "positive": ("positive", "working"), "negative": ("negative", "counter"), "separator": ("separator",),
    "wetting": ("wetting",), "electrodes": ("positive", "working", "negative", "counter", "blocking"),
}  # fmt: skip
FRACTIONS = ("mass_fraction", "volume_fraction", "mole_fraction")
PARTS = ("mass_parts", "volume_parts", "mole_parts")
RATIOS = ("mass_ratio", "volume_ratio", "mole_ratio", "parts_ratio")
LITHIUM = (
    "thickness", "lithium_areal_capacity", "theoretical_areal_capacity", "initial_lithium_areal_capacity",
    "final_lithium_areal_capacity",
)  # fmt: skip
CURRENTS = ("current_density", "current", "current_per_active_mass")
CLAIMED = ("measured", "derived")


@dataclass(frozen=True)
class Evidence:
    """What states an item: the reading or condition (or record), as printed, where; and whose it is if not its own."""

    id: str
    quantity: str
    printed: str
    place: str | None
    quote: str | None
    of: str


@dataclass(frozen=True)
class Test:
    """One experiment that counts, with the kinds of test it is."""

    id: str
    kinds: frozenset[str]
    row: Row


@dataclass(frozen=True)
class Record:
    """A cell or electrolyte of a paper with what was tested on it."""

    id: str
    paper_id: str
    kind: str
    row: Row
    tests: tuple[Test, ...] = field(default=())


class Look:
    """The rows of a base by what they belong to. What papers quote from other work is not theirs to state."""

    def __init__(self, tables: Tables) -> None:
        self.readings = _by(tables, "reading", "owner_id", lambda row: row["claim"] != "quoted" and not row["repeats"])
        self.conditions = _by(tables, "condition", "experiment_id")
        self.layers = _by(tables, "layer", "cell_id")
        for rows in self.layers.values():
            rows.sort(key=lambda row: row["position"])
        self.parts = _by(tables, "constituent", "whole_id")
        self.steps = _by(tables, "process_step", "of_id")
        self.experiments = _by(tables, "experiment", "subject_id")
        for row in tables.get("experiment", ()):
            if row["cell_id"] and row["cell_id"] != row["subject_id"]:
                self.experiments[row["cell_id"]].append(row)
        self.rows = {
            row["id"]: row for kind in ("cell", "electrolyte", "electrode", "material") for row in tables.get(kind, ())
        }
        quoted = _by(tables, "reading", "owner_id", lambda row: row["claim"] == "quoted")
        self.quoted = {owner for owner in quoted if not self.readings[owner]}
        self.experiment = {row["id"]: row for row in tables.get("experiment", ())}

    # where

    def places(self, place: str, record: Record, test: Test | None) -> Iterator[str]:
        """The ids of what stands in a place, nearest first."""
        if place == "test" and test:
            at: str | None = test.id
            while at:
                yield at
                at = self.experiment[at]["series_id"]
        elif place == "record":
            yield record.id
        elif place == "tests":
            yield from (one.id for one in record.tests)
        elif place == "settings" and test:
            same = [row for row in self.experiments[test.row["subject_id"]] if row["method"] == test.row["method"]]
            yield from (row["id"] for row in same if row["id"] != test.id)
        elif place == "cell":
            yield from self.measured_in(record, test)
        elif place in ("assembly", "steps"):
            layers = self.layers[record.id] if place == "steps" else []
            wholes = [record.id, *(layer["of_id"] for layer in layers if layer["role"] != "coating")]
            yield from (step["id"] for whole in wholes for step in self.steps[whole])
        elif place == "active":
            for layer in self.in_stack("positive", record):
                active = [part for part in self.parts[layer["of_id"]] if part["role"] == "active_material"]
                yield from (part["material_id"] for part in active)
        elif place in SCOPES:
            for layer in self.in_stack(place, record):
                yield from (layer["id"], layer["of_id"])

    def measured_in(self, record: Record, test: Test | None) -> list[str]:
        """The cells in which a record's tests, or one of them, were made."""
        tests = [test] if test else record.tests
        return list(dict.fromkeys(one.row["cell_id"] for one in tests if one.row["cell_id"]))

    def in_stack(self, scope: str, record: Record) -> list[Row]:
        """The layers of a cell, or of the cells in which an electrolyte was measured, that play a part."""
        cells = [record.id] if record.kind != "electrolyte" else self.measured_in(record, None)
        return [layer for cell in cells for layer in self.layers[cell] if layer["role"] in SCOPES[scope]]

    # what

    def stated(self, owner: str, quantity: str) -> Evidence | None:
        """What an owner states of a quantity: its reading, else its condition."""
        for row in self.readings[owner]:
            if row["quantity"] == quantity:
                return Evidence(row["id"], quantity, row["printed"], row["place"], row["quote"], owner)
        for row in self.conditions[owner]:
            if row["quantity"] == quantity and row["state"] == "stated":
                return Evidence(row["id"], quantity, row["printed"] or "", row["place"], row["quote"], owner)
        return None

    def said(self, owner: str, quantity: str) -> str | None:
        """``not stated`` or ``not applicable``, where a condition of an experiment says so in words."""
        words = [
            row["state"] for row in self.conditions[owner] if row["quantity"] == quantity and row["state"] != "stated"
        ]
        return None if not words or self.stated(owner, quantity) else str(words[0])

    # rules: questions that are not about one quantity

    def by_rule(self, rule: str, record: Record, test: Test | None) -> tuple[Evidence, ...]:
        """The evidence that answers a rule, or nothing."""
        return tuple(getattr(self, "_" + rule.replace(" ", "_").lower())(record, test))

    def _format(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        if record.row["format"] != "not_stated":
            yield Evidence(record.id, "format", record.row["format"], None, None, record.id)

    def _spread(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        for owner in [record.id, *(test.id for test in record.tests)]:
            for row in self.readings[owner]:
                if row["qualifier"] == "±" and row["claim"] in CLAIMED:
                    yield Evidence(row["id"], row["quantity"], row["printed"], row["place"], row["quote"], owner)

    def _thickness_of_a_pure_film(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        for layer in self.in_stack("positive", record):
            if len(self.parts[layer["of_id"]]) <= 1 and (found := self.stated(layer["of_id"], "thickness")):
                yield found

    def _lithium_of_each_electrode(self, record: Record, _: Test | None) -> list[Evidence]:
        """The thickness or capacity of each lithium layer; of the working one a test may tell what could be stripped."""
        wanted = [layer for layer in self.in_stack("electrodes", record) if self._is_lithium(layer["of_id"])]
        found: dict[str, Evidence] = {}
        for layer in wanted:
            places = [layer["id"], layer["of_id"]]
            places += [test.id for test in record.tests] if layer["role"] in SCOPES["positive"] else []
            stated = [one for place in places for name in LITHIUM if (one := self.stated(place, name))]
            if not stated:
                return []
            found[stated[0].id] = stated[0]
        return list(found.values())

    def _is_lithium(self, thing: str) -> bool:
        active = [part["material_id"] for part in self.parts[thing] if part["role"] == "active_material"]
        materials = [self.rows[one] for one in (thing, *active) if one in self.rows]
        return any(
            row.get("family") in ("metal", "alloy") and "Li" in str(row.get("formula") or "") for row in materials
        )

    def _rate_with_its_current(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        """The first test that gives its current both as a rate and in amperes."""
        for test in record.tests:
            rate = self.stated(test.id, "c_rate")
            current = next((one for name in CURRENTS if (one := self.stated(test.id, name))), None)
            if rate and current:
                yield from (rate, current)
                return

    def _fractions_of_the_positive_electrode(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        for layer in self.in_stack("positive", record)[:1]:
            yield from self._fractions(layer["of_id"])

    def _fractions_of_the_record(self, record: Record, _: Test | None) -> Iterator[Evidence]:
        yield from self._fractions(record.id)

    def _fractions(self, whole: str) -> list[Evidence]:
        """The shares of a whole if all are known: all but one fraction, all parts, or enough ratios."""
        count = len(self.parts[whole])
        owners = [part["id"] for part in self.parts[whole]]
        for names, enough in ((FRACTIONS, count - 1), (PARTS, count)):
            for name in names:
                found = [one for owner in owners if (one := self.stated(owner, name))]
                if count and found and len(found) >= enough:
                    return found
        ratios = [row for row in self.readings[whole] if row["quantity"] in RATIOS]
        if count > 1 and len({row["label"] for row in ratios}) >= count - 1:
            return [
                Evidence(row["id"], row["quantity"], row["printed"], row["place"], row["quote"], whole)
                for row in ratios
            ]
        return []

    def _electrodes_of_the_measurement(self, record: Record, test: Test | None) -> Iterator[Evidence]:
        for cell in self.measured_in(record, test):
            for layer in self.layers[cell]:
                if layer["role"] in SCOPES["electrodes"]:
                    name = self.rows.get(layer["of_id"], {}).get("written") or layer["of_id"].rpartition("/")[2]
                    yield Evidence(layer["id"], layer["role"], name, None, None, cell)

    def _form_of_the_arrhenius_law(self, record: Record, test: Test | None) -> Iterator[Evidence]:
        for owner in self.places("test", record, test):
            form = json.loads(self.experiment[owner]["conventions"] or "{}").get("arrhenius")
            if form:
                yield Evidence(owner, "arrhenius", form, None, None, owner)

    # exemptions

    def exempt(self, name: str, record: Record, test: Test | None) -> str | None:
        """Why an item is not applicable, or None."""
        return str(words) if (words := getattr(self, "_is_" + name.replace(" ", "_").replace("-", "_").lower())(record, test)) else None  # fmt: skip

    def _electrolytes(self, record: Record) -> list[Row]:
        if record.kind == "electrolyte":
            return [record.row]
        return [
            self.rows[layer["of_id"]]
            for layer in self.in_stack("separator", record)
            if layer["of_kind"] == "electrolyte" and layer["of_id"] in self.rows
        ]

    def _is_no_composite_electrode(self, record: Record, _: Test | None) -> str | None:
        layers = self.in_stack("positive", record)
        pure = bool(layers) and all(
            layer["of_kind"] == "material" or len(self.parts[layer["of_id"]]) == 1 for layer in layers
        )
        return "the electrode is recorded as one material" if pure else None

    def _is_one_constituent(self, record: Record, _: Test | None) -> str | None:
        return "the electrolyte is recorded as one material" if len(self.parts[record.id]) <= 1 else None

    def _is_no_layer_of_electrolyte(self, record: Record, _: Test | None) -> str | None:
        separators = self.in_stack("separator", record)
        liquid = bool(separators) and all(one["kind"] == "liquid" for one in self._electrolytes(record))
        return "the separator is soaked with liquid" if liquid else None

    def _is_thin_film_battery(self, record: Record, _: Test | None) -> str | None:
        film = record.row["format"] == "thin_film" or any(
            one["form"] == "thin_film" for one in self._electrolytes(record)
        )
        return "a battery of deposited films needs no stack pressure" if film else None

    def _is_not_pressed(self, record: Record, _: Test | None) -> str | None:
        found = self._electrolytes(record)
        layers = bool(found or self.in_stack("separator", record))
        soft = layers and all(
            one["kind"] in ("polymer", "liquid") or one["form"] in ("thin_film", "membrane", "liquid") for one in found
        )
        return "the electrolyte is deposited, cast or liquid, not pressed from powder" if soft else None

    def _is_no_liquid(self, record: Record, _: Test | None) -> str | None:
        wet = self.in_stack("wetting", record) or any(one["kind"] == "liquid" for one in self._electrolytes(record))
        return None if wet else "no liquid is recorded in the stack"

    def _is_no_rate_in_c(self, record: Record, test: Test | None) -> str | None:
        rates = [self.stated(one.id, "c_rate") for one in ([test] if test else record.tests)]
        return None if any(rates) else "no test gives a rate in C"

    def _is_not_by_impedance(self, _: Record, test: Test | None) -> str | None:
        return None if test is None or test.row["method"] in ("eis", "not_stated") else "not measured by impedance"


def _by(tables: Tables, table: str, column: str, keep: Any = None) -> defaultdict[str, list[Row]]:
    index: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(tables.get(table, ()), key=lambda row: str(row["id"])):  # whatever the order of the rows
        if keep is None or keep(row):
            index[row[column]].append(row)
    return index
