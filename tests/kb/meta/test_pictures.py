"""The pictures: what they draw, and that they look as they did (``--update`` redraws the references: look at them)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from matplotlib.figure import Figure

import kb
from kb import meta
from kb.meta.pictures_style import looks

PICTURES = Path(__file__).parent / "pictures"
TOLERANCE = (
    6.0  # root mean square of grey levels, of 255: fonts are hinted a little differently from one release to the next
)
ALL = ("measured", "derived", "design", "quoted", "setting")
Drawn = tuple[Any, pl.DataFrame]


def _arrhenius(client: kb.Client, *_: object) -> Drawn:
    readings = meta.points(client, "ionic_conductivity")
    return meta.arrhenius_plot(readings, meta.arrhenius_fits(readings))


def _pareto(client: kb.Client, *_: object) -> Drawn:
    pairs = meta.side_by_side(meta.points(client, "thickness"), meta.points(client, "ionic_conductivity"))
    return meta.pareto_plot(meta.pareto_front(pairs, x="less", y="more"))


def _energy(client: kb.Client, *_: object) -> Drawn:
    one, other = (
        meta.points(client, name, claims=ALL) for name in ("specific_energy_of_cell", "energy_density_of_cell")
    )
    return meta.energy_plot(meta.side_by_side(one, other))


def _np(client: kb.Client, *_: object) -> Drawn:
    return meta.np_plot(meta.side_by_side(meta.points(client, "cycle_count"), meta.points(client, "n_to_p_ratio")))


PLOTS: dict[str, Callable[[kb.Client, meta.Effects, meta.Effects], Drawn]] = {
    "arrhenius": _arrhenius,
    "pareto": _pareto,
    "energy": _energy,
    "np": _np,
    "rate": lambda client, *_: meta.rate_plot(
        meta.points(client, "discharge_capacity_per_active_mass", at=("c_rate",))
    ),
    "retention": lambda client, *_: meta.retention_plot(meta.points(client, "capacity_retention", at=("cycle_count",))),
    "parity": lambda client, *_: meta.parity_plot(meta.parity(client)),
    "forest": lambda _, coatings, __: meta.forest_plot(
        coatings.of("stable_time"), meta.pool(coatings.of("stable_time"))
    ),
    "forest_too_few": lambda _, coatings, __: meta.forest_plot(
        coatings.of("capacity_retention"), meta.pool(coatings.of("capacity_retention"))
    ),
    "forest_bcg": lambda _, __, bcg: meta.forest_plot(bcg, meta.pool(bcg), "BCG vaccine, 13 trials"),
    "funnel": lambda _, __, bcg: meta.funnel_plot(bcg, meta.pool(bcg)),
}


@pytest.mark.parametrize("name", PLOTS)
def test_a_picture_looks_as_it_did(
    name: str, client: kb.Client, coatings: meta.Effects, bcg: meta.Effects, tmp_path: Path, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    from matplotlib.testing.compare import compare_images

    axes, frame = PLOTS[name](client, coatings, bcg)
    assert frame.height
    figure = axes.figure
    assert isinstance(figure, Figure)
    figure.set_dpi(100)
    made, reference = tmp_path / f"{name}.png", PICTURES / f"{name}.png"
    figure.savefig(made, dpi=100, metadata={"Software": None})
    if request.config.getoption("--update"):
        reference.write_bytes(made.read_bytes())
    assert reference.exists(), "run pytest with --update, then look at it"
    assert compare_images(str(reference), str(made), tol=TOLERANCE) is None


def test_axes_say_their_units_and_limits_have_arrows(client: kb.Client, coatings: meta.Effects) -> None:
    axes, frame = PLOTS["rate"](client, coatings, coatings)
    assert axes.get_ylabel() == "Discharge capacity per active mass (mAh g$^{-1}$)"
    assert frame.height == 15
    axes, frame = meta.forest_plot(coatings.of("stable_time"))
    arrows = [text for text in axes.texts if getattr(text, "arrow_patch", None) is not None]
    assert (frame.height, len(arrows)) == (5, 2)
    assert frame["text"].to_list() == [
        "1 [0.995, 1.01]",
        "≤ 1.57",
        "0.813 [0.81, 0.815]",
        "0.688 [0.685, 0.69]",
        "≤ 1.69",
    ]


def test_colours_and_markers_tell_many_apart() -> None:
    found = looks(f"{place:02d}" for place in range(30))
    assert len(set(found.values())) == 30


def test_empty_frames_are_drawn_empty(client: kb.Client) -> None:
    none = meta.points(client, "thickness").clear()
    assert meta.energy_plot(meta.side_by_side(none, none))[1].height == 0
    assert meta.rate_plot(meta.points(client, "thickness", at=("c_rate",)).clear())[1].height == 0
