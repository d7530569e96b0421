"""A folder of seeds (or one file) to checked records, with all problems of all files at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.read import Document, Path_, quick_data, read_bytes
from ingest.review import review
from ingest.rows import Records, paper_rows
from ingest.stale import stale_corrections
from schema.composition import understand
from schema.errors import KbError, Problem, ProblemsFoundError, near
from schema.quantities import Q
from schema.quantity import split_key
from schema.seed import ReferenceFile, Seed

__all__ = ["REFERENCE", "SeedText", "load", "load_files", "load_texts", "seed_files"]

REFERENCE = "reference.yaml"


def seed_files(folder: Path) -> list[Path]:
    """The papers of a seed folder, in the order of their names; raises :class:`ProblemsFoundError` when there are none."""
    if folder.is_file():
        return [folder]
    found = sorted(path for path in (folder / "papers").glob("*") if path.suffix in (".yaml", ".yml", ".json"))
    if not found:
        what = "no paper here" if folder.is_dir() else "there is no such folder"
        mend = "a seed folder has papers/*.yaml; `kb new DOI` writes the first"
        raise ProblemsFoundError([Problem(str(folder), 0, 0, what, mend, "empty-folder")])
    return found


def load(folder: Path) -> Records:
    """All records of a seed folder; raises :class:`ProblemsFoundError` with every problem of every file."""
    files = seed_files(folder)
    root = folder if folder.is_dir() else (folder.parent.parent if folder.parent.name == "papers" else folder.parent)
    return load_files(files, root / REFERENCE)


def load_files(files: Iterable[Path], reference: Path | None = None) -> Records:
    """The records of some seed files, and of the reference data when its file exists."""
    texts = [SeedText(file.stem, str(file), file.read_bytes()) for file in files]
    there = reference is not None and reference.exists()
    records, problems = load_texts(
        texts, SeedText("", str(reference), reference.read_bytes()) if there and reference else None
    )
    if problems:
        raise ProblemsFoundError(problems)
    return records


@dataclass(frozen=True)
class SeedText:
    """The content of one seed file: the paper's slug, the name of the file to be shown, its bytes."""

    slug: str
    name: str
    data: bytes


def load_texts(
    texts: Iterable[SeedText], reference: SeedText | None = None, *, quick: bool = False
) -> tuple[Records, set[Problem]]:
    """The records of some seeds, and all problems with them. With ``quick`` JSON is read without keeping its places.

    No record of a paper refers to another paper: each is looked at alone, and once more, exactly, when anything is wrong.
    """
    whole, problems = Records(), set[Problem]()
    for text in texts:
        data = quick_data(text.data) if quick and text.slug not in whole.dismissed else None
        made = _quickly(text, data) if data is not None else None
        if made is not None:
            whole.extend(made)
            continue
        document = read_bytes(text.data, text.name)
        records = whole if text.slug in whole.dismissed else Records()  # a second file of one paper meets its ids
        seed = _validated(document, Seed) if document.data is not None else None
        if isinstance(seed, Seed):
            paper_rows(text.slug, seed, document, records)
        if records is not whole:
            review(records)
            stale_corrections(records)
            whole.extend(records)
        problems.update(document.problems)
    if reference is not None:
        document = read_bytes(reference.data, reference.name)
        found = _validated(document, ReferenceFile) if document.data is not None else None
        if isinstance(found, ReferenceFile):
            _reference_rows(found, document, whole)
        problems.update(document.problems)
    return whole, problems


def _quickly(text: SeedText, data: Any) -> Records | None:
    """The records of data without places; None when anything at all is wrong with them."""
    document, records = Document(text.name, data), Records()
    try:
        paper_rows(text.slug, Seed.model_validate(data), document, records)
    except (ValidationError, KbError):
        return None
    review(records)
    stale_corrections(records)
    return None if document.problems else records


def _validated(document: Document, model: type[Seed | ReferenceFile]) -> Seed | ReferenceFile | None:
    document.problems.extend(_unknown_quantities(document))
    try:
        made = model.model_validate(document.data)
    except ValidationError as error:
        for one in error.errors():
            _explain(document, dict(one), model)
        return None
    return made if not document.problems else None


def _unknown_quantities(document: Document) -> list[Problem]:
    found = []
    for path in document.places:
        if len(path) >= 2 and path[-2] in ("readings", "at") and isinstance(path[-1], str):
            name = split_key(path[-1])[0]
            if name not in Q:
                hint = near(name, [quantity.name for quantity in Q])
                mend = " ".join(filter(None, [hint, "`kb quantities` lists all"]))
                line, column = document.places[path]
                what = f"no quantity named {name!r}"
                found.append(Problem(document.file, line, column, what, mend, "unknown-quantity"))
    return found


def _explain(document: Document, error: dict[str, Any], model: type[Any]) -> None:
    path: Path_ = tuple(
        part for part in error["loc"] if part not in ("function-before[_short(), ReadingEntry]", "[key]")
    )
    kind, message = error["type"], str(error["msg"])
    last = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        fields = _fields(model, path[:-1])
        mend = near(last, fields) or f"known here: {', '.join(sorted(fields))}"
        document.problem(path, f"{last!r} is not known here", mend, "unknown-key")
    elif kind == "missing":
        document.problem(path, f"{last!r} is missing", f"add {last}:", "missing-key")
    elif kind in {"enum", "literal_error"}:
        allowed = str(error["ctx"].get("expected", "")).replace(" or ", ", ").replace("'", "")
        word = str(error["input"])
        hint = near(word, allowed.split(", "))
        document.problem(path, f"{word!r} is not one of the words for {last}", hint or f"use {allowed}", "vocabulary")
    elif kind == "string_pattern_mismatch":
        mend = "a slug is letters, digits and . + = -, beginning with a small letter or digit, at most 60 characters"
        document.problem(path, f"{error['input']!r} can't be part of an id", mend, "slug")
    elif kind in ("model_type", "dict_type"):
        shown = "nothing" if error["input"] is None else repr(error["input"])[:60]
        document.problem(
            path, f"{shown} stands where keys with values are meant", "see the example in the guide", "invalid"
        )
    elif kind == "string_too_long":
        limit = error["ctx"]["max_length"]
        document.problem(
            path, f"{len(str(error['input']))} characters, at most {limit} are allowed", "shorten it", "long"
        )
    else:
        document.problem(path, message.removeprefix("Value error, "), f"look at {last!r} in the guide", "invalid")


def _fields(model: type[Any], path: Path_) -> list[str]:
    """The field names of the model that a path leads to."""
    from typing import get_args

    from pydantic import BaseModel

    def models(annotation: Any) -> list[type[BaseModel]]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return [annotation]
        return [found for part in get_args(annotation) for found in models(part)]

    here: list[type[BaseModel]] = [model]
    for part in path:
        here = [
            inner
            for one in here
            for inner in (models(one.model_fields[part].annotation) if part in one.model_fields else [one])
        ]
    return sorted({name for one in here for name in one.model_fields})


def _reference_rows(data: ReferenceFile, document: Document, records: Records) -> None:
    for slug, material in data.materials.items():
        record = f"reference/{slug}"
        records.kinds[record] = "reference_material"
        records.places[record] = (document, ("materials", slug))
        row = {"id": record, "formula": material.formula, "name": material.name}
        records.add("reference_material", row | {"reduced_formula": understand(material.formula).reduced})
        for name, entry in material.readings.items():
            path = ("materials", slug, "readings", name)
            try:
                value = Q[name].read(entry.reads)
            except KbError as error:
                document.problem(path, error.what, error.mend, error.code)
                continue
            records.kinds[f"{record}/{name}"] = "reference_reading"
            records.places[f"{record}/{name}"] = (document, path)
            made: dict[str, Any] = {
                "id": f"{record}/{name}",
                "material_id": record,
                "quantity": name,
                "printed": entry.reads,
            }
            made |= {"lo": value.lo, "mid": value.mid, "hi": value.hi, "unit": value.unit}
            records.add("reference_reading", made | {"source": entry.source, "note": entry.note})
