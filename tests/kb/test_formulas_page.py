"""The page of all formulas: whole, linked, and drawn by the browser alone."""

import re
from html.parser import HTMLParser

from compute import FORMULAS
from kb.formulas_page import markdown, page


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.targets |= {value for name, value in attrs if name in ("href", "src") and value}


def test_the_html_page_shows_each_formula_once_and_needs_nothing_else() -> None:
    tags = _Tags()
    tags.feed(page())
    assert [one for one in tags.ids if not one.startswith("family-")] == [
        name for family in dict.fromkeys(made.family for made in FORMULAS.values())
        for name, made in FORMULAS.items() if made.family == family
    ]  # fmt: skip
    assert tags.targets == {f"#{one}" for one in tags.ids}
    assert tags.tags & {"script", "link", "img", "iframe"} == set()


def test_the_markdown_page_has_a_heading_for_each_link() -> None:
    text = markdown()
    headings = [line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")]
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\(#([\w-]+)\)", text)) <= set(headings)
    assert text.count("\n$$\n") == 2 * len(FORMULAS)


def test_a_formula_is_told_whole() -> None:
    told = markdown().partition("### Ionic conductivity\n")[2].partition("\n### ")[0]
    assert "| $L$ | thickness | µm | Thickness of a layer. |" in told
    assert "| $\\sigma$ | ionic conductivity (result) | mS/cm |" in told
    assert "that a measured resistance includes. Taken as 0 where it is not stated. |" in told
    assert "- **source**: definition: sigma = L / (R A)" in told
    assert "- **worked example**: thickness 39.8 µm, resistance 4.60 Ω, area 0.785 cm² give 1.10 mS/cm" in told
    assert "- **use**: checks and derives" in told


def test_conventions_name_each_other() -> None:
    told = markdown().partition("### Activation energy of sigma\n")[2].partition("\n### ")[0]
    assert "- **convention**: ln sigma against 1/T" in told
    assert (
        "- **or by convention**: ln(sigma T) against 1/T ([activation energy of sigma t](#activation-energy-of-sigma-t))"
        in told
    )
    assert "conductivity 9.56×10⁻⁶ S/cm; 7.78×10⁻⁵ S/cm give" in told
    assert (
        "| $k_{\\mathrm{B}}$ | boltzmann | eV K⁻¹ | Boltzmann constant. 8.617333262×10⁻⁵ eV K⁻¹ (CODATA 2018). |"
        in told
    )
