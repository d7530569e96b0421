"""Whether a quote stands in a paper's text: forgiving in markup and line breaks, exact in digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.rows import Records
from ingest.verify import Unverified, find_text, plain, stands_in, unverified

STANDS = [  # quote, text
    ("an ionic conductivity of 1.117 mS cm−1", "showed an ionic conductivity of 1.117 mS cm-1 at"),
    ("1.117 mS cm−1", r"$1.117\ \mathrm{mS}\ \mathrm{cm}^{-1}$"),
    ("1.117 mS cm−1", r"1.117 mS $\text{cm}^{-1}$"),
    ("4.2 × 10−4 S cm−1", r"$4.2 \times 10^{-4}$ S cm$^{-1}$"),
    ("100 ± 5 μm", r"$100 \pm 5\ \mu$m"),
    ("~96 μm", r"$\sim$96 µm"),
    ("≈60 % lower", r"$\approx$ 60\% lower"),
    ("≥99 %", r"$\geq$ 99 %"),
    ("at 30 °C", r"at $30\ ^{\circ}$C"),
    ("12 Ω cm2", r"12 $\Omega$ cm$^2$"),
    ("Li6.4La3Zr1.4Ta0.6O12", "Li<sub>6.4</sub>La<sub>3</sub>Zr<sub>1.4</sub>Ta<sub>0.6</sub>O<sub>12</sub>"),
    ("LiNi0.8Co0.1Mn0.1O2", r"$\mathrm{LiNi_{0.8}Co_{0.1}Mn_{0.1}O_2}$"),
    ("interfacial resistance of 12", "the inter-\nfacial resis-\ntance of 12 ohm"),
    ("PVDF-HFP binder", "PVDF-\nHFP binder"),
    ("a resistance of 12", "a resistance\nof   12"),
    ("2.5–4.3 V", "2.5-4.3 V"),
    ("it’s “stable”", "it's \"stable\""),
    ("ﬁlm of 10 µm", "film of 10 μm"),
    ("high … 1.117 mS", "a high value of 1.117 mS"),
    ("high […] 1.117 mS", "a high value of 1.117 mS"),
    ("high ... 1.117 mS", "a high value of 1.117 mS"),
    ("…12 mS…", "112 mS and 12 mS"),
    ("12 mS", "12 mS"),
    ("12 mS was", "It rose. 12 mS was"),
    ("of 12", "of 125, not of 12"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "text"), STANDS)
def test_a_quote_stands_in_its_text(quote: str, text: str) -> None:
    assert stands_in(quote, text)


FAILS = [
    ("12 mS", "112 mS"),
    ("12 mS", "0.12 mS"),
    ("12 mS", "1.12 mS and 3.12 mS"),
    ("1.10 V", "1.1 V"),
    ("1.1 V", "1.10 V"),
    ("of 1.1", "of 1.17"),
    ("of 12", "of 125"),
    ("of 12", "of 12.5"),
    ("12 mS", "1 2 mS"),
    ("1 2 mS", "12 mS"),
    ("0.5 mS", "0.5 S"),
    ("high … low", "low and high"),
    ("12 mS … 12 mS", "only 12 mS"),
    ("1.117 mS cm−1", ""),
]


@pytest.mark.parametrize(("quote", "text"), FAILS)
def test_digits_are_exact(quote: str, text: str) -> None:
    assert not stands_in(quote, text)


def test_a_full_stop_may_follow_a_number() -> None:
    assert stands_in("a ratio of 12", "It has a ratio of 12. The next sentence.")
    assert stands_in("a ratio of 12", "a ratio of 12, or more")


def test_both_sides_have_one_plain_form() -> None:
    assert plain(r"1.2 $\mathrm{mS}\,\mathrm{cm}^{-1}$") == plain("1.2 mS cm−1") == "1.2mScm-1"


def test_a_text_is_found_by_its_title() -> None:
    texts = {"a.md": "# Another paper", "b.md": "# An Inven-\nted Pellet\n\nAbstract"}
    assert find_text("An invented pellet", texts) == "b.md"
    assert find_text("A third paper", texts) is None


TEXT = """# An invented pellet
Abstract: a conductivity of 1.20 mS cm$^{-1}$, more than 1.2 mS cm$^{-1}$.
Experimental: pressed at 380 MPa for 5 min; 10 mg cm$^{-2}$ of NCM. Table 2: NCM 70 wt%, LPSCl 30 wt%. Table 1: 1.20
Section 3.1: The pellet of $\\sim$500 $\\mu$m showed 1.20 mS cm$^{-1}$ at 25 $^\\circ$C.
Section 3.2: 150 and 120 mAh g$^{-1}$ at 0.1 and 1 C, a 1.25-fold lower capacity.
"""


def test_every_quote_of_the_good_seed_stands_in_its_text(records: Callable[..., Records]) -> None:
    assert unverified(records(), "doe2024", TEXT) == []


def test_a_quote_that_is_not_in_the_text_is_told_with_its_place(records: Callable[..., Records]) -> None:
    wrong = TEXT.replace("NCM 70 wt%", "NCM 7 wt%").replace("1.25-fold", "1.26-fold")
    assert unverified(records(), "doe2024", wrong) == [
        Unverified("doe2024/positive/ncm/mass_fraction", "Table 2", "NCM 70 wt%"),
        Unverified("doe2024/statements/lower", "Section 3.2", "a 1.25-fold lower capacity"),
    ]


def test_only_the_quotes_of_the_paper_are_looked_for(records: Callable[..., Records]) -> None:
    assert unverified(records(), "roe2023", "") == []
