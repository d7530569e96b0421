"""What an explanation holds: plain typed data, which text, Markdown, JSON and a graph can show alike.

Numbers of an :class:`Interval` are in its unit; an open end or a missing middle is ``None``. Words are whole phrases.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Derivation",
    "Explanation",
    "FormulaTold",
    "Gap",
    "Input",
    "Interval",
    "Judgement",
    "Note",
    "Printed",
    "Tried",
]


@dataclass(frozen=True)
class Interval:
    """What a number may be: ``lo`` to ``hi`` in ``unit`` (of the catalogue), and the same in words."""

    lo: float | None
    mid: float | None
    hi: float | None
    unit: str
    words: str


@dataclass(frozen=True)
class Printed:
    """A number or sentence as the paper prints it.

    ``of`` names the record that it is about; ``means`` is ``None`` for a sentence without a number; ``as_read`` and
    ``reason`` tell of a misprint that was read as something else, ``ambiguity`` of another way to read it.
    """

    id: str
    kind: str
    name: str
    of: str
    printed: str
    means: Interval | None
    place: str
    quote: str
    as_read: str = ""
    reason: str = ""
    ambiguity: str = ""


@dataclass(frozen=True)
class FormulaTold:
    """A formula: what it says, its equation as a line of text and as LaTeX, its source, its convention (empty if none).

    ``allowance`` is the model's own relative error, 0 for a definition; ``constants`` are those of nature, with value
    and source, or what is only known to lie between two limits.
    """

    name: str
    says: str
    equation: str
    latex: str
    constants: tuple[str, ...]
    source: str
    convention: str
    allowance: float


@dataclass(frozen=True)
class Input:
    """One input of a formula: ``parameter`` is its name in the formula, ``name`` how one says it, with its article.

    ``kind`` is reading, condition, reference, composition, given or derived. ``means`` is the interval that was used,
    ``printed`` what was printed, empty for a derived one. ``derivation`` tells a derived input, the first time only;
    ``note`` says what else is to know: a misprint read as something else, or that several prints were used.
    """

    parameter: str
    name: str
    symbol: str
    latex: str
    id: str
    kind: str
    of: str
    printed: str
    means: Interval
    place: str
    quote: str
    note: str = ""
    derivation: Derivation | None = None


@dataclass(frozen=True)
class Derivation:
    """A value that follows from printed ones and was not printed; ``claim`` is what its inputs are at the weakest."""

    id: str
    name: str
    of: str
    value: Interval
    claim: str
    formula: FormulaTold
    inputs: tuple[Input, ...]
    does_not_say: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """How far apart the two intervals are at least: a factor, or a difference in the unit of the computed interval."""

    size: float
    kind: str
    words: str


@dataclass(frozen=True)
class Tried:
    """One convention: whether the paper leaves it open (``counts``) and what it says, or what it would need."""

    formula: str
    words: str
    equation: str
    counts: bool
    verdict: str
    computed: Interval | None
    missing: tuple[str, ...]
    told: str


@dataclass(frozen=True)
class Note:
    """A misprint that was noted where the numbers of a verdict stand."""

    id: str
    printed: str
    as_read: str
    reason: str
    place: str
    quote: str
    strength: str
    from_extraction: str


@dataclass(frozen=True)
class Judgement:
    """One verdict: the printed number or statement, what the others give, and how sure that is.

    ``rule`` says in words what was checked; ``formula`` is ``None`` for statements, repeated prints and shares.
    ``only_as``, ``gap``, ``strength``, ``likely_because`` and ``missing`` are empty where they don't apply.
    """

    id: str
    paper: str
    verdict: str
    strength: str
    headline: str
    about: Printed
    rule: str
    formula: FormulaTold | None
    inputs: tuple[Input, ...]
    computed: Interval | None
    gap: Gap | None
    only_as: str
    tried: tuple[Tried, ...]
    likely_because: tuple[str, ...]
    missing: tuple[str, ...]
    does_not_say: tuple[str, ...]
    misprints: tuple[Note, ...]


@dataclass(frozen=True)
class Explanation:
    """All that is to say about one id: a verdict, a derived value, or something printed.

    Of a verdict ``judged`` holds it alone, of a derived value ``derived``. Of a reading, condition or statement
    ``printed`` is what the paper says, ``judged`` the verdicts on it, ``used`` those that use it as an input, and
    ``derived`` the values that were derived from it.
    """

    id: str
    kind: str
    printed: Printed | None
    judged: tuple[Judgement, ...]
    used: tuple[Judgement, ...]
    derived: tuple[Derivation, ...]
