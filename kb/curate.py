"""The commands of a curator: check a file, verify quotes and places against the texts, begin a paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.console import Json, Seeds, fail, print_table, say, told

__all__ = ["agreement", "check", "coverage", "new", "propose", "verify"]


@told
def check(
    file: Annotated[Path, typer.Argument(help="One seed file, or a seed folder.")],
    text: Annotated[Path | None, typer.Option(help="The paper's plain text: quotes are looked up in it.")] = None,
) -> None:
    """Check one seed file alone, or a whole folder: every problem with its line and how to mend it.

    Example: kb check seeds/papers/nguyen2024.yaml
    """
    from ingest.load import REFERENCE, load, load_files
    from ingest.places import missing_places
    from ingest.verify import unverified
    from schema.errors import ProblemsFoundError

    if not file.exists():
        fail(FileNotFoundError(f"{file}  there is no such file\n    name a seed file or folder"), 2)
    try:
        records = load(file) if file.is_dir() else load_files([file], file.parent.parent / REFERENCE)
    except ProblemsFoundError as error:
        fail(error, 1)
    counts = {name: len(records.of(name)) for name in ("reading", "experiment", "statement", "misprint")}
    say(f"{file}: no problems; " + ", ".join(f"{count} {name}s" for name, count in counts.items()))
    if text is not None:
        whole = text.read_text(encoding="utf-8")
        lost = [
            f"{one.id}  the quote is not in {text.name}: {one.quote!r}" for one in unverified(records, file.stem, whole)
        ]
        lost += [f"{one.id}  {one.place!r} is not in {text.name}" for one in missing_places(records, file.stem, whole)]
        for line in lost:
            typer.echo(line)
        if lost:
            raise typer.Exit(1)
        say(f"every quote and every place stands in {text.name}")


@told
def verify(
    seeds: Seeds = None,
    texts: Annotated[Path, typer.Option(help="Folder of the papers' plain texts; each is found by its title.")] = Path(
        "../shared/papers"
    ),
) -> None:
    """Verify every quote, number and place of the seeds against the papers' texts, and print what could not be.

    Example: kb verify --texts ../shared/papers
    """
    from ingest.load import load
    from ingest.places import missing_places
    from ingest.review import missing_numbers
    from ingest.verify import find_text, unverified
    from kb.base import default_seeds

    files = sorted(texts.glob("*.txt"))
    if not files:
        fail(FileNotFoundError(f"{texts}  holds no texts\n    name the folder of the papers' texts with --texts"), 2)
    held = {file.name: file.read_text(encoding="utf-8") for file in files}
    records = load(seeds or default_seeds())
    wrong = 0
    for paper in records.of("paper"):
        name = find_text(paper["title"], held)
        rows = [row for row in records.of("reading") if row["paper_id"] == paper["id"]]
        if name is None:
            typer.echo(f"{paper['id']}  no text has this title: {len(rows)} readings not verified")
            wrong += len(rows)
            continue
        lost = [
            f"{one.id}  the quote is not in {name}: {one.quote!r}"
            for one in unverified(records, paper["id"], held[name])
        ]
        lost += [
            f"{one.id}  {one.place!r} is not in {name}" for one in missing_places(records, paper["id"], held[name])
        ]
        lost += [
            f"{row['id']}  {' and '.join(numbers)} is not in its quote"
            for row in rows
            if (numbers := missing_numbers(row["printed"], row["quote"]))
        ]
        wrong += len(lost)
        for line in lost:
            typer.echo(line)
        typer.echo(f"{paper['id']}  {len(rows)} readings against {name}: {len(lost)} not verified")
    if wrong:
        raise typer.Exit(1)


@told
def coverage(
    paper: Annotated[str, typer.Argument(help="Slug of the paper.")],
    text: Annotated[Path, typer.Option(help="The paper's plain text.")],
    seeds: Annotated[Path | None, typer.Option(help="Seed folder; seeds/ when left out.")] = None,
    json: Json = False,
) -> None:
    """List every number with a unit in a paper's text that no record covers and no dismissal explains.

    Example: kb coverage lim2022 --text ../shared/papers/003_e0fdb604d82e728d.txt
    """
    from dataclasses import asdict

    from ingest.coverage import coverage as cover
    from ingest.load import load
    from kb.base import default_seeds
    from kb.build import to_json
    from schema.errors import near

    records = load(seeds or default_seeds())
    slugs = [row["id"] for row in records.of("paper")]
    if paper not in slugs:
        fail(ValueError(f"{paper!r}  no paper of that slug\n    {near(paper, slugs) or ', '.join(slugs)}"), 2)
    if not text.is_file():
        fail(FileNotFoundError(f"{text}  there is no such file\n    name the paper's plain text with --text"), 2)
    found = cover(records, paper, text.read_text(encoding="utf-8"))
    if json:
        typer.echo(to_json(asdict(found)))
    else:
        for one in found.left:
            typer.echo(f"{text.name}:{one.line}  {one.number} {one.unit}   … {one.context} …")
    say(
        f"{paper}: {found.found} numbers with a unit, {found.covered} recorded, {found.dismissed} dismissed, {len(found.left)} left"
    )
    if found.left:
        raise typer.Exit(1)


@told
def agreement(
    seeds: Seeds = None,
    differences: Annotated[
        bool, typer.Option(help="List each fact that the records have not, or name otherwise.")
    ] = False,
    json: Json = False,
) -> None:
    """Compare the blind second readings with the records: how many of their facts are in, and under which quantity.

    Example: kb agreement --differences
    """
    from dataclasses import asdict

    from ingest.agreement import agreement as compare
    from ingest.agreement import read_second_reading
    from ingest.load import load
    from kb.base import default_seeds
    from kb.build import to_json

    folder = seeds or default_seeds()
    records = load(folder)
    files = sorted((folder / "second_readings").glob("*.csv"))
    found = [compare(records, file.stem, read_second_reading(file)) for file in files]
    if json:
        typer.echo(to_json([asdict(one) for one in found]))
        return
    rows = [
        [one.paper, str(one.facts), f"{one.numbers / one.facts:.1%}", f"{one.quantities / one.facts:.1%}"]
        for one in found
    ]
    print_table(["paper", "facts of the second reading", "number recorded", "under the same quantity"], rows)
    if differences:
        for one in found:
            for line in one.other:
                typer.echo(f"{one.paper}  {line}")


@told
def new(
    doi: Annotated[str, typer.Argument(help="DOI of the paper.")],
    out: Annotated[Path | None, typer.Option(help="Write to this file; an existing one is never overwritten.")] = None,
) -> None:
    """Write a commented template of a seed file for a DOI.

    Example: kb new 10.1007/s40820-023-01294-0 --out seeds/papers/nguyen2024.yaml
    """
    from ingest.template import template

    made = template(doi)
    if out is None:
        typer.echo(made, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(made)
    except FileExistsError:
        fail(FileExistsError(f"{out}  is there already\n    choose another name; nothing was overwritten"), 2)
    except OSError as error:
        fail(OSError(f"{out}  can't be written: {error.strerror}\n    choose another path"), 2)
    say(f"wrote {out}: fill it in, then `kb check {out}`")


@told
def propose(
    text: Annotated[Path, typer.Argument(help="A paper's plain text; with --score a folder of texts.")],
    seeds: Annotated[Path | None, typer.Option(help="Seeds to learn from; seeds/ when left out.")] = None,
    least: Annotated[
        float, typer.Option(help="Only proposals with at least this share of belief.", min=0, max=1)
    ] = 0.0,
    scored: Annotated[
        bool, typer.Option("--score", help="Score the curated papers instead, each by what the others teach.")
    ] = False,
    json: Json = False,
) -> None:
    """Draft candidate readings of a new paper, for a curator to accept, correct or reject.

    Example: kb propose paper.txt --least 0.5
    """
    from dataclasses import asdict

    from ingest.load import load
    from ingest.propose import as_yaml, score, without
    from ingest.propose import propose as draft
    from ingest.verify import find_text
    from kb.base import default_seeds
    from kb.build import to_json

    if not text.exists() or text.is_dir() != scored:
        wanted = "a folder of texts" if scored else "a text file"
        fail(FileNotFoundError(f"{text}  is not {wanted}\n    name {wanted}"), 2)
    records = load(seeds or default_seeds())
    files = sorted(text.glob("*.txt")) if scored else [text]
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    curated = {paper["id"]: find_text(paper["title"], texts) for paper in records.of("paper")}
    if scored:
        scores = score({slug: texts[name] for slug, name in curated.items() if name}, records)
        if json:
            typer.echo(to_json([asdict(one) for one in scores]))
            return
        columns = ["paper", "proposed", "curated", "matched", "recall", "precision", "numbers alone", "their precision"]
        shares = ("recall", "precision", "numbers", "numbers_precision")
        rows = [
            [
                one.paper,
                str(one.proposed),
                str(one.curated),
                str(one.matched),
                *(f"{getattr(one, s):.2f}" for s in shares),
            ]
            for one in scores
        ]
        print_table(columns, rows)
        return
    for slug in (slug for slug, name in curated.items() if name):
        records = without(records, slug)
        say(f"{slug} is this paper: nothing is learned from its seed")
    found = [one for one in draft(texts[text.name], records) if one.score >= least]
    typer.echo(to_json([asdict(one) for one in found]) if json else as_yaml(found))
    say(f"{len(found)} candidates: every one is a guess until a curator has read its sentence")
