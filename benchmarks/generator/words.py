"""What invented papers say about their numbers: statements, contrasts of control and treatment, misprints."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from generator.cells import sheet_words
from generator.draws import Bools, Floats
from generator.electrolytes import Electrolytes
from generator.prints import PLAIN, TILDE, prints
from generator.sheet import Ref, Sheet

__all__ = ["add_statements", "add_words"]

CYCLING = "full-{}/cycling/{}"
FINAL, INITIAL = "final_capacity_per_active_mass", "initial_capacity_per_active_mass"


def add_statements(sheet: Sheet, solids: Electrolytes, kept: list[Floats]) -> None:
    """Five statements a paper, true by what is true."""
    d, everywhere = sheet.draws, sheet.everywhere()
    planted = sheet.plants.of("statements/conductivities")
    first, second = (solids.sigma(index, solids.measured_at) for index in (0, 1))
    larger, smaller = (np.where((first > second) == up, "se-1", "se-2") for up in (True, False))
    lower = d.chance("lower", 0.3) & ~planted
    subject, reference = (f"/{side}" for side in ("eis/ionic_conductivity",) * 2)
    ratio = np.maximum(first, second) / np.minimum(first, second) * np.where(planted, sheet.plants.factor, 1.0)
    _said(
        sheet, "conductivities", np.where(lower, "times_lower", "times_higher"),
        _joined(np.where(lower, smaller, larger), subject), [(_joined(np.where(lower, larger, smaller), reference), everywhere)],
        ratio, plain=planted,
    )  # fmt: skip
    _said(
        sheet,
        "fading",
        "percent_lower",
        CYCLING.format(1, FINAL),
        [(CYCLING.format(1, INITIAL), everywhere)],
        1 - kept[0],
        "%",
    )
    retention = [CYCLING.format(index, "capacity_retention") for index in (1, 2, 3)]
    percent = d.chance("percent of", 0.5)
    _said(
        sheet, "coated", np.where(percent, "percent_of", "percent_higher"), retention[1], [(retention[0], everywhere)],
        kept[1] / kept[0] - np.where(percent, 0.0, 1.0), "%",
    )  # fmt: skip
    # the third cell is never better than the treated one where it is compared
    third = sheet.present[retention[2]] & (kept[2] < kept[1])
    _said(sheet, "best", "highest", retention[1], [(retention[0], everywhere), (retention[2], third)])
    _fifth(sheet, larger, smaller)


def _fifth(sheet: Sheet, larger: np.ndarray, smaller: np.ndarray) -> None:
    """A difference, an equality or an order, whichever the paper's numbers allow."""
    plating = [f"symmetric-1/plating/resistance_{name}" for name in ("change", "final", "initial")]
    moved = sheet.plants.of(plating[0])
    difference = np.all([sheet.present[key] for key in plating], axis=0) & ~moved
    discharge = CYCLING.format(1, "discharge_capacity_per_active_mass")
    same = sheet.present[discharge] & ~difference
    order = ~difference & ~same
    conductivity = "/eis/ionic_conductivity"
    subject = np.select([difference, same], [plating[0], discharge], _joined(larger, conductivity)).astype(object)
    reference = np.select([difference, same], [plating[1], CYCLING.format(1, INITIAL)], _joined(smaller, conductivity))
    says = np.select(
        [difference, same, order & sheet.draws.chance("similar", 0.2)],
        ["difference", "same_as", "similar"],
        "higher_than",
    )
    _said(sheet, "compared", says, subject, [(reference, sheet.everywhere()), (plating[2], difference)])


def _joined(words: np.ndarray, after: str) -> np.ndarray:
    return np.asarray([f"{word}{after}" for word in words], dtype=object)


def _said(
    sheet: Sheet, name: str, says: Any, subject: Any, references: list[tuple[Any, Bools]], ratio: Floats | None = None,
    unit: str = "", plain: Bools | None = None,
) -> None:  # fmt: skip
    d, path, count = sheet.draws, f"statements/{name}", len(sheet.draws)
    words = pl.Series(np.broadcast_to(np.asarray(says, dtype=object), count).astype(str))
    columns: dict[str, Any] = {"says": words, "subject_id": _ids(sheet, subject), "place": "Section 3.3"}
    sentence = "Compared with the other, this one is " + words.str.replace_all("_", " ")
    if ratio is not None:
        calm = np.zeros(count, dtype=bool) if plain is None else plain
        codes = np.where(d.chance(f"about {name}", 0.2) & ~calm, TILDE, PLAIN)
        digits = np.where(d.chance(f"digits {name}", 0.5) | calm, 3, 2)
        flat = np.full(count, 0.01 if unit == "%" else 1.0)
        made = prints(
            ratio, flat, np.zeros(count), pl.Series([unit] * count), digits, codes, np.zeros(count, dtype=bool),
            np.ones(count, dtype=bool), d.uniform(f"share {name}"),
        )  # fmt: skip
        columns |= {column: made[column] for column in ("printed", "qualifier", "lo", "mid", "hi")}
        sentence = sentence + ": " + made["printed"]
    sheet.record("statement", path, **columns, quote=sentence + ".")
    for position, (reference, where) in enumerate(references, start=1):
        sheet.record(
            "statement_reference", f"{path}/reference-{position}", where, statement_id=Ref(path),
            reading_id=_ids(sheet, reference), position=position,
        )  # fmt: skip


def _ids(sheet: Sheet, paths: Any) -> pl.Series:
    if isinstance(paths, str):
        return sheet.papers + f"/{paths}"
    return sheet.papers + "/" + pl.Series(sheet_words(paths))


def add_words(sheet: Sheet) -> None:
    """The paper itself, contrasts of bare and coated cells with the readings that can be compared, and some misprints."""
    d = sheet.draws
    numbers = pl.Series(d.numbers)
    sheet.tables["paper"] = [
        pl.DataFrame(
            {"id": sheet.papers, "doi": "10.0000/invented." + numbers.cast(pl.String),
             "title": "Invented solid-state cells, part " + numbers.cast(pl.String),
             "year": pl.Series(2008 + d.whole("year", 17))}
        ).with_columns(
            authors=pl.lit('["A. Invented", "B. Imagined"]'), journal=pl.lit("Journal of Invented Batteries"),
            licence=pl.lit("CC BY 4.0"), source=pl.lit("generated for a benchmark"), curators=pl.lit('["a program"]'),
            checked_by=pl.lit("program"),
        )
    ]  # fmt: skip
    pairs = {
        "coating": ("full-1", "full-2", ("cycling/capacity_retention", f"cycling/{INITIAL}", f"cycling/{FINAL}")),
        "interface": ("symmetric-1", "symmetric-2", ("plating/overpotential", "plating/stable_time")),
    }
    for name, (control, treatment, readings) in pairs.items():
        path = f"contrasts/{name}"
        sheet.record(
            "contrast", path, control_id=Ref(control), treatment_id=Ref(treatment),
            differs="a coating on the lithium", place="Section 2.2", quote="with and without a coating on the lithium",
        )  # fmt: skip
        both = [sheet.present[f"{control}/{one}"] & sheet.present[f"{treatment}/{one}"] for one in readings]
        position = np.cumsum(both, axis=0)
        for place, reading in enumerate(readings):
            for number in range(1, place + 2):
                sheet.record(
                    "contrast_pair", f"{path}/pair-{number}", both[place] & (position[place] == number),
                    contrast_id=Ref(path), control_reading_id=Ref(f"{control}/{reading}"),
                    treatment_reading_id=Ref(f"{treatment}/{reading}"), position=number,
                )  # fmt: skip
    sheet.record(
        "misprint", "misprints/current", d.chance("misprint", 0.1), issue="wrong_dimension", printed="mA cm-1",
        as_read="mA cm-2", reason="a current density is per area", place="Section 2.3",
        quote="a current density in mA cm-1", strength="certain", from_extraction="possible",
    )  # fmt: skip
