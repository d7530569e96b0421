"""Embedded and remote, sync and async: the same methods give the same frames."""

import asyncio
from collections.abc import Awaitable, Callable

import polars as pl
import pytest

import kb
from kb.client.declared import COMPARISONS, LISTS
from kb.client.steps import method

PAGED = sorted(name for name, one in LISTS.items() if one.field)
GIVEN = {
    "records_side_by_side": {"ids": ["nguyen2024/cse", "nguyen2024/spe"], "quantities": ["ionic_conductivity"]},
}


@pytest.mark.parametrize("name", PAGED)
def test_a_list_is_the_same_from_both_sides_and_as_a_whole_table(
    name: str, embedded: kb.Client, remote: kb.Client
) -> None:
    here, there = getattr(embedded, name)(), getattr(remote, name)()
    assert len(here) > 0
    assert here.equals(there)
    assert here.build == there.build == embedded.build
    for one in (embedded, remote):
        whole = one.table(name)
        assert whole.equals(here), name
        assert whole.build == here.build


@pytest.mark.parametrize("name", sorted(COMPARISONS))
def test_a_comparison_is_the_same_from_both_sides(name: str, embedded: kb.Client, remote: kb.Client) -> None:
    here, there = (getattr(one, name)(**GIVEN.get(name, {})) for one in (embedded, remote))
    assert len(here) > 0
    assert here.equals(there)
    assert here.basis == there.basis
    assert here.data.equals(embedded.compare(name, **GIVEN.get(name, {})).to_polars())


def test_arguments_reach_the_comparison(embedded: kb.Client, remote: kb.Client) -> None:
    for one in (embedded, remote):
        warm = one.electrolytes_at_temperature(temperature="60 degC", papers=["nguyen2024"])
        assert warm.basis.startswith("ionic conductivity at 60 degC")
        assert set(warm["id"].str.split("/").list.first()) == {"nguyen2024"}


def test_the_asynchronous_client_gives_the_same(server: str, own_database: str, embedded: kb.Client) -> None:
    async def asked(where: str) -> list[object]:
        async with kb.connect_async(where) as base:
            calls: list[Callable[[], Awaitable[object]]] = [
                lambda: base.readings("ionic_conductivity", at=["temperature"]),
                lambda: base.table("checks"),
                base.electrolytes_at_temperature,
                base.build_id,
                lambda: base.cite("nguyen2024/cse"),
            ]
            return list(await asyncio.gather(*(call() for call in calls)))

    for where in (server, own_database):
        readings, checks, table, build, cited = asyncio.run(asked(where))
        assert isinstance(readings, kb.Frame)
        assert readings.equals(embedded.readings("ionic_conductivity", at=["temperature"]))
        assert isinstance(checks, kb.Frame)
        assert checks.equals(embedded.table("checks"))
        assert isinstance(table, kb.Frame)
        assert table.equals(embedded.electrolytes_at_temperature())
        assert build == embedded.build
        assert cited == embedded.cite("nguyen2024/cse")


def test_both_clients_have_every_method_with_its_words() -> None:
    names = {name for one in kb.Client.__mro__ for name, made in vars(one).items() if isinstance(made, method)}
    assert {*COMPARISONS, *PAGED, "query", "compare", "wide", "table", "download", "cite", "explain"} <= names
    for name in names:
        for kind in (kb.Client, kb.AsyncClient):
            assert callable(vars(kind)[name]), name
            assert vars(kind)[name].__doc__, name


def test_filters_and_orders_may_be_written_as_the_frames_show_them(embedded: kb.Client) -> None:
    wrong = embedded.checks(where={"verdict": {"eq": "inconsistent"}})
    assert set(wrong["verdict"]) == {"inconsistent"}
    asis = embedded.query("{ checks(where: {verdict: {in: [CONSISTENT_ONLY_AS]}}) { totalCount } }")["checks"]
    assert len(embedded.checks(where={"verdict": {"in": ["consistent only as"]}})) == asis["totalCount"] > 0
    assert embedded.papers(order_by="-year")["year"].to_list()[:4] == [2024, 2024, 2022, 2021]
    best = embedded.electrolytes(where={"has": {"ionic_conductivity": {"gte": "1 mS/cm"}}}, order_by="-ionic_conductivity", limit=2)  # fmt: skip
    assert best["id"].to_list() == ["li2024/cl1.6", "li2024/lpscl"]
    assert len(embedded.cells(where={"or": [{"kind": {"eq": "symmetric"}}, {"kind": {"eq": "full"}}]})) > 10


def test_a_list_is_read_page_by_page(embedded: kb.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.client.core.PAGE", 7)
    assert len(embedded.papers()) == 5
    assert embedded.cells()["id"].to_list() == embedded.table("cells")["id"].to_list()
    assert embedded.cells(limit=10)["id"].to_list() == embedded.table("cells")["id"].to_list()[:10]


def test_what_is_refused_says_what_to_do(embedded: kb.Client, remote: kb.Client) -> None:
    for one in (embedded, remote):
        with pytest.raises(kb.ClientError, match="Did you mean the enum value 'ionic_conductivity'"):
            one.readings("ionic_conductivty")
        with pytest.raises(kb.ClientError, match="did you mean") as told:
            one.explain("nguyen2024/csee")
        assert told.value.mend
        with pytest.raises(kb.ClientError, match=r"neither \.arrow nor \.parquet"):
            one.download("readings", "readings.csv")
        with pytest.raises(Exception, match=r"(?s)no table of that name.*did you mean readings"):
            one.table("reading")


def test_an_explanation_is_told_in_the_words_of_the_program(embedded: kb.Client, remote: kb.Client) -> None:
    from kb.base import Base
    from kb.explain import explain
    from kb.explain_text import explanation_text

    rows = embedded.checks(where={"verdict": {"eq": "inconsistent"}}, limit=3).rows(named=True)
    base = Base(embedded._source.base.engine.url.database)
    for row in rows:
        told = remote.explain(row)
        assert told.explanation == embedded.explain(row["id"]).explanation == explain(base, row["id"])
        assert str(told) == explanation_text(explain(base, row["id"]))
    base.close()


def test_a_whole_table_in_a_file_is_what_arrow_and_parquet_readers_read(
    embedded: kb.Client, remote: kb.Client, tmp_path: object
) -> None:
    from pathlib import Path

    import pyarrow.parquet as pq

    folder = Path(str(tmp_path))
    for one in (embedded, remote):
        one.download("derived_values", folder / "d.parquet")
        one.download("derived_values", folder / "d.arrow")
        made = pq.read_table(folder / "d.parquet")
        assert made.schema.field("value").metadata[b"unit_in"] == b"unit"
        assert made.schema.metadata[b"build"].decode() == embedded.build
        both = [pl.read_parquet(folder / "d.parquet"), pl.read_ipc_stream(folder / "d.arrow")]
        for data in both:
            assert data.with_columns(pl.col(pl.Categorical).cast(pl.String)).equals(embedded.derived_values().data)
        assert list(folder.glob("*.part")) == []
