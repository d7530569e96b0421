"""The commands about one cell: its energy ledger, and what would follow if it were otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.console import Database, Json, fail, open_base, print_table, say, told

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

    from kb.base import Base

__all__ = ["ledger", "whatif"]

Plot = Annotated[Path | None, typer.Option("--plot", help="Draw it into this file: .png, .pdf or .svg.")]


@told
def ledger(
    cell: Annotated[str, typer.Argument(help="Id of a full or half cell.")],
    database: Database = None, json: Json = False,
    experiment: Annotated[str | None, typer.Option(help="Id of the experiment whose capacity and voltage count.")] = None,
    solve: Annotated[str | None, typer.Option(help="A target to reach, as 'specific energy=400 Wh/kg'.")] = None,
    by: Annotated[str, typer.Option(help="What may change to reach it: areal capacity, or a layer.")] = "areal capacity",
    level: Annotated[str | None, typer.Option(help="Level of the target; the outermost that can be computed.")] = None,
    state: Annotated[str, typer.Option(help="State of an energy density: discharged or charged.")] = "discharged",
    plot: Plot = None,
) -> None:  # fmt: skip
    """Count a cell's energy per mass and volume at six levels, from its layers, and hold claimed figures against them.

    Example: kb ledger lim2022/full-7.2-0min --solve "specific energy=40 Wh/kg" --by separator
    """
    from kb.build import to_json
    from kb.ledger import ledger_json, ledger_text, solved

    with open_base(database) as base:
        if solve is not None:
            answer = solved(base, cell, solve, by, level, state)
            typer.echo(to_json(_answer(answer)) if json else str(answer))
        else:
            typer.echo(to_json(ledger_json(base, cell, experiment)) if json else ledger_text(base, cell, experiment))
        if plot is not None:
            _save(_waterfall(base, cell, experiment), plot)


def _answer(answer: object) -> dict[str, object]:
    from dataclasses import asdict

    from kb.base import rounded

    made = asdict(answer)  # type: ignore[call-overload]
    for name in ("surest", "middle", "easiest", "target"):
        made[name] = rounded(made[name])
    made["extreme"] = [rounded(one) for one in made["extreme"]]
    return {**made, "told": str(answer)}


def _waterfall(base: Base, cell: str, experiment: str | None) -> Axes:
    import polars as pl

    from kb.ledger import SolveError, ledger_json
    from kb.plots import waterfall_plot

    made = ledger_json(base, cell, experiment)
    rows = [
        {"level": row["of"], "lo": row["lo"], "mid": row["mid"], "hi": row["hi"]}
        for row in made["levels"]
        if row["measure"] == "specific energy" and row["lo"] is not None and row["hi"] is not None
    ]
    if not rows:
        raise SolveError("--plot", f"{cell} has no level that can be computed", "see what is missing without --plot")
    columns = {"level": pl.String, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64}
    return waterfall_plot(pl.DataFrame(rows, schema=columns), base.name(cell))[0]


@told
def whatif(
    cell: Annotated[str, typer.Argument(help="Id of a cell, or of one experiment of it.")],
    change: Annotated[list[str] | None, typer.Argument(help="name=value, name= (removed), or '20 um separator'; several.")] = None,
    database: Database = None, json: Json = False,
    sweep: Annotated[str | None, typer.Option(help="One input over values: 'separator_thickness=10:100 um'.")] = None,
    tornado: Annotated[bool, typer.Option("--tornado", help="Which input the output depends on most.")] = False,
    output: Annotated[str | None, typer.Option(help="What to follow: 'specific energy of composite', n_to_p_ratio …")] = None,
    step: Annotated[float, typer.Option(help="Share by which a tornado moves each input.")] = 0.1,
    plot: Plot = None,
) -> None:  # fmt: skip
    """Replace, add or remove numbers of a cell and tell everything that follows; sweep one input; rank all of them.

    Example: kb whatif lim2022/full-7.2-5min "20 um lithium" average_voltage="3.7 V"
    """
    from kb.build import to_json
    from kb.whatif import differences, differences_json, differences_text, sweep_of, tornado_of

    changes = change or []
    if sweep is not None and tornado:
        fail(ValueError("--sweep and --tornado  exclude each other\n    give one"), 2)
    if plot is not None and sweep is None and not tornado:
        fail(ValueError("--plot  draws a sweep or a tornado\n    add --sweep or --tornado"), 2)
    if not changes and sweep is None and not tornado:
        fail(ValueError(f"{cell}  nothing to change\n    add name=value, --sweep or --tornado"), 2)
    with open_base(database) as base:
        if sweep is None and not tornado:
            found = differences(base, cell, changes)
            typer.echo(to_json(differences_json(found)) if json else differences_text(found))
            return
        frame = (
            tornado_of(base, cell, changes, output, step)
            if tornado
            else sweep_of(base, cell, sweep or "", changes, output)
        )
        if json:
            typer.echo(to_json(frame.to_dicts()))
        else:
            _table(frame)
        if plot is not None:
            _save(_drawn(base, cell, frame, tornado=tornado), plot)


def _drawn(base: Base, cell: str, frame: pl.DataFrame, *, tornado: bool) -> Axes:
    from kb.plots import sweep_plot, tornado_plot

    name = base.name(cell)
    return tornado_plot(frame, name)[0] if tornado else sweep_plot(frame, name)[0]


def _table(frame: pl.DataFrame) -> None:
    common = ("input", "input_unit", "output", "unit", "base", "step")
    same = [name for name in common if name in frame.columns and frame[name].n_unique() == 1]
    typer.echo(", ".join(f"{name.replace('_', ' ')} {frame[name][0]}" for name in same if frame[name][0] != ""))
    shown = [name for name in frame.columns if name not in same]
    rows = [["" if one is None else f"{one:.4g}" if isinstance(one, float) else str(one) for one in row] for row in frame.select(shown).iter_rows()]  # fmt: skip
    print_table([name.replace("_", " ") for name in shown], rows)


def _save(axes: Axes, file: Path) -> None:
    from kb.plots import save

    try:
        save(axes, file)
    except (OSError, ValueError) as error:
        fail(OSError(f"{file}  can't be written: {error}\n    choose another path, ending in .png, .pdf or .svg"), 2)
    say(f"wrote {file}")
