"""Frames: units chosen, converted and stated; long and wide; the papers behind them."""

import json

import polars as pl
import pytest

import kb
from kb.client.frame import FrameError

CSE = "nguyen2024/cse"


def frame() -> kb.Frame:
    data = pl.DataFrame({
        "id": ["a/x", "a/y", "b/z"], "quantity": ["ionic_conductivity", "ionic_conductivity", "temperature"],
        "value": [1.5, None, 25.0], "lo": [1.45, None, 24.5], "hi": [1.55, 2.0, 25.5], "unit": ["mS/cm", "mS/cm", "degC"],
    })  # fmt: skip
    return kb.Frame(data, {}, {"value": "Its middle."}, "b1")


def test_a_quantity_of_a_long_frame_is_converted_where_it_stands() -> None:
    made = frame().in_units(ionic_conductivity="S/m", temperature="K")
    assert made["value"].to_list() == [0.15, None, 298.15]  # 1 mS/cm = 0.1 S/m
    assert made["hi"].to_list() == [0.155, 0.2, 298.65]
    assert made["unit"].to_list() == ["S/m", "S/m", "K"]
    assert "value" not in made.units


def test_where_all_rows_have_one_unit_the_frame_says_it() -> None:
    one = frame()
    assert one.in_units(temperature="K").units == {}
    kept = kb.Frame(one.data.head(2)).in_units(ionic_conductivity="S/cm")
    assert kept.units == {"value": "S/cm", "lo": "S/cm", "hi": "S/cm"}
    assert kept["value"].to_list() == [0.0015, None]


def test_a_column_is_converted_with_its_ends() -> None:
    data = pl.DataFrame({"thickness": [20.0], "thickness_lo": [19.5], "thickness_hi": [20.5]})
    made = kb.Frame(data, dict.fromkeys(data.columns, "um")).in_units(thickness="mm")
    assert made.data.row(0) == (0.02, 0.0195, 0.0205)
    assert set(made.units.values()) == {"mm"}


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ({"thicknes": "um"}, "no column with a unit"),
        ({"ionic_conductivity": "ohm"}, "no unit of what is measured in mS/cm"),
    ],
)
def test_a_wrong_name_or_dimension_is_refused(units: dict[str, str], words: str) -> None:
    with pytest.raises(FrameError, match=words):
        frame().in_units(units)


def test_arrow_carries_units_words_and_build() -> None:
    import pyarrow as pa

    made = kb.Frame(frame().data, {"value": "mS/cm"}, {"value": "Its middle."}, "b1").to_arrow()
    assert made.schema.field("value").metadata == {b"unit": b"mS/cm", b"doc": b"Its middle."}
    assert made.schema.metadata[b"build"] == b"b1"
    assert pa.table(frame()).num_rows == 3  # by the protocol that pyarrow, polars and duckdb share
    assert pl.DataFrame(frame()).equals(frame().data)


def test_pandas_has_the_same_numbers_and_the_units() -> None:
    made = kb.Frame(frame().data, {"value": "mS/cm"}).to_pandas()
    assert made["hi"].tolist() == [1.55, 2.0, 25.5]
    assert made.attrs["units"] == {"value": "mS/cm"}


def test_a_frame_answers_as_its_polars_frame_does_and_shows_its_units() -> None:
    one = kb.Frame(frame().data, {"value": "mS/cm"})
    assert one.filter(pl.col("value") > 2)["id"].to_list() == ["b/z"]
    assert (len(one), one.height, one.columns[0]) == (3, 3, "id")
    assert "value [mS/cm]" in repr(one)
    assert "value [mS/cm]" in one._repr_html_()
    assert "filter" in dir(one)
    with pytest.raises(AttributeError):
        _ = one.filtre


def test_readings_carry_conditions_quotes_and_the_units_asked_for(embedded: kb.Client) -> None:
    made = embedded.readings("ionic_conductivity", CSE.partition("/")[0], at=["temperature"], units={"ionic_conductivity": "S/cm"})  # fmt: skip
    assert set(made["unit"]) == {"S/cm"} == {made.units["value"]}
    assert made.units["temperature"] == "degC"
    plain = embedded.readings("ionic_conductivity", CSE.partition("/")[0])
    assert made["value"].to_list() == pytest.approx((plain["value"] / 1000).to_list(), nan_ok=True)
    assert made["temperature"].drop_nulls().len() > 0
    assert set(made["quote"]) == set(plain["quote"])
    assert {"id", "subject_id", "owner_id", "paper_id", "printed", "qualifier", "where"} <= set(made.columns)


def test_wide_has_a_row_a_record_and_counts_what_it_chose_from(embedded: kb.Client) -> None:
    long = embedded.readings("ionic_conductivity", at=["temperature"])
    wide = embedded.wide(["ionic_conductivity", "thickness"], at={"temperature": "20..30 degC"}, of="electrolyte")
    assert wide["id"].is_unique().all()
    row = next(one for one in wide.rows(named=True) if one["id"] == "li2024/lpscl")
    mine = long.filter(
        (pl.col("subject_id") == "li2024/lpscl") & pl.col("temperature").is_between(20, 30) & pl.col("repeats").is_null()
        & pl.col("claim").is_in(["measured", "setting", "derived"])
    )  # fmt: skip
    assert row["ionic_conductivity_count"] == len(mine)
    assert row["ionic_conductivity"] == 4.8
    assert row["ionic_conductivity_reading"] in set(mine["id"])
    assert wide.units["ionic_conductivity_hi"] == "mS/cm"
    other = embedded.wide(
        ["ionic_conductivity"], at={"temperature": "20..30 degC"}, units={"ionic_conductivity": "S/m"}
    )
    assert other.filter(pl.col("id") == "li2024/lpscl")["ionic_conductivity"].to_list() == [0.48]


def test_the_papers_behind_a_frame_are_cited(embedded: kb.Client, remote: kb.Client) -> None:
    made = embedded.electrolytes_at_temperature(papers=["nguyen2024", "li2024"])
    text = embedded.cite(made)
    assert text == remote.cite(made)
    assert [line for line in text.splitlines() if line.startswith("@")] == ["@article{li2024,", "@article{nguyen2024,"]
    assert "  doi = {10.1002/adfm.202315555}" in text
    items = json.loads(embedded.cite(["li2024/lpscl"], "csl"))
    assert items[0]["DOI"] == "10.1002/adfm.202315555"
    assert items[0]["author"][0] == {"family": "Li", "given": "Dabing"}
    assert items[0]["issued"] == {"date-parts": [[2024]]}


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("Ce-Wen Nan", "Nan", "Ce-Wen"),
        ("Johannes van der Waals", "van der Waals", "Johannes"),
        ("Li, Dabing", "Li", "Dabing"),
        ("Plato", "Plato", ""),
    ],
)
def test_names_are_taken_apart(written: str, family: str, given: str) -> None:
    from kb.client.cite import csl

    paper = {"id": "x", "authors": [written], "title": "50 % & more", "journal": "J", "year": None, "volume": None, "article": None, "doi": "not stated"}  # fmt: skip
    item = csl([paper])[0]
    assert item["author"] == [{key: value for key, value in (("family", family), ("given", given)) if value}]
    assert "DOI" not in item
    assert "issued" not in item


def test_bibtex_escapes_what_latex_takes_amiss() -> None:
    from kb.client.cite import bibtex

    paper = {"id": "x", "authors": ["A B"], "title": "50 % & x_1", "journal": "not stated", "year": 2020, "volume": None, "article": "7", "doi": "10.1/x_y"}  # fmt: skip
    assert bibtex([paper]) == (
        "@article{x,\n  author = {B, A},\n  title = {{50 \\% \\& x\\_1}},\n  year = {2020},\n  pages = {7},\n  doi = {10.1/x_y}\n}\n"
    )
