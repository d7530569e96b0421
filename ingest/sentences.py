"""A paper's plain text as sentences, each with the place where it stands and the line where it begins.

LaTeX becomes Unicode, but words, order and digits stay: a piece of a sentence is a quote that :mod:`ingest.verify` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Sentence", "clip", "readable", "sentences"]

LONGEST = 240
"""How many characters a quote may have."""

_SIGNS = {
    "times": "×", "cdot": "", "pm": "±", "sim": "~", "approx": "≈", "mu": "μ", "Omega": "Ω", "circ": "°", "geq": "≥",
    "ge": "≥", "leq": "≤", "le": "≤", "sigma": "σ", "lambda": "λ", "Delta": "Δ", "rightarrow": "→", "theta": "θ",
    "alpha": "α", "beta": "β", "text": "", "mathrm": "", "mathbf": "", "mathit": "", "textit": "", "textbf": "",
    "operatorname": "", "bf": "", "rm": "",
}  # fmt: skip
_HIGH = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MINUS = re.compile(r"\^\s*(?:\\text|\\mathrm)?\{?\s*[-–−]\s*(?=\d)")
_LOST = re.compile(r"</?(?:sup|sub|i|b)>|[*_^{}$\\]")

_CAPTION = re.compile(
    r"^\W*(?P<kind>fig(?:ure|\.)?|table|scheme)\s*(?P<number>S?\d+)(?P<end>\.?\W*$|\.?\*\*|[.:|]\s)", re.IGNORECASE
)
_NUMBERED = re.compile(r"^[#*\s]*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?P<title>[^\W\d].{2,110})$")
_MARKED = re.compile(r"^(?:#+\s*|\*\*\s*)?(?P<title>[A-Za-z][A-Za-z’' ]{3,40})(?:\*\*)?\s*:?\s*$")
_RUN_IN = re.compile(r"^\W*(?P<title>abstract|keywords?)\b(?:\*\*)?\s*:?(?:\*\*)?", re.IGNORECASE)
_NAMES = (
    ("Abstract", r"abstract"), ("Highlights", r"highlights"), ("Introduction", r"introduction|background"),
    ("Experimental", r"experimental(?: section| procedures?| methods?| details)?|methods?(?: section)?"),
    ("Conclusion", r"conclusions?(?: and outlook)?"),
    ("", (r"key ?words|article info|acknowledge?ments?|references|declarations?|author (?:statement|contributions?)"
         r"|conflicts? of interest|declaration of .*|data availability(?: statement)?|funding|orcid.*"
         r"|support(?:ing|ary) (?:information|materials?)|supplementary (?:information|materials?)|credit .*")),
)  # fmt: skip
_BACK = re.compile(
    r"\W*(?:author contributions?|funding|data availability statement|conflicts? of interest|acknowledge?ments?)\b",
    re.IGNORECASE,
)
_RESULTS = re.compile(r"results(?: and discussions?)?|discussions?|materials and methods", re.IGNORECASE)
_REFERENCE = re.compile(r"^\W*(?:\[\d+\]|\d+\.)\s+(?:[A-Z]\.|[A-Z]\w+,).*\b(?:19|20)\d\d\b", re.DOTALL)
_END = re.compile(
    r"(?<=[.!?])(?<!Fig\.)(?<!Figs\.)(?<!al\.)(?<!vs\.)(?<!ca\.)(?<!e\.g\.)(?<!i\.e\.)(?<!Ref\.)(?<!No\.)(?<!Inc\.)"
    r"(?<!Co\.)(?<!Eq\.)(?<!wt\.)(?<!viz\.)(?<! [A-Z]\.)(?:\[[\d,–\- ]+\])?\s+(?=[A-Z(≈~\"“])"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence, the place to write under ``where``, and its first line in the text, counted from 1."""

    text: str
    place: str
    line: int


@dataclass
class _Block:
    """Lines that belong together: a paragraph, a caption or a table."""

    place: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        joined = "\n".join(line.strip() for line in self.lines)
        joined = re.sub(r"(?<=[a-zα-ω])-\n(?=[a-z])", "", joined)
        joined = re.sub(r"(?<=-)\n(?!…)|(?<=–)\n(?=\d)", "", joined)
        return re.sub(r"\s+", " ", joined).strip()


def readable(text: str) -> str:
    """A line as one would type it: LaTeX and markup away, signs instead of commands, minus signs in exponents."""
    text = _MINUS.sub("−", re.sub(r"\\[ ,;:!]", " ", text).replace(r"\%", "%"))
    text = _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[1]), text)
    return re.sub(r"[ \u00a0\u2009\u202f]+", " ", _LOST.sub("", text.translate(_HIGH)))


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, captions and rows of tables too; without references, addresses and thanks."""
    found: list[Sentence] = []
    for block in _joined(list(_blocks(text))):
        if block.place:
            parts = block.lines if block.place.startswith("Table") and len(block.lines) > 1 else _END.split(block.text)
            found += [Sentence(part.strip(), block.place, block.line) for part in parts if part.strip()]
    return found


def clip(text: str, start: int, end: int) -> str:
    """The words around ``text[start:end]`` that fit into a quote: the whole sentence when it is short enough."""
    if len(text) <= LONGEST:
        return text.strip()
    first = max(0, min(start - (LONGEST - (end - start)) * 2 // 3, len(text) - LONGEST))
    last = min(len(text), first + LONGEST)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        cut = text.rfind(" ", end, last)
        last = cut if cut > 0 else end
    return text[first:last].strip(" ,;:")


def _heading(line: str) -> str | None:
    """The place that a heading opens, "" for parts without readings, None where a line is no heading."""
    plain = readable(line).strip()
    found = _NUMBERED.match(plain)
    if found and not plain.endswith((".", ",", ";")) and len(found["title"].split()) <= 14:
        return _name(found["title"]) or f"Section {found['number']}"
    if marked := _MARKED.match(plain):
        return "Results" if _RESULTS.fullmatch(marked["title"].strip()) else _name(marked["title"])
    return None


def _name(title: str) -> str | None:
    for name, words in _NAMES:
        if re.fullmatch(words, title.strip(" :.#*"), re.IGNORECASE):
            return name
    return None


def _blocks(text: str) -> Iterator[_Block]:
    """Paragraphs, captions and tables in order; what stands before the first heading is the abstract."""
    place, block, table, begun = "Abstract", _Block("Abstract", 1), "", -9
    for number, line in enumerate(text.replace("\f", "\n").split("\n"), start=1):
        bare = line.strip()
        if not bare or re.match(r"[-•]\s", bare):  # the points of a list end like paragraphs
            yield block
            block = _Block(place, number + 1)
        if not bare:
            continue
        caption = _CAPTION.match(bare)
        opened = None if caption or block.lines else _heading(bare)
        if caption:
            yield block
            kind = "Table" if caption["kind"].lower() == "table" else "Fig."
            table = f"{kind} {caption['number']}" if kind == "Table" else ""
            begun = number if table and not bare[caption.end() :].strip() else -9
            block = _Block(f"{kind} {caption['number']}" + ("" if table else " caption"), number)
        elif opened is not None:
            place, table = opened, ""
            block = _Block(place, number + 1)
            continue
        elif not block.lines:
            if run_in := _RUN_IN.match(readable(bare)):
                place = "Abstract" if run_in["title"].lower() == "abstract" else place
            title = bool(table) and number - begun < 4 and not bare.endswith(",")  # a caption's words below its number
            table = table if table and (title or _of_a_table(bare)) else ""
            place = "" if _BACK.match(readable(bare)) else place
            listed = _REFERENCE.match(readable(bare)) or re.match(r"\W*key ?words", bare, re.IGNORECASE)
            block = _Block("" if listed and not table else table or place, number)
        block.lines.append(readable(line))
    yield block


def _of_a_table(line: str) -> bool:
    """Whether a paragraph after a table's caption is a part of the table: cells, or words without a sentence."""
    return "\t" in line or "|" in line or (not re.search(r"\w[.]\s*$", line) and len(line) < 160)


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Blocks in order, with a paragraph that a page, figure or table broke put together again."""
    found: list[_Block] = []
    last: _Block | None = None
    for block in blocks:
        if not block.lines:
            continue
        body = not block.place.startswith(("Fig.", "Table"))
        if body and last and last.place == block.place and _goes_on(last.text, block.text):
            seam = "" if found[-1] is last else "… "
            last.lines[-1] = last.lines[-1].rstrip().rstrip("-") if seam else last.lines[-1]
            last.lines.append(seam + block.text)
            continue
        found.append(block)
        last = block if body else last
    return found


def _goes_on(before: str, after: str) -> bool:
    return (
        not before.endswith((".", "!", "?", ":", ".]"))
        and not re.search(r"\.\[[\d,–-]+\]$", before)
        and bool(re.match(r"[a-zμ(\d%°…]", after) or before.endswith((",", "-", " the", " of", " and", " in")))
    )
