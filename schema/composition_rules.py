"""What words and marks in a material's name mean: dictionaries, text cleaning and the formula grammar.

``schema.composition`` is the module to use; this one holds its tables and needs only the standard library.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

Kind = Literal["molecule", "polymer", "copolymer", "carbon", "alloy", "family"]


class UnreadableError(ValueError):
    """Why a text cannot be read as a composition; the message is the sentence shown to the user."""


@dataclass(frozen=True)
class Entry:
    """A dictionary name. Copolymers list their monomers as "A+B"; families list their elements as "Li+P"."""

    kind: Kind
    formula: str
    long_name: str


# Spellings -> formula and long name. Case, blanks and hyphens are free; the long name is a spelling too.
_TABLES: dict[Kind, dict[str, str]] = {
    "molecule": {
        "EmimTFSI;EMITFSI": "C8H11F6N3O4S2 1-ethyl-3-methylimidazolium bis(trifluoromethanesulfonyl)imide",
        "NCM111;NMC111;NCM333;NMC333": "LiNi1/3Co1/3Mn1/3O2 lithium nickel cobalt manganese oxide NCM111",
        "EmimFSI;EMIFSI": "C6H11F2N3O4S2 1-ethyl-3-methylimidazolium bis(fluorosulfonyl)imide",
        "NCM811;NMC811": "LiNi0.8Co0.1Mn0.1O2 lithium nickel cobalt manganese oxide NCM811", "Au": "Au gold",
        "NCM622;NMC622": "LiNi0.6Co0.2Mn0.2O2 lithium nickel cobalt manganese oxide NCM622", "S": "S sulfur",
        "NCM523;NMC532": "LiNi0.5Co0.2Mn0.3O2 lithium nickel cobalt manganese oxide NCM523", "Sn": "Sn tin",
        "LiOTf;lithium triflate": "LiCF3SO3 lithium trifluoromethanesulfonate", "SN": "C4H4N2 succinonitrile",
        "TEGDME;tetraglyme": "C10H22O5 tetraethylene glycol dimethyl ether", "ACN;MeCN": "C2H3N acetonitrile",
        "LiTFSI": "LiC2F6NO4S2 lithium bis(trifluoromethanesulfonyl)imide", "EC": "C3H4O3 ethylene carbonate",
        "DME;dimethoxyethane;monoglyme": "C4H10O2 1,2-dimethoxyethane", "LCO": "LiCoO2 lithium cobalt oxide",
        "LNMO": "LiNi0.5Mn1.5O4 lithium nickel manganese oxide spinel", "DMSO": "C2H6OS dimethyl sulfoxide",
        "TMSN3;trimethylsilyl azide": "C3H9SiN3 azidotrimethylsilane", "EMC": "C4H8O3 ethyl methyl carbonate",
        "LiDFOB;LiODFB": "LiBC2O4F2 lithium difluoro(oxalato)borate", "DOL;dioxolane": "C3H6O2 1,3-dioxolane",
        "TFSI": "C2F6NO4S2 bis(trifluoromethanesulfonyl)imide anion", "LFP": "LiFePO4 lithium iron phosphate",
        "NMP;N-methylpyrrolidone": "C5H9NO N-methyl-2-pyrrolidone", "FEC": "C3H3FO3 fluoroethylene carbonate",
        "DMF;dimethylformamide": "C3H7NO N,N-dimethylformamide", "AIBN": "C8H12N4 azobisisobutyronitrile",
        "LiFSI": "LiF2NO4S2 lithium bis(fluorosulfonyl)imide", "LiBOB": "LiBC4O8 lithium bis(oxalato)borate",
        "LGPS": "Li10GeP2S12 lithium germanium thiophosphate", "LTO": "Li4Ti5O12 lithium titanate",
        "FSI": "F2NO4S2 bis(fluorosulfonyl)imide anion", "LMO": "LiMn2O4 lithium manganese oxide spinel",
        "DEC": "C5H10O3 diethyl carbonate", "DMC": "C3H6O3 dimethyl carbonate", "aluminum": "Al aluminium",
        "PC": "C4H6O3 propylene carbonate", "VC": "C3H2O3 vinylene carbonate", "THF": "C4H8O tetrahydrofuran",
        "toluene": "C7H8 toluene", "EtOH": "C2H6O ethanol", "MeOH": "CH4O methanol", "sulphur": "S sulfur",
        "Mo": "Mo molybdenum", "water": "H2O water", "Al": "Al aluminium", "Ti": "Ti titanium",
        "Pt": "Pt platinum", "Li": "Li lithium", "Si": "Si silicon", "In": "In indium", "Cu": "Cu copper",
        "Ni": "Ni nickel", "Ag": "Ag silver", "Na": "Na sodium"},
    "polymer": {
        "PEEK;polyetheretherketone;poly(ether ether ketone)": "C19H12O3 polyaryletheretherketone",
        "PVB;polyvinyl butyral": "C8H14O2 polyvinyl butyral, fully acetalised", "PIB": "C4H8 polyisobutylene",
        "PEO;PEG;polyethylene glycol": "C2H4O polyethylene oxide", "PVDF": "C2H2F2 polyvinylidene fluoride",
        "PTFE;Teflon": "C2F4 polytetrafluoroethylene", "PVP;povidone": "C6H9NO polyvinylpyrrolidone",
        "PMMA": "C5H8O2 polymethyl methacrylate", "PPC": "C4H6O3 polypropylene carbonate",
        "PDMS": "C2H6OSi polydimethylsiloxane", "PVC": "C2H3Cl polyvinyl chloride", "PE": "C2H4 polyethylene",
        "PCL": "C6H10O2 polycaprolactone", "PAN": "C3H3N polyacrylonitrile", "PAA": "C3H4O2 polyacrylic acid",
        "PP": "C3H6 polypropylene"},
    "copolymer": {
        "PEGMEMA;MEMA;poly(ethylene glycol) methyl ether methacrylate":
            "C5H8O2+C2H4O PEG methyl ether methacrylate",
        "PVDF-HFP;PVDF-co-HFP;P(VDF-HFP)": "C2H2F2+C3F6 poly(vinylidene fluoride-co-hexafluoropropylene)",
        "PEVA;EVA;ethylene vinyl acetate": "C2H4+C4H6O2 poly(ethylene-co-vinyl acetate)",
        "NBR;HNBR;nitrile rubber": "C4H6+C3H3N nitrile butadiene rubber",
        "SBR": "C8H8+C4H6 styrene butadiene rubber"},
    "carbon": {
        "Super P;Super P Li;Super C65;C65;C45;carbon black;Ketjenblack": "C conductive carbon black",
        "VGCF;CNF;carbon fiber;carbon fibre;carbon nanofibers": "C carbon fibres", "hard carbon": "C carbon",
        "natural graphite;artificial graphite": "C graphite", "acetylene black": "C acetylene black",
        "CNT": "C carbon nanotubes", "graphene": "C graphene"},
    "alloy": {"SS;SUS": " stainless steel", "Hastelloy": " Hastelloy", "brass": " brass"},
    "family": {
        "LiPSCl": "Li+P+S+Cl lithium phosphorus sulfide chloride", "LiPS": "Li+P+S lithium thiophosphate",
        "LiPON": "Li+P+O+N lithium phosphorus oxynitride", "LiBON": "Li+B+O+N lithium boron oxynitride"},
}  # fmt: skip

#: Letters-only formulas in capitals; any other word of two or more capitals is an abbreviation.
CAPITAL_FORMULAS = frozenset(re.findall(r"\w+",
    "BN BP CO CN NO HF HI KF KI KH KCN KOH OH HCN VN WC VO UN UC KSCN HCOOH"))  # fmt: skip

#: Ions written as one word inside a formula, e.g. In(TFSI)3, and the sign of a vacancy.
GROUPS = {
    "TFSI": "C2F6NO4S2", "FSI": "F2NO4S2", "DFOB": "BC2O4F2", "BOB": "BC4O8", "OTf": "CF3SO3", "□": "",
    "OAc": "C2H3O2", "Emim": "C6H11N2", "EMIM": "C6H11N2", "Pyr13": "C8H18N", "Pyr14": "C9H20N",
}  # fmt: skip

#: The elements that materials are made of, up to fermium: "No" is a word, not nobelium.
SYMBOLS = frozenset(re.findall(r"\w+",
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb "
    "Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf "
    "Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm"))  # fmt: skip


def _key(name: str) -> str:
    """The name without blanks, hyphens and poly(...) brackets, so that its spellings compare equal."""
    key = re.sub(r"^[Pp]oly\(([^()]*)\)$", r"poly\1", re.sub(r"[\s-]+", "", name))
    return key if len(key) > 4 else name  # S-N is a bond, not succinonitrile


_EXACT = {
    _key(name): Entry(kind, *meaning.split(" ", 1))
    for kind, table in _TABLES.items()
    for spellings, meaning in table.items()
    for name in (meaning.split(" ", 1)[1], *spellings.split(";"))
}
_FOLDED = {key.casefold(): entry for key, entry in _EXACT.items()}
_STEEL = re.compile(r"(?:SUS|SS|AISI|stainlesssteel)\d{3}L?")


def lookup(text: str) -> Entry | None:
    """The dictionary's entry for a name, or None. ``Sn`` is tin and ``SN`` is succinonitrile."""
    key = _key(text)
    if key in _EXACT:
        return _EXACT[key]
    if _STEEL.fullmatch(key):
        return Entry("alloy", "", "stainless steel")
    if len(key) >= 4 and not _is_plain_formula(key):
        return _FOLDED.get(key.casefold())
    return _EXACT.get(key.upper()) if key.islower() and len(key) > 1 else None


def is_abbreviation(text: str) -> bool:
    """Whether a word of capitals (perhaps with a grade, as NCA90) is an abbreviation, not a formula."""
    match = re.fullmatch(r"([A-Z]{2,}|[A-Z][a-z][A-Z]{4,})(?:\d{2,})?", text)  # NaSICON is one as well
    return match is not None and match[1] not in CAPITAL_FORMULAS


def looks_abbreviated(text: str) -> bool:
    """Whether an unreadable word has the shape of an abbreviation such as LPSCl or LLZTO."""
    return re.fullmatch(r"[A-Z]{2,}[A-Za-z]{0,3}\d*", text) is not None


def _is_plain_formula(text: str) -> bool:
    """Whether a text is nothing but element symbols and numbers."""
    parts = re.findall(r"[A-Z][a-z]?|[\d.]+|.", text)
    return all(part in SYMBOLS or part[0].isdigit() for part in parts)


#: Letters that stand for an unknown amount.
VARIABLES = "xyzδ"
#: An amount such as 6-x: its constant under "" and the factor of each variable under the variable's name.
Linear: TypeAlias = dict[str, float]
Terms: TypeAlias = dict[str, Linear]

_NUMBER = r"(?:\d{1,6}(?:\.\d+)?|\.\d+)"
_CONSTANT = rf"{_NUMBER}(?:/\d{{1,3}})?"
#: A multiple of a variable: x, 3x, 2/3x, x/2.
TERM = rf"(?:{_CONSTANT})?[{VARIABLES}](?:/{_NUMBER})?"
_SUM = rf"(?:{TERM}|{_CONSTANT})(?:[+-]{TERM})*"
#: A number or sum as written after an element or before a component, perhaps in brackets.
AMOUNT = rf"(?:\({_SUM}\)|{_SUM})"

# The shapes of texts that hold a formula or a name inside.
LEADING = re.compile(rf"({AMOUNT})\s*(?:(mol|wt|vol|mass)\.?\s?%|%)?\s*(?=[A-Z(\[])")
CONCENTRATION = re.compile(r"[\d.]+\s?[Mm]\s+")
AMORPHOUS = re.compile(r"(?:a-(?=[A-Z(\d])|amorphous[ -])([^/|@,]+)|(.+) glass")
POLYMORPH = re.compile(r"((?:[α-ω]|alpha|beta|gamma|[cthor])['′]?)-(?=[A-Z(])(.+)")
WRAPPED = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)|\[([^\[\]]*)\]")
DESCRIBED = re.compile(
    r"(?:(?:cubic|tetragonal|crystalline|metallic|pure) )*(.+?)"
    r"(?: (?:metal|foil|mesh|powder|pellet|garnet|argyrodite|glass-ceramic|multi-?layers?|anode|particles))*"
)
CONDITION = re.compile(
    r"(.+?)[\s,;(\[]+(?:with |for |where )?((?:[\d.]+\s*[<≤]\s*)?"
    rf"([{VARIABLES}])\s*([=<>≤≥])\s*([^()\[\],;]*?))\s*[)\]]?"
)
ALIAS = re.compile(r"(.*\S)\s*\(([^()]+)\)|(\D+) ([A-Z]\S*\d\S*)")
BESIDE = r"\s*(?:[/|@,]|:(?!\d))\s*|\s+(?:in|and|with|on)\s+|\s*\+\s*(?=[A-Z(\d])"
DOT = r"\s*·\s*"
DASH_AFTER_AMOUNT = rf"\s*-\s*(?=(?:{AMOUNT})?\s*(?:(?:mol|wt|vol)?\s?%)?\s*[A-Z(\[])"
DASH = rf"\s*-\s*(?!{TERM})|(?<![\d.])\s*-\s*"


def linear(written: str) -> Linear:
    """The amount a text matching ``AMOUNT`` stands for."""
    amount: Linear = {}
    term = rf"([+-]?)({_NUMBER})?(?:/(\d+))?([{VARIABLES}])?(?:/({_NUMBER}))?"
    for sign, number, below, variable, divisor in re.findall(term, written):
        if number or variable:
            bottom = float(below or 1) * float(divisor or 1)
            if not bottom:
                raise UnreadableError(f"'{written}' divides by zero")
            amount[variable] = amount.get(variable, 0.0) + float(f"{sign}{number or 1}") / bottom
    return amount


def add_terms(total: Terms, part: Terms, factor: Linear) -> None:
    """Adds ``factor`` times a part to a running total, keeping the order of first mention."""
    for name, amount in part.items():
        plain, rest = (amount, factor) if set(amount) <= {""} else (factor, amount)
        if not set(plain) <= {""}:
            raise UnreadableError(f"the amount of {name} multiplies two variables")
        into = total.setdefault(name, {})
        for variable, value in rest.items():
            into[variable] = round(into.get(variable, 0.0) + value * plain.get("", 0.0), 10)
        total[name] = {variable: value for variable, value in into.items() if value or not variable}


def formula_terms(text: str) -> Terms:
    """The amount of each element in one formula, in the order written."""
    stack: list[Terms] = [{}]
    place = 0
    while place < len(text):
        if text[place] in "([":
            stack.append({})
            place += 1
            continue
        if text[place] in ")]" and len(stack) > 1 and stack[-1]:
            part, step = stack.pop(), 1
        else:
            part, step = _symbol(text, place)
        amount = re.compile(AMOUNT).match(text, place + step)
        add_terms(stack[-1], part, linear(amount[0]) if amount else {"": 1.0})
        place = amount.end() if amount else place + step
    if len(stack) > 1:
        raise UnreadableError(f"a bracket in '{text}' is not closed")
    return stack[0]


def _symbol(text: str, place: int) -> tuple[Terms, int]:
    """The element, group or vacancy at one place of a formula, and how many characters it takes."""
    for name in (text[place : place + 2], *GROUPS, text[place]):
        if name in GROUPS and text.startswith(name, place):
            return formula_terms(GROUPS[name]), len(name)
        if name in SYMBOLS:
            return {name: {"": 1.0}}, len(name)
    wrong = re.compile(r"[A-Z][a-z]?|\d+|.", re.DOTALL).match(text, place)
    raise UnreadableError(f"'{wrong[0] if wrong else text}' in '{text}' is no element, amount or bracket")


_LATEX_LETTERS = {
    "delta": "δ", "alpha": "α", "beta": "β", "gamma": "γ", "cdot": "·", "bullet": "·", "square": "□",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "textsuperscript": "^", "textendash": "-",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SAME_MARK = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣", "-"), **dict.fromkeys("•∙⋅‧・*×", "·"),
                            **dict.fromkeys("\u200b\u200c\u200d\u2060\u00ad\ufeff_{}$", None),
                            "\u2044": "/", "±": "+"})  # fmt: skip


def cleaned(text: str) -> str:
    """The text without HTML, LaTeX and Unicode dress: plain digits, '-', '·', '^' before a superscript."""
    text = re.sub(r"<sup[^<>]*>", "^", html.unescape(text))
    text = re.sub(r"</?(?:sub|sup|i|b|em|strong|span)\b[^<>]*>", "", text)
    text = re.sub(r"[⁰¹²³⁴-⁹⁺⁻]+", lambda run: "^" + run[0].translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\\[,;:! ]|~", " ", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda command: _LATEX_LETTERS.get(command[1], ""), text)
    text = re.sub(r"\^\s*\{?\s*", "^", text.translate(_SAME_MARK)).replace("--", "-")
    text = re.sub(r"(?<=[A-Za-z]0)[·,](?=\d)", ".", text)  # decimal point set as a middle dot or a comma
    text = re.sub(r"(?<=[1-9)])\.(\d*[xyz]?)H2O$", r"·\1H2O", text)  # CuSO4.5H2O is a hydrate
    return re.sub(r"\s+", " ", text).strip(" \t\n.,;")


_ALONE = r"(?![a-z])"
_ISOTOPE = re.compile(
    rf"(?:\^|^)(?:(?=[67]Li|1[01]B{_ALONE}|13C{_ALONE}|15N{_ALONE}|1[78]O{_ALONE})(\d+))(?=(Li|[BCNO]))"
)
_CHARGES = (
    re.compile(r"(.+?)\s*\^(\d*[+-]|[+-]\d+|0)"),
    re.compile(r"(\[[^\[\]]+\]|\([^()]+\)|.+(?=\s))\s?(\d*[+-])"),
    re.compile(r"((?!(?:F|Cl|Br|I)\d)[A-Z][a-z]?)(\d?[+-])"),
    re.compile(r"((?:.*[A-Za-z)\]])\d?)([+-])"),
)


def without_labels(text: str) -> tuple[str, str, bool]:
    """A formula without charge and isotope labels, what they said, and whether an isotope was among them."""
    said = ""
    for pattern in _CHARGES:
        if match := pattern.fullmatch(text):
            text, said = match[1], "ion, charge " + (match[2] if len(match[2]) > 1 else f"1{match[2]}")
            break
    if re.search(r"\d\d[+-]$", text):
        raise UnreadableError(f"the charge in '{text}' is not set apart; write it after '^'")
    if isotope := _ISOTOPE.search(text):
        said = f"isotope label {isotope[1]}{isotope[2]} dropped; enrichment and so molar mass unknown"
    return _ISOTOPE.sub("", text), said, isotope is not None


def split_outside_brackets(text: str, separator: str) -> list[str]:
    """The pieces of a text between the separators (a regular expression) that stand outside all brackets."""
    cuts = [(0, 0)]
    for match in re.finditer(separator, text):
        before = text[: match.start()]
        if before.count("(") + before.count("[") == before.count(")") + before.count("]"):
            cuts.append(match.span())
    cuts.append((len(text), len(text)))
    return [text[left[1] : right[0]].strip() for left, right in pairwise(cuts)]
