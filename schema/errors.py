"""One way to say that something is wrong: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["KbError", "Problem", "ProblemsFoundError", "near"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with one place of one file.

    ``code`` names the kind (the heading of its section in ``kb/errors.md``).
    """

    file: str
    line: int
    column: int
    what: str
    mend: str
    code: str

    @property
    def where(self) -> str:
        """``file:line:column``, or the file alone when no place inside it is meant."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.where}  {self.what}\n    {self.mend}"


class KbError(Exception):
    """The base of every error that the knowledge base raises on purpose.

    ``where`` is a file:line:column, a record id or an option; ``what`` the value and the rule it breaks;
    ``mend`` the next action.
    """

    code = "error"

    def __init__(self, where: str, what: str, mend: str) -> None:
        super().__init__(where, what, mend)
        self.where, self.what, self.mend = where, what, mend

    def __str__(self) -> str:
        return f"{self.where}  {self.what}\n    {self.mend}"


class ProblemsFoundError(KbError):
    """All problems of all files that were read, in the order of the files."""

    code = "problems"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = sorted(problems)
        first = self.problems[0]
        count = len(self.problems)
        super().__init__(
            first.where,
            f"{count} problem{'s' if count > 1 else ''} found; nothing was changed",
            "mend each and run the same command again",
        )

    def __str__(self) -> str:
        return "\n".join([*(str(problem) for problem in self.problems), f"{self.what}: {self.mend}"])


def near(word: str, known: Iterable[str]) -> str:
    """``did you mean …?`` for a word that is not among the known ones, or an empty string."""
    found = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(found)}?" if found else ""
