"""Which quantity a number measures, by the words around it: a ranking of all that its unit can measure.

Two witnesses speak: what curators called numbers in like words (naive Bayes over the quotes of the seeds), and the
catalogue's own names and sentences. How far to trust each is found by leaving out one of the example papers at a time.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from ingest.mentions import Key, Mention, key_of, kind_of, measure, mentions
from ingest.rows import Records
from ingest.sentences import readable
from schema.errors import KbError
from schema.quantities import Q
from schema.quantity import Quantity
from schema.units import UnitError

__all__ = ["Described", "Ranker", "described", "examples_of"]


@dataclass(frozen=True)
class Described:
    """A number with the words around it, and of a curated one also the paper and what the curator called it."""

    printed: str
    unit: str
    role: str
    features: tuple[str, ...]
    context: tuple[tuple[str, float], ...]
    quantity: str = ""
    paper: str = ""


@dataclass(frozen=True)
class _Trust:
    """How much the learned words, the catalogue's words and the frequency of a quantity count."""

    learned: float = 0.5
    catalogue: float = 4.0
    frequency: float = 0.5


# -- the words around a number -----------------------------------------------------------------------------------------

_WORD = re.compile(r"[A-Za-zα-ωΩ]+(?:/[A-Za-z]+)?")
_FAR = 10
_ROLES = {  # what an end of a range is called in the catalogue's names
    "low": ("lower", "lowest", "start"), "high": ("upper", "highest", "end"), "range": ("range",), "side": ("length", "width"),
}  # fmt: skip
_BROAD = frozenset(
    re.findall(r"\w+", "the a an of and in is was were with to for by as that this which it its at on from")
)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    word = word if word.isupper() and len(word) < 5 else word.lower()
    for tail, instead in (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("ing", ""), ("ness", ""), ("ed", ""), ("s", "")):
        if word.endswith(tail) and len(word) > len(tail) + 3:
            return word[: -len(tail)] + instead
    return word


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text)]


def described(text: str, one: Mention, place: str) -> Described:
    """The features of a number for the learned witness, and the weighted words around it for the catalogue's."""
    before, after = _words(text[: one.start])[-_FAR:][::-1], _words(text[one.end :])[:_FAR]
    kind = place.partition(" ")[0]
    made = [f"u:{measure(one.unit)}", f"r:{one.role}", f"r:{one.role} {measure(one.unit)}", f"p:{kind}"]
    made += [f"-{i}:{word}" for i, word in enumerate(before[:3])] + [f"+{i}:{word}" for i, word in enumerate(after[:3])]
    made += [f"b:{word}" for word in before] + [f"a:{word}" for word in after[:6]]
    near: dict[str, float] = {}
    for words, start in ((before, 1.0), (after, 0.8)):
        for i, word in enumerate(words):
            if word not in _BROAD:
                near[word] = max(near.get(word, 0.0), start * (1 - i / (_FAR + 2)))
    near |= dict.fromkeys(_ROLES.get(one.role, ()), 1.0)
    return Described(one.printed, one.unit, one.role, tuple(sorted(set(made))), tuple(near.items()))


@cache
def _own_words() -> dict[str, dict[str, float]]:
    """The words of each quantity, those of its name above those of its sentence; rare words weigh more."""
    made: dict[str, dict[str, float]] = {}
    for quantity in Q:
        words = dict.fromkeys((word for word in _words(quantity.doc) if word not in _BROAD), 0.4)
        words |= dict.fromkeys(_words(quantity.name.replace("_", " ")), 1.0)
        if quantity.symbol:
            words[quantity.symbol] = 1.0
        made[quantity.name] = words
    common = Counter(word for words in made.values() for word in words)
    return {
        name: {word: weight * math.log(1 + len(made) / common[word]) for word, weight in words.items()}
        for name, words in made.items()
    }


@lru_cache(maxsize=1024)
def _measured_in(name: str) -> tuple[str, ...]:
    """The quantities that a unit can measure; counts, shares, ratios and angles are kept apart."""
    return tuple(quantity.name for quantity in Q if _fits(quantity, name))


def _fits(quantity: Quantity, name: str) -> bool:
    try:
        found = quantity.unit_of(name)
    except UnitError:
        return False
    if found.dimension != "dimensionless":
        # a coulomb is no C-rate, and a watt-hour per litre is no pressure
        return (quantity.unit == "C") == (name == "C") and ("W" in quantity.unit) == ("W" in name)
    return kind_of(quantity.unit) == kind_of(name)


# -- what the seeds teach ----------------------------------------------------------------------------------------------


def examples_of(records: Records) -> list[Described]:
    """Each number of each curated quote once for each quantity that it was read as, and with none where it was not read."""
    rows: list[dict[str, Any]] = [*records.of("reading"), *records.of("condition")]
    quotes: dict[tuple[str, str, str], dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    anywhere: set[tuple[str, Key]] = set()
    for row in rows:
        if row["printed"]:
            key = key_of(row["printed"])
            anywhere.add((row["paper_id"], key))
            if row["quote"]:
                quotes[row["paper_id"], readable(row["quote"]), row["place"] or ""][key].add(row["quantity"])
    found = []
    for (paper, quote, place), curated in sorted(quotes.items(), key=lambda pair: pair[0]):
        for one in mentions(quote):
            key = key_of(one.printed)
            made = described(quote, one, place)
            found += [replace(made, quantity=quantity, paper=paper) for quantity in sorted(curated.get(key, ()))]
            if (paper, key) not in anywhere:
                found.append(replace(made, paper=paper))
    return found


class Ranker:
    """Orders the quantities that a number could measure."""

    def __init__(self, given: list[Described], trust: _Trust) -> None:
        self.trust = trust
        examples = [one for one in given if one.quantity]
        self.kinds = Counter((one.role, measure(one.unit)) for one in given)
        self.read = Counter((one.role, measure(one.unit)) for one in examples)
        self.times = Counter(one.quantity for one in examples)
        self.together: dict[str, Counter[str]] = defaultdict(Counter)
        self.all: Counter[str] = Counter()
        for one in examples:
            self.together[one.quantity].update(one.features)
            self.all.update(one.features)
        self.total = len(examples)

    @classmethod
    def taught(cls, examples: list[Described]) -> Ranker:
        """A ranker with the trust that serves best when each example paper in turn is judged by the others."""
        papers = sorted({one.paper for one in examples})
        if len(papers) < 2:
            return cls(examples, _Trust())
        grid = [_Trust(a, b, c) for a in (0.1, 0.2, 0.4, 0.6) for b in (2.0, 4.0, 8.0, 12.0) for c in (0.5, 1.0, 2.0)]
        belief: dict[_Trust, float] = dict.fromkeys(grid, 0.0)
        for paper in papers:
            made = cls([one for one in examples if one.paper != paper], _Trust())
            for one in examples:
                parts = made._witnesses(one) if one.paper == paper else {}
                if one.quantity in parts:
                    for trust in grid:
                        belief[trust] += math.log(max(_shares(parts, trust)[one.quantity], 0.01))
        return cls(examples, max(grid, key=lambda trust: belief[trust]))

    def worth(self, one: Described) -> float:
        """How often curators read such a part of an expression; what was rarely seen is likely to be worth it."""
        kind = (one.role, measure(one.unit))
        return (self.read[kind] + 2) / (self.kinds[kind] + 2)

    def rank(self, one: Described) -> list[tuple[str, float]]:
        """The quantities with their shares of belief, best first; none when nothing is measured in the unit."""
        shares = _shares(self._witnesses(one), self.trust)
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))

    def _witnesses(self, one: Described) -> dict[str, tuple[float, float, float]]:
        """What speaks for each quantity: learned words, the catalogue's words, frequency."""
        found = {}
        own = _own_words()
        for quantity in _measured_in(one.unit):
            if not _plausible(quantity, one.printed) or (quantity.endswith("_range") and one.role != "range"):
                continue
            times, seen = self.times[quantity], self.together.get(quantity, Counter())
            learned = 0.0
            for feature in one.features:
                if self.all[feature]:
                    base = (self.all[feature] + 0.5) / (self.total + 1)
                    learned += math.log((seen[feature] / base + 2) / (times + 2))
            words = own[quantity]
            overlap = sum(words.get(word, 0.0) * weight for word, weight in one.context)
            found[quantity] = (learned, overlap / _length(quantity), math.log(times + 0.3))
        return found


@cache
def _length(quantity: str) -> float:
    """The length of a quantity's name as a vector of words: what a name has more than the text speaks against it."""
    own = _own_words()[quantity]
    return math.hypot(*(own[word] for word in _words(quantity.replace("_", " "))))


def _shares(parts: dict[str, tuple[float, float, float]], trust: _Trust) -> dict[str, float]:
    """The share of belief in each quantity when the witnesses are trusted so much."""
    if not parts:
        return {}
    points = {
        name: trust.learned * learned + trust.catalogue * overlap + trust.frequency * often
        for name, (learned, overlap, often) in parts.items()
    }
    most = max(points.values())
    raised = {name: math.exp(point - most) for name, point in points.items()}
    whole = sum(raised.values())
    return {name: share / whole for name, share in raised.items()}


@lru_cache(maxsize=65536)
def _plausible(quantity: str, printed: str) -> bool:
    try:
        return Q[quantity].plausible(Q[quantity].read(printed))
    except KbError:
        return False
