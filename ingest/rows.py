"""Seed models to table rows: every record gets the path it has in the seed as its id, the same after each rebuild.

``nguyen2024/cse/conductivity-30C/ionic_conductivity`` is paper / record / experiment / quantity; a repeated statement
adds ``@`` and its place, a point of a series stands between the experiment and the quantity.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.read import Document, Path_
from schema import seed as s
from schema.composition import Composed, understand
from schema.errors import KbError
from schema.quantities import Q
from schema.quantity import split_key
from schema.reading import Reading, read, read_list
from schema.units import unit
from schema.vocabulary import CheckedBy, Claim, ConditionState, Method

__all__ = ["Records", "paper_rows"]

SECTIONS = {
    "materials": "material",
    "electrolytes": "electrolyte",
    "coatings": "coating",
    "electrodes": "electrode",
    "cells": "cell",
}
_SETTINGS = {"electrode", "cell", "process_step", "constituent"}  # owners whose numbers are chosen unless said
_STATES = {ConditionState.NOT_STATED.value, ConditionState.NOT_APPLICABLE.value}


@dataclass
class Records:
    """Rows by table, the kind of every id, where in which file each id was written, and what papers dismiss."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Document, Path_]] = field(default_factory=dict)
    dismissed: dict[str, list[s.Dismissed]] = field(default_factory=dict)

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Add one row."""
        self.tables.setdefault(table, []).append(row)

    def of(self, table: str) -> list[dict[str, Any]]:
        """The rows of one table."""
        return self.tables.get(table, [])

    def extend(self, more: Records) -> None:
        """Add all the records of another paper."""
        for table, rows in more.tables.items():
            self.tables.setdefault(table, []).extend(rows)
        self.kinds |= more.kinds
        self.places |= more.places
        self.dismissed |= more.dismissed

    def problem(self, record: str, what: str, mend: str, code: str) -> None:
        """Report a problem at the place where a record was written."""
        document, path = self.places[record]
        document.problem(path, what, mend, code)


def paper_rows(slug: str, seed: s.Seed, document: Document, records: Records) -> None:
    """Add all rows of one paper to the records; what can't be a row becomes a problem of the document."""
    _PaperRows(slug, seed, document, records).add_all()


@dataclass(frozen=True)
class _Owner:
    """Whose readings are being added, and what they inherit."""

    id: str
    kind: str
    subject: str
    subject_kind: str
    path: Path_
    where: str | None = None
    quote: str | None = None
    claim: Claim | None = None
    citation: str | None = None


class _PaperRows:
    def __init__(self, slug: str, seed: s.Seed, document: Document, records: Records) -> None:
        self.slug, self.seed, self.document, self.records = slug, seed, document, records
        self.checked_by = seed.paper.review.checked_by

    # -- records ---------------------------------------------------------------------------------------------------

    def add_all(self) -> None:
        paper = self.seed.paper
        self.records.dismissed[self.slug] = self.seed.dismissed
        self._claim_id(self.slug, "paper", ("paper",))
        facts = paper.model_dump(exclude={"authors", "curators", "review"})
        self.records.add(
            "paper",
            facts
            | {
                "id": self.slug,
                "authors": json.dumps(paper.authors, ensure_ascii=False),
                "curators": json.dumps(paper.curators, ensure_ascii=False),
                "checked_by": paper.review.checked_by.value,
                "review_note": paper.review.note,
            },
        )
        for section in SECTIONS:
            for name, thing in getattr(self.seed, section).items():
                self._thing(section, name, thing)
        for name, statement in self.seed.statements.items():
            self._statement(name, statement)
        for name, contrast in self.seed.contrasts.items():
            self._contrast(name, contrast)
        for name, misprint in self.seed.misprints.items():
            record = self._claim_id(f"{self.slug}/misprints/{name}", "misprint", ("misprints", name))
            row = misprint.model_dump(mode="json", exclude={"where"})
            self.records.add("misprint", self._of_paper(record) | row | {"place": misprint.where})

    def _claim_id(self, record: str, kind: str, path: Path_) -> str:
        if record in self.records.kinds:
            other, at = self.records.places[record]
            line = other.place(at)[0]
            self.document.problem(
                path, f"the id {record} is taken by the {self.records.kinds[record]} in line {line}",
                "rename one of the two", "duplicate-id",
            )  # fmt: skip
        else:
            self.records.kinds[record] = kind
            self.records.places[record] = (self.document, path)
        return record

    def _of_paper(self, record: str) -> dict[str, Any]:
        return {"id": record, "paper_id": self.slug}

    def _full(self, reference: str | None) -> str | None:
        return f"{self.slug}/{reference}" if reference else None

    def _thing(self, section: str, name: str, thing: Any) -> None:
        kind = SECTIONS[section]
        path: Path_ = (section, name)
        record = self._claim_id(f"{self.slug}/{name}", kind, path)
        row = self._of_paper(record) | {
            "slug": name, "written": thing.written, "note": thing.note, "citation": thing.citation,
        }  # fmt: skip
        match thing:
            case s.Material():
                row |= _material(thing)
            case s.Electrolyte():
                row |= {"kind": thing.kind.value, "family": thing.family.value, "form": thing.form.value}
            case s.Coating():
                method = thing.method.value if thing.method else None
                row |= {"on_id": self._full(thing.on), "bare": thing.bare, "method": method}
                for position, material in enumerate(thing.materials):
                    link = {"id": f"{record}/material-{position + 1}", "paper_id": self.slug, "coating_id": record}
                    self.records.add(
                        "coating_material", link | {"material_id": self._full(material), "position": position}
                    )
            case s.Electrode():
                row |= {"polarity": thing.polarity, "collector_id": self._full(thing.collector)}
            case s.Cell():
                row |= {"kind": thing.kind.value, "format": thing.format.value}
                self._layers(record, thing)
        self.records.add(kind, row)
        claim = Claim.QUOTED if thing.citation else None
        self._readings(thing.readings, _Owner(record, kind, record, kind, path, None, None, claim, thing.citation))
        for part, constituent in getattr(thing, "constituents", {}).items():
            self._constituent(record, kind, (*path, "constituents", part), part, constituent)
        for position, (step, entry) in enumerate(getattr(thing, "process", {}).items()):
            self._step(record, kind, (*path, "process", step), step, entry, position)
        for experiment, entry in thing.experiments.items():
            self._experiment(record, kind, (*path, "experiments", experiment), experiment, entry, thing.citation)

    def _layers(self, cell: str, thing: s.Cell) -> None:
        for position, layer in enumerate(thing.stack):
            record = f"{cell}/layer-{position + 1}"
            self.records.kinds[record] = "layer"
            self.records.places[record] = (self.document, ("cells", cell.split("/")[1], "stack", position, "of"))
            row = {"cell_id": cell, "position": position + 1, "role": layer.role.value, "note": layer.note}
            self.records.add("layer", self._of_paper(record) | row | {"of_id": self._full(layer.of), "of_kind": ""})

    def _constituent(self, whole: str, kind: str, path: Path_, part: str, entry: s.Constituent) -> None:
        record = self._claim_id(f"{whole}/{part}", "constituent", path)
        row = {"whole_id": whole, "whole_kind": kind, "material_id": self._full(part), "role": entry.role.value}
        self.records.add("constituent", self._of_paper(record) | row | {"note": entry.note})
        self._readings(entry.readings, _Owner(record, "constituent", whole, kind, path))

    def _step(self, whole: str, kind: str, path: Path_, name: str, entry: s.Step, position: int) -> None:
        record = self._claim_id(f"{whole}/{name}", "process_step", path)
        row = {"of_id": whole, "of_kind": kind, "position": position + 1, "method": entry.method.value}
        row |= {"title": entry.title, "gas": entry.gas, "note": entry.note}
        self.records.add("process_step", self._of_paper(record) | row)
        owner = _Owner(record, "process_step", whole, kind, path, entry.where, entry.quote, Claim.SETTING)
        self._readings(entry.readings, owner)

    def _experiment(
        self, subject: str, kind: str, path: Path_, name: str, entry: s.Experiment, citation: str | None
    ) -> None:
        record = self._claim_id(f"{subject}/{name}", "experiment", path)
        claim = entry.claim or (Claim.QUOTED if citation or entry.citation else None)
        if claim is None:
            claim = Claim.THEORY if entry.method in (Method.DFT, Method.CALCULATION) else Claim.MEASURED
        owner = _Owner(
            record, "experiment", subject, kind, path, entry.where, entry.quote, claim, entry.citation or citation
        )
        row = {"subject_id": subject, "subject_kind": kind, "cell_id": self._full(entry.cell)}
        row |= {"method": entry.method.value, "title": entry.title, "note": entry.note}
        row |= {"conventions": json.dumps(entry.conventions, sort_keys=True)}
        self.records.add("experiment", self._of_paper(record) | row | {"series_id": None})
        self._conditions(entry, record, path)
        self._readings(entry.readings, owner)
        if entry.series:
            for point, made, readings in self._points(entry.series, owner):
                self.records.add("experiment", self._of_paper(made.id) | row | {"series_id": record})
                self._conditions(entry, made.id, path)
                self._condition(made.id, entry.series.along, point, (*path, "series", "points"))
                self._readings(readings, made)

    # -- series ----------------------------------------------------------------------------------------------------

    def _points(
        self, series: s.Series, owner: _Owner
    ) -> Iterator[tuple[s.ReadingEntry, _Owner, dict[str, s.ReadingEntry]]]:
        """Each point of a series: its condition, the experiment that it is, and its readings."""
        path = (*owner.path, "series")
        try:
            points = read_list(series.points)
        except KbError as error:
            self.document.problem((*path, "points"), error.what, error.mend, error.code)
            return
        lists: dict[str, list[str]] = {}
        for key, entry in series.readings.items():
            if entry.also:
                self.document.problem(
                    (*path, "readings", key, "also"), "a reading of a series can't be repeated elsewhere",
                    "give the point that is repeated an experiment of its own, with also: there", "series",
                )  # fmt: skip
            try:
                lists[key] = read_list(entry.reads)
            except KbError as error:
                self.document.problem((*path, "readings", key), error.what, error.mend, error.code)
                return
            if len(lists[key]) != len(points):
                self.document.problem(
                    (*path, "readings", key),
                    f"{len(lists[key])} values stand for {len(points)} points",
                    "give as many values as points, or move what is missing into an experiment of its own", "series",
                )  # fmt: skip
                return
        for index, point in enumerate(points):
            record = self._claim_id(f"{owner.id}/{_slug(point)}", "experiment", (*path, "points"))
            made = _Owner(
                record, "experiment", owner.subject, owner.subject_kind, path, owner.where, owner.quote, owner.claim,
                owner.citation,
            )  # fmt: skip
            readings = {
                key: entry.model_copy(update={"reads": lists[key][index], "also": []})
                for key, entry in series.readings.items()
            }
            yield s.ReadingEntry(reads=point, where=owner.where, quote=owner.quote), made, readings

    # -- numbers ---------------------------------------------------------------------------------------------------

    def _conditions(self, entry: s.Experiment, record: str, path: Path_) -> None:
        for key, condition in entry.at.items():
            self._condition(record, key, condition, (*path, "at", key))

    def _condition(self, record: str, key: str, entry: s.ReadingEntry, path: Path_) -> None:
        name, label = split_key(key)
        row: dict[str, Any] = {"experiment_id": record, "quantity": name, "label": label, "place": entry.where}
        row |= {"quote": entry.quote, "printed": None, "qualifier": None, "lo": None, "mid": None, "hi": None}
        row |= {"unit": None, "state": entry.reads}
        if entry.reads not in _STATES:
            value = self._value(name, entry.as_read or entry.reads, path)
            if value is None:
                return
            row |= {"state": "stated", "printed": entry.reads, "qualifier": value.qualifier, "unit": value.unit}
            row |= _limits(value)
        elif name not in Q:
            self._value(name, "1", path)
            return
        made = self._claim_id(f"{record}/at/{key}", "condition", path)
        self.records.add("condition", self._of_paper(made) | row)

    def _value(self, name: str, reads: str, path: Path_) -> Reading | None:
        try:
            return _read(name, reads)
        except KbError as error:
            mend = error.mend
            if error.code == "reading" and reads.strip() in ("", ">", "|"):
                mend = "put the reading in quotes: '> 1.2 mS/cm'"
            self.document.problem(path, error.what, mend, error.code)
            return None

    def _readings(self, readings: dict[str, s.ReadingEntry], owner: _Owner) -> None:
        for key, entry in readings.items():
            path = (*owner.path, "readings", key)
            first = self._reading(key, entry, owner, path)
            taken: dict[str, int] = {}
            for index, repeat in enumerate(entry.also):
                place = _slug(repeat.where)
                taken[place] = taken.get(place, 0) + 1
                suffix = f"@{place}" + (f"-{taken[place]}" if taken[place] > 1 else "")
                again = entry.model_copy(
                    update={
                        "reads": repeat.reads or entry.reads, "where": repeat.where, "quote": repeat.quote,
                        "how": repeat.how, "claim": repeat.claim or entry.claim, "as_read": repeat.as_read or (None if repeat.reads else entry.as_read),
                        "reason": repeat.reason or (None if repeat.reads else entry.reason), "also": [],
                    }
                )  # fmt: skip
                self._reading(key, again, owner, (*path, "also", index), suffix, first)

    def _reading(
        self, key: str, entry: s.ReadingEntry, owner: _Owner, path: Path_, suffix: str = "", repeats: str | None = None
    ) -> str | None:
        name, label = split_key(key)
        value = self._value(name, entry.as_read or entry.reads, path)
        if value is None:
            return None
        default = Claim.SETTING if owner.kind in _SETTINGS else Claim.MEASURED
        claim = entry.claim or owner.claim or (Claim.QUOTED if owner.citation else default)
        record = self._claim_id(f"{owner.id}/{key}{suffix}", "reading", path)
        row = self._of_paper(record) | {
            "owner_id": owner.id, "owner_kind": owner.kind, "subject_id": owner.subject,
            "subject_kind": owner.subject_kind, "quantity": name, "label": label, "printed": entry.reads,
            "as_read": entry.as_read, "reason": entry.reason, "qualifier": value.qualifier, "unit": value.unit,
            "place": entry.where or owner.where, "quote": entry.quote or owner.quote, "how": entry.how.value,
            "claim": claim.value, "citation": entry.citation or (owner.citation if claim is Claim.QUOTED else None),
            "ambiguity": entry.ambiguity, "note": entry.note, "repeats": repeats,
            "checked_by": (entry.checked_by or self.checked_by or CheckedBy.NOBODY).value,
        }  # fmt: skip
        row |= {"or_reads": entry.or_reads, "or_lo": None, "or_hi": None}
        if entry.or_reads:
            other = self._value(name, entry.or_reads, path)
            if other is None:
                return None
            ends = _limits(other)
            row |= {"or_lo": ends["lo"], "or_hi": ends["hi"]}
        self.records.add("reading", row | _limits(value))
        return record

    def _statement(self, name: str, entry: s.Statement) -> None:
        path: Path_ = ("statements", name)
        record = self._claim_id(f"{self.slug}/statements/{name}", "statement", path)
        row = self._of_paper(record) | {
            "says": entry.says.value, "printed": entry.reads, "subject_id": self._full(entry.subject),
            "place": entry.where, "quote": entry.quote, "ambiguity": entry.ambiguity, "note": entry.note,
            "qualifier": None, "lo": None, "mid": None, "hi": None,
        }  # fmt: skip
        if entry.reads:
            value = self._said(entry.reads, (*path, "reads"))
            if value is None:
                return
            row |= {"qualifier": value.qualifier} | _limits(value)
        self.records.add("statement", row)
        for position, reference in enumerate(entry.reference):
            link = {"id": f"{record}/reference-{position + 1}", "paper_id": self.slug, "statement_id": record}
            self.records.add(
                "statement_reference", link | {"reading_id": self._full(reference), "position": position + 1}
            )

    def _said(self, reads: str, path: Path_) -> Reading | None:
        """The number of a statement, in SI; its unit is whatever the sentence says."""
        try:
            value = read(reads.replace("-fold", "").replace("fold", ""), signed=True)
            found = unit(value.unit)
        except KbError as error:
            self.document.problem(path, error.what, error.mend, error.code)
            return None
        mid = None if value.mid is None else found.to_si(value.mid)
        return Reading(value.printed, value.qualifier, found.to_si(value.lo), mid, found.to_si(value.hi), value.unit)

    def _contrast(self, name: str, entry: s.Contrast) -> None:
        record = self._claim_id(f"{self.slug}/contrasts/{name}", "contrast", ("contrasts", name))
        row = {"control_id": self._full(entry.control), "treatment_id": self._full(entry.treatment)}
        row |= {"differs": entry.differs, "place": entry.where, "quote": entry.quote}
        self.records.add("contrast", self._of_paper(record) | row)
        for position, (control, treatment) in enumerate(entry.pairs):
            link: dict[str, Any] = {"id": f"{record}/pair-{position + 1}", "paper_id": self.slug, "contrast_id": record}
            link |= {"control_reading_id": self._full(control), "treatment_reading_id": self._full(treatment)}
            self.records.add("contrast_pair", link | {"position": position + 1})


@lru_cache(maxsize=100_000)
def _read(name: str, reads: str) -> Reading:
    return Q[name].read(reads)


@lru_cache(maxsize=10_000)
def _understood(text: str) -> Composed:
    return understand(text)


def _material(thing: s.Material) -> dict[str, Any]:
    text = thing.formula if thing.formula and thing.formula != "not stated" else (thing.name or thing.written or "")
    found = _understood(text)
    return {
        "formula": thing.formula, "name": thing.name or found.long_name or None, "family": thing.family.value,
        "phase": thing.phase, "space_group": thing.space_group, "parse_state": found.state,
        "parse_reason": found.reason, "reduced_formula": found.reduced, "chemical_system": found.chemical_system,
        "anonymous_formula": found.anonymous, "elements": json.dumps(found.elements),
        "molar_mass": None if found.molar_mass is None else found.molar_mass / 1000,
    }  # fmt: skip


def _limits(value: Reading) -> dict[str, float | None]:
    infinite = (float("inf"), float("-inf"))
    lo, hi = (None if end in infinite else end for end in (value.lo, value.hi))
    return {"lo": lo, "mid": value.mid, "hi": hi}


def _slug(text: str) -> str:
    made = re.sub(r"[°\s]+", "", text) if re.match(r"[\d~≈.−-]", text) else re.sub(r"[^A-Za-z0-9.]+", "-", text.lower())
    return made.strip("-.")
