"""Reading what a paper calls a material: ``understand(text)`` says what composition it stands for.

Nothing is refused: a text that is no formula is kept with the reason why. Formulas are read by the grammar
of ``schema.composition_rules``, not by pymatgen, which takes words for elements; pymatgen gives the reduced
formula and the molar mass, and is imported only when one is needed.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, TypeAlias, cast

from schema import composition_rules as rules
from schema.composition_rules import Linear, Terms, UnreadableError

__all__ = ["Composed", "State", "understand"]

State = Literal["complete", "open", "series", "mixture", "polymer", "named", "unparsed"]
Components: TypeAlias = tuple[tuple[float | None, str], ...]
Members: TypeAlias = "list[tuple[str, Composed]]"

_LONGEST = 300
_DEEPEST = 6
_ONE: Linear = {"": 1.0}


@dataclass(frozen=True)
class Composed:
    """What a material's name is understood to be.

    Amounts are per formula unit as written, in the order written. A mixture counts per mole of mixture, so
    75Li2S-25P2S5 has 1.5 Li, while ``components`` keeps 75 and 25. ``reduced`` is pymatgen's, a key only.
    """

    text: str
    state: State
    reason: str = ""
    reduced: str | None = None
    elements: dict[str, float] = field(default_factory=dict, hash=False)
    molar_mass: float | None = None
    chemical_system: str = ""
    anonymous: str | None = None
    components: Components = ()
    variable: str = ""
    long_name: str = ""
    amorphous: bool = False
    #: What ``at`` puts together: elements of a formula (joiner "") or components of a mixture (joiner "-").
    terms: Terms = field(default_factory=dict, repr=False, hash=False, compare=False)
    joiner: str = field(default="", repr=False, compare=False)

    def amount(self, element: str) -> float | None:
        """Atoms of an element per formula unit; 0 when it is absent, None when the text does not fix it."""
        if element in self.elements:
            return self.elements[element]
        absent = bool(self.chemical_system) and element not in self.chemical_system.split("-")
        return 0.0 if absent else None

    def range(self) -> tuple[float, float] | None:
        """The x for which no amount is negative, e.g. (-1, 5) for Li6-xPS5-xCl1+x; None without one variable.

        An open end is infinite: LixIn may have any x >= 0.
        """
        if len(self.variable) != 1 or not self.terms:
            return None
        lines = [(amount.get("", 0.0), amount.get(self.variable, 0.0)) for amount in self.terms.values()]
        low = max((-constant / slope for constant, slope in lines if slope > 0), default=-math.inf)
        high = min((-constant / slope for constant, slope in lines if slope < 0), default=math.inf)
        return (round(low, 10) + 0.0, round(high, 10) + 0.0)  # + 0.0 turns -0.0 into 0.0

    def at(self, x: float) -> Composed:
        """The member at one value of the variable: x=0.3 of Li6-xPS5-xCl1+x is Li5.7PS4.7Cl1.3.

        Valid for x within ``range()``; beyond it, or without exactly one variable, the result is unparsed.
        """
        limits = self.range()
        if limits is None or not limits[0] <= x <= limits[1] or math.isinf(x):
            return Composed(self.text, "unparsed", f"'{self.text}' has no member at {x:g}")
        values = {name: a.get("", 0.0) + a.get(self.variable, 0.0) * x for name, a in self.terms.items()}
        written = {name: f"{v:.10f}".rstrip("0").rstrip(".") for name, v in values.items() if v > 1e-9}
        if self.joiner:
            member = self.joiner.join(amount + name for name, amount in written.items())
        else:
            member = "".join(name + ("" if amount == "1" else amount) for name, amount in written.items())
        return replace(understand(member), amorphous=self.amorphous)


def understand(text: str) -> Composed:
    """What composition a material's name stands for; never raises, whatever the text."""
    plain = rules.cleaned(text[:_LONGEST])
    if max(len(text), len(plain)) > _LONGEST:
        return Composed(text, "unparsed", f"{len(text)} characters are too many for a formula or a name")
    try:
        return replace(_read(plain, 0), text=text)
    except UnreadableError as why:
        return Composed(text, "unparsed", str(why), amorphous=rules.AMORPHOUS.fullmatch(plain) is not None)


def _read(text: str, depth: int) -> Composed:
    """The composition of a cleaned text: a known name, a dressed-up text, a formula or several of these."""
    if not text:
        raise UnreadableError("the text is empty")
    if depth > _DEEPEST:
        raise UnreadableError(f"'{text}' is nested too deeply")
    if entry := rules.lookup(text):
        return _from_entry(text, entry)
    if rules.is_abbreviation(text):
        raise UnreadableError(f"'{text}' is an abbreviation, not a formula; give the formula")
    if found := _dressed(text, depth):
        return found
    try:
        return _formula(text)
    except UnreadableError as why:
        failure = why
    if found := _mixture(text, depth) or _alias(text, depth):
        return found
    if rules.looks_abbreviated(text):
        raise UnreadableError(f"'{text}' is an abbreviation, not a formula; give the formula")
    raise failure


def _from_entry(text: str, entry: rules.Entry) -> Composed:
    """The composition of a dictionary name."""
    known = partial(Composed, text, long_name=entry.long_name)
    if entry.kind == "alloy":
        return known("named", f"'{text}' is an alloy of unstated composition")
    units = entry.formula.split("+")
    system = "-".join(sorted({symbol for unit in units for symbol in rules.formula_terms(unit)}))
    if entry.kind == "family":
        return known("open", f"the amounts in '{text}' are not fixed", chemical_system=system)
    if entry.kind == "copolymer":
        parts = tuple((None, unit) for unit in units)
        why = f"'{text}' is a copolymer whose ratio of units is not stated"
        return known("polymer", why, chemical_system=system, components=parts)
    found = replace(_composed(text, rules.formula_terms(entry.formula)), long_name=entry.long_name)
    if entry.kind == "polymer":
        return replace(found, state="polymer", reason=f"'{text}' is a polymer; its repeat unit is given")
    if entry.kind == "carbon":
        return replace(found, state="named", reason=f"'{text}' is a carbon, taken as pure", molar_mass=None)
    return found


def _dressed(text: str, depth: int) -> Composed | None:
    """The composition below a prefix, a suffix, a note or brackets: a-Si, β-Li3PS4, Li foil, (PVDF)."""
    if match := rules.AMORPHOUS.fullmatch(text):
        return replace(_read(match[1] or match[2], depth + 1), amorphous=True)
    if match := rules.POLYMORPH.fullmatch(text):
        found = _read(match[2], depth + 1)
        return replace(found, long_name=f"{match[1]} polymorph {found.long_name}".strip())
    if match := rules.CONDITION.fullmatch(text):
        series = _read(match[1], depth + 1)
        if series.variable == match[3] and match[4] == "=" and re.fullmatch(r"\d*\.?\d+", match[5]):
            return series.at(float(match[5]))
        added = f"{series.reason}; the text adds '{match[2]}'"
        return replace(series, reason=added if series.reason else "")
    match = rules.WRAPPED.fullmatch(text) or rules.DESCRIBED.fullmatch(text)
    inner = (match[1] or match[match.re.groups] or "").strip() if match else text
    return _read(inner, depth + 1) if inner != text else None


def _formula(text: str) -> Composed:
    """The composition of a single formula, perhaps with a charge, an isotope label or a leading amount."""
    body, said, isotope = rules.without_labels(text)
    factor = _ONE
    if lead := rules.LEADING.match(body):
        factor, body = rules.linear(lead[1]), body[lead.end() :]
        if lead[2] or len(rules.split_outside_brackets(body, rules.DASH_AFTER_AMOUNT)) > 1:
            raise UnreadableError(f"'{text}' gives an amount to one part of several")
    alien = any(not re.match(r"[A-Z(\[\d.+□)\]-]|[xyzδ]\b", word) for word in body.split())
    if alien or re.search(r"\s[(\[][^()\[\]]*[)\]]$", body):
        raise UnreadableError(f"'{text}' is neither a formula nor a known name")
    terms: Terms = {}
    rules.add_terms(terms, rules.formula_terms(body.replace(" ", "")), factor)
    found = replace(_composed(body, terms), long_name=said)
    return replace(found, molar_mass=None) if isotope else found


def _composed(text: str, terms: Terms) -> Composed:
    """A composition of elements: complete when every amount is a number, else open or a series."""
    fixed = {name: amount.get("", 0.0) for name, amount in terms.items() if set(amount) <= {""}}
    letters = sorted({letter for amount in terms.values() for letter in amount if letter})
    if not letters:
        if len(fixed) > 3 and set(fixed.values()) == {1.0} and not text.endswith(("SCN", "OCN", "NCS")):
            why = f"'{text}' lists elements without amounts"
            return Composed(text, "open", why, chemical_system="-".join(sorted(fixed)))
        return _complete(text, fixed)
    # "Dy" is the one element symbol that ends in a variable's letter.
    uses = len(re.findall(rules.TERM, text.replace("Dy", "D")))
    state: State = "series" if len(letters) == 1 and uses > 1 else "open"
    system, variable = "-".join(sorted(terms)), ",".join(letters)
    found = Composed(text, state, elements=fixed, chemical_system=system, variable=variable, terms=terms)
    low, high = found.range() or (-math.inf, math.inf)
    if low > high:
        raise UnreadableError(f"every {variable} makes an amount in '{text}' negative")
    moving = ", ".join(name for name in terms if name not in fixed)
    return replace(found, reason=f"the amount of {moving} depends on {variable}, which is not given")


def _complete(text: str, amounts: dict[str, float]) -> Composed:
    """A complete composition with what pymatgen derives from it."""
    from pymatgen.core.composition import Composition

    present = {name: round(value, 10) for name, value in amounts.items() if abs(value) > 1e-9}
    if not present or min(present.values()) < 0:
        raise UnreadableError(f"'{text}' has " + ("a negative amount" if present else "no atoms"))
    with warnings.catch_warnings():  # pymatgen warns of missing electronegativities of noble gases
        warnings.simplefilter("ignore")
        derived = cast("Any", Composition)(present)
        reduced, anonymous = str(derived.reduced_formula), str(derived.anonymized_formula)
    system, mass = "-".join(sorted(present)), float(derived.weight)
    return Composed(text, "complete", "", reduced, present, mass, system, anonymous)


def _parts(text: str) -> tuple[bool, list[Linear | None], list[str]]:
    """The components of a text: whether dots join them, the amount before each, and their names."""
    dash = rules.DASH_AFTER_AMOUNT if rules.LEADING.match(text) else rules.DASH
    splits = [(mark, rules.split_outside_brackets(text, mark)) for mark in (rules.BESIDE, rules.DOT, dash)]
    joint, pieces = next((split for split in splits if len(split[1]) > 1), ("", [text]))
    amounts: list[Linear | None] = []
    for place, piece in enumerate(pieces):
        lead = rules.LEADING.match(piece)
        amounts.append(rules.linear(lead[1]) if lead and lead[2] in {None, "mol"} else None)
        pieces[place] = piece[lead.end() :] if lead else piece
    return joint == rules.DOT, amounts, pieces


def _mixture(text: str, depth: int) -> Composed | None:
    """Several components: a glass, a blend, layers, or a hydrate or solvate (one formula unit)."""
    dotted, amounts, names = _parts(rules.CONCENTRATION.sub("", text))
    members: Members = []
    failure = ""
    for name in names if len(names) > 1 and all(names) else []:
        try:
            members.append((name, _read(name, depth + 1)))
        except UnreadableError as why:
            failure = failure or f"part '{name}' of '{text}' is not understood: {why}"
    if members and failure:
        raise UnreadableError(failure)
    if not members or (same := _same([member for _, member in members])):
        return same if members else None
    bare = dotted and amounts[0] is None
    solvate = bare and all(name in {"H2O", "NH3"} or member.long_name for name, member in members[1:])
    if solvate or None not in amounts[1:]:
        amounts = [amount or _ONE for amount in amounts]
    return _blend(text, amounts, members, solvate)


def _same(members: list[Composed]) -> Composed | None:
    """The one material that all parts name: 'succinonitrile/SN', or an alloy and its metal, 'In/LixIn'."""
    if members[0].long_name and len({member.long_name for member in members}) == 1:
        return members[0]
    alloys = [member for member in members if member.state == "open" and member.variable]
    others = [member.chemical_system for member in members if member not in alloys]
    return alloys[0] if len(alloys) == 1 and set(others) <= {*alloys[0].chemical_system.split("-")} else None


def _blend(text: str, amounts: list[Linear | None], members: Members, one_unit: bool) -> Composed:
    """The components put together: one formula unit, a mixture of known amounts, a series, or a bare list."""
    systems = [member.chemical_system for _, member in members]
    system = "-".join(sorted({e for one in systems for e in one.split("-")})) if all(systems) else ""
    known = [amount[""] if amount and set(amount) == {""} else None for amount in amounts]
    parts: Components = tuple(zip(known, (name for name, _ in members), strict=True))
    total: Terms = {}
    weights: Terms = {}
    for amount, (name, member) in zip(amounts, members, strict=True):
        if amount is None or not member.elements or (member.variable and not one_unit):
            why = f"'{text}' names {len(members)} parts without an amount of substance for each"
            return Composed(text, "mixture", why, chemical_system=system, components=parts)
        inside = member.terms or {element: {"": count} for element, count in member.elements.items()}
        rules.add_terms(total, inside, amount)
        rules.add_terms(weights, {name: _ONE}, amount)
    if one_unit:
        return replace(_composed(text, total), components=parts)
    if any(letter for weight in weights.values() for letter in weight):
        series = _composed(text, weights)
        return replace(series, elements={}, chemical_system=system, components=parts, joiner="-")
    whole = _complete(text, {element: amount.get("", 0.0) for element, amount in total.items()})
    moles = sum(weight.get("", 0.0) for weight in weights.values())
    elements = {element: round(count / moles, 10) for element, count in whole.elements.items()}
    mass, why = (whole.molar_mass or 0.0) / moles, f"'{text}' is a mixture; amounts are per mole of mixture"
    return replace(whole, state="mixture", reason=why, elements=elements, molar_mass=mass, components=parts)


def _alias(text: str, depth: int) -> Composed | None:
    """A name followed by another for the same thing: 'Li6PS5Cl (LPSCl)', 'azidotrimethylsilane C3H9SiN3'."""
    match = rules.ALIAS.fullmatch(text)
    found: list[Composed] = []
    for name in (match[1] or match[3], match[2] or match[4]) if match else ():
        try:
            found.append(_read(name, depth + 1))
        except UnreadableError:
            if not found and not rules.looks_abbreviated(name):
                raise
    if len({one.chemical_system for one in found}) > 1 or len({one.reduced for one in found} - {None}) > 1:
        raise UnreadableError(f"the two names in '{text}' stand for different compositions")
    return min(found, key=lambda one: one.state in {"open", "series"}, default=None)
