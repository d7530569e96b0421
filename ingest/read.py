"""YAML (or JSON) to plain data, keeping the line and column of every value; every scalar stays the text it was.

Numbers are never parsed here: ``1.10`` must not become 1.1, nor ``1:1`` sixty-one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import orjson
import yaml

from schema.errors import Problem

__all__ = ["Document", "Path_", "quick_data", "read_bytes", "read_file", "read_text"]

Path_: TypeAlias = tuple[str | int, ...]
_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Document:
    """One file: its data, the place of every value and key in it, and what was wrong with its syntax."""

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def problem(self, path: Path_, what: str, mend: str, code: str) -> None:
        """Add a problem with the value at a path."""
        line, column = self.place(path)
        self.problems.append(Problem(self.file, line, column, what, mend, code))


def read_file(file: Path, shown: str | None = None) -> Document:
    """Read one file; whatever is wrong is in the document's problems."""
    return read_bytes(file.read_bytes(), shown or str(file))


def read_bytes(data: bytes, name: str) -> Document:
    """Read the content of a file called ``name``."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        made = Document(name)
        made.problem((), f"not UTF-8 at byte {error.start}", "save the file as UTF-8", "yaml")
        return made
    return read_text(text, name)


_ODD = re.compile(rb'"\s+:|\\u0022')


def quick_data(data: bytes) -> Any | None:
    """A JSON file's data without the places of its values, some forty times as fast; None when it takes the exact reader.

    A key that stands twice would get lost here: there are as many keys in the file as in its data, or the exact
    reader has to look. Numbers outside of strings have lost their digits, and no field of a seed takes such a number
    for a text: what is refused here is read again exactly.
    """
    try:
        made = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(made, dict) or _ODD.search(data) or data.count(b'":') != orjson.dumps(made).count(b'":'):
        return None
    return made


def read_text(text: str, name: str) -> Document:
    """Read one text as if it were the file ``name``."""
    made = Document(name)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        made.problems.append(Problem(name, line, column, *_explained(text, line, error), "yaml"))
        return made
    except yaml.YAMLError as error:
        made.problem((), f"not YAML: {error}", "remove the character that can't be printed", "yaml")
        return made
    if node is None:
        made.problem((), "the file is empty", "`kb new DOI` writes a template", "empty")
        return made
    try:
        made.data = _value(node, (), made)
    except RecursionError:
        made.problem(
            (),
            "the file is nested too deeply, or an alias stands inside what it names",
            "write it out without & and *",
            "yaml",
        )
    return made


def _explained(text: str, line: int, error: yaml.MarkedYAMLError) -> tuple[str, str]:
    shown = text.splitlines()[line - 1].strip()[:60] if line <= len(text.splitlines()) else ""
    what = f"not YAML: {error.problem or error.context} near {shown!r}"
    if any(sign in shown for sign in (": >", ": ~", ": %", ": |", ": @", ": `")):
        return what, "put the value in quotes: a value that begins with > ~ % @ means something else in YAML"
    return what, "check the indentation and the quotes of this line and the one before"


def _value(node: yaml.Node, path: Path_, made: Document) -> Any:
    made.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style or node.value not in ("", "~", "null") else None
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), made) for index, child in enumerate(node.value)]
    return dict(_pairs(node, path, made))


def _pairs(node: yaml.Node, path: Path_, made: Document) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in seen:
            made.problems.append(
                Problem(
                    made.file, *place, f"{key!r} stands here a second time; its id would not be unique",
                    "rename one, or write the repeated statement under 'also'", "duplicate-id",
                )
            )  # fmt: skip
            continue
        seen.add(key)
        made.places[(*path, key)] = place
        yield key, _value(value_node, (*path, key), made)
