"""A bar for long lists, on a terminal: nothing is shown, or imported, before a second page is needed."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["Bar"]


class Bar:
    """How far a list is read."""

    def __init__(self, words: str, wanted: bool | None) -> None:
        self.shown = sys.stderr.isatty() if wanted is None else wanted
        self._anyway = wanted
        self.words = words
        self._bar: Any = None
        self._task: Any = None

    def at(self, done: int, total: int | None) -> None:
        """So many are read."""
        if not self.shown:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True, force_terminal=self._anyway), transient=True)
            self._task = self._bar.add_task(self.words, total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)

    def close(self) -> None:
        """All are read, or something went wrong."""
        if self._bar is not None:
            self._bar.stop()
