"""What a schema can't say of a record: the number stands in its quote, the value is plausible, references lead somewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from ingest.rows import Records
from schema.errors import near
from schema.quantities import Q
from schema.quantity import Quantity
from schema.reading import Reading, numbers_in, printed_numbers
from schema.vocabulary import THINGS

__all__ = ["missing_numbers", "review"]

WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "once": "1", "twice": "2", "thrice": "3", "half": "0.5",
    "double": "2", "single": "1", "unity": "1", "sevenfold": "7", "eightfold": "8", "twofold": "2", "threefold": "3",
}  # fmt: skip
PLACES = re.compile(
    r"^(title|highlights|abstract|keywords|introduction|results|discussion|methods|experimental|conclusions?|"
    r"section \d+(\.\d+)*|table s?\d+|fig(\.|ure) ?s?\d+[a-z]?|supporting information|acknowledge|references)",
    re.IGNORECASE,
)
PLACEHOLDERS = {"title": "TITLE", "authors": "FIRST AUTHOR", "journal": "JOURNAL", "curators": "YOUR NAME"}
ROUNDED_SUM = 0.02
"""How far rounded shares may add up above the whole, as a fraction."""


def review(records: Records) -> None:
    """Add every problem of the rows to the documents that they came from."""
    for row in records.of("reading"):
        _reading(records, row)
    for row in records.of("statement"):
        _quoted(records, row, row["printed"])
    for row in records.of("condition"):
        _plausible(records, row)
        if row["quote"] and row["printed"]:
            _quoted(records, row, row["printed"])
    for row in records.of("misprint"):
        _place(records, row)
    for row in records.of("paper"):
        _placeholders(records, row)
    _references(records)
    _contrasts(records)
    _fractions(records)


def missing_numbers(printed: str, quote: str) -> list[str]:
    """The numbers of a printed reading that don't stand in its quote, digit by digit: 12 is not in 0.12 or 12.5."""
    wanted = _printed_numbers(printed) - numbers_in(quote)
    if wanted:
        wanted -= {(WORDS[word], 0) for word in re.findall(r"[a-z]+", quote.lower()) if word in WORDS}
    return sorted(f"{digits}e{power}" if power else digits for digits, power in wanted)


@lru_cache(maxsize=100_000)
def _printed_numbers(printed: str) -> frozenset[tuple[str, int]]:
    return frozenset(printed_numbers(printed))


def _reading(records: Records, row: dict[str, Any]) -> None:
    quantity: Quantity = Q[row["quantity"]]
    kind = row["owner_kind"]
    if kind != "experiment" and kind not in quantity.of:
        owners = " or ".join(quantity.of).replace("process_step", "process step")
        records.problem(
            row["id"], f"{quantity.name} is a property of {_a(owners)}, and stands under {_a(kind.replace('_', ' '))}",
            "move it under an experiment, or to the record it belongs to", "owner",
        )  # fmt: skip
    if not row["quote"] or not row["place"]:
        lack = " and ".join(word for word, value in (("where", row["place"]), ("quote", row["quote"])) if not value)
        records.problem(row["id"], f"{quantity.name} has no {lack}", "add it here, or once on the experiment", "quote")
        row["quote"], row["place"] = row["quote"] or "", row["place"] or ""
    else:
        _quoted(records, row, row["printed"])
    _plausible(records, row)


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _place(records: Records, row: dict[str, Any]) -> None:
    if row["place"] and not PLACES.match(row["place"]):
        records.problem(
            row["id"], f"{row['place']!r} is not a place in a paper",
            "begin with abstract, Section 2.1, Table 1, Fig. 4a, Experimental, Conclusion …", "place",
        )  # fmt: skip


def _quoted(records: Records, row: dict[str, Any], printed: str | None) -> None:
    _place(records, row)
    lacking = missing_numbers(printed, row["quote"]) if printed else []
    if lacking:
        records.problem(
            row["id"], f"{' and '.join(lacking)} of {printed!r} is not in its quote {row['quote']!r}",
            "copy the number with its digits from the paper, or quote the words that hold it", "number-not-in-quote",
        )  # fmt: skip


def _plausible(records: Records, row: dict[str, Any]) -> None:
    if row["qualifier"] is None:
        return
    quantity: Quantity = Q[row["quantity"]]
    lo = float("-inf") if row["lo"] is None else row["lo"]
    hi = float("inf") if row["hi"] is None else row["hi"]
    reading = Reading(row["printed"], row["qualifier"], lo, row["mid"], hi, row["unit"] or "")
    if not quantity.plausible(reading):
        records.problem(
            row["id"],
            f"{row['printed']!r} is outside the plausible range of {quantity.name}, "
            f"{quantity.low:g} to {quantity.high:g} {quantity.unit}".rstrip(),
            "check number and unit; if the paper prints it so, keep reads and add as_read with a reason", "bounds",
        )  # fmt: skip


def _placeholders(records: Records, row: dict[str, Any]) -> None:
    left = [name for name, word in PLACEHOLDERS.items() if word in str(row[name])]
    if left:
        records.problem(
            row["id"],
            f"{', '.join(left)} still {'hold' if len(left) > 1 else 'holds'} the template's words",
            "fill them in from the paper",
            "template",
        )


def _contrasts(records: Records) -> None:
    sides = {row["id"]: (row["control_id"], row["treatment_id"]) for row in records.of("contrast")}
    for row in records.of("contrast_pair"):
        control, treatment = sides[row["contrast_id"]]
        swapped = row["control_reading_id"].startswith(f"{treatment}/") or row["treatment_reading_id"].startswith(
            f"{control}/"
        )
        if swapped:
            records.problem(
                row["contrast_id"], f"pair {row['position']} has the treatment's reading first",
                "a pair is [reading of the control, reading of the treatment]", "contrast",
            )  # fmt: skip


def _references(records: Records) -> None:
    things = {record for record, kind in records.kinds.items() if kind in THINGS}  # fmt: skip
    readings, cells, materials = (
        {record for record, kind in records.kinds.items() if kind == wanted}
        for wanted in ("reading", "cell", "material")
    )
    anything = set(records.kinds)
    for row in records.of("layer"):
        row["of_kind"] = records.kinds.get(row["of_id"], "")
    wanted = [
        ("layer", "of_id", things), ("constituent", "material_id", materials), ("coating", "on_id", things),
        ("electrode", "collector_id", materials), ("experiment", "cell_id", cells), ("statement", "subject_id", anything),
        ("contrast", "control_id", anything), ("contrast", "treatment_id", anything),
    ]  # fmt: skip
    links = [
        ("coating_material", "material_id", "coating_id", materials),
        ("statement_reference", "reading_id", "statement_id", readings),
        ("contrast_pair", "control_reading_id", "contrast_id", readings),
        ("contrast_pair", "treatment_reading_id", "contrast_id", readings),
    ]
    for table, column, known in wanted:
        for row in records.of(table):
            _leads(records, row["id"], row[column], known)
    for table, column, holder, known in links:
        for row in records.of(table):
            _leads(records, row[holder], row[column], known)


def _leads(records: Records, holder: str, target: str | None, known: set[str]) -> None:
    if target is None or target in known:
        return
    paper, _, short = target.partition("/")
    hint = near(short, (record.partition("/")[2] for record in known if record.startswith(paper + "/")))
    there = records.kinds.get(target)
    kind = (
        f"{short!r} is {_a(there.replace('_', ' '))}, and something else is meant"
        if there
        else f"there is no record {short!r}"
    )
    records.problem(holder, kind, hint or "write the id of a record of this file", "dangling-reference")


def _fractions(records: Records) -> None:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in records.of("reading"):
        if row["owner_kind"] == "constituent" and row["quantity"].endswith("_fraction") and not row["repeats"]:
            sums[row["subject_id"], row["quantity"]] += row["lo"] or 0.0
    for (whole, quantity), total in sums.items():
        if total > 1 + ROUNDED_SUM:
            records.problem(
                whole, f"the {quantity} of its constituents add up to {total:.0%} at least",
                "check the numbers and the basis; parts of a recipe are mass_parts", "fractions",
            )  # fmt: skip
