"""A base in this process, asked in the same steps as a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.client.steps import Steps, Work

__all__ = ["Embedded"]


class Embedded:
    """An open base. It is built from the seeds when its file does not exist yet."""

    offline = False

    def __init__(self, database: str | None) -> None:
        from kb.base import Base, default_seeds
        from kb.database import database_url

        url = database_url(database)
        if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
            from kb.build import build

            build(default_seeds(), database)
        self.base = Base(database)

    def close(self) -> None:
        """Close it."""
        self.base.close()

    def ask(self, document: str, variables: dict[str, Any]) -> Steps[tuple[dict[str, Any], str]]:
        """The answer to a document, and the build that gave it."""
        from kb.graphql import execute

        answer = yield Work(lambda: execute(self.base, document, variables))
        return answer, self.base.build

    def table(self, name: str) -> Steps[tuple[Any, str, str]]:
        """All rows of a table as an Arrow table, and the build."""
        from kb.bulk import read_table

        found = yield Work(lambda: read_table(self.base, name))
        return found, "table", self.base.build

    def download(self, name: str, form: str, path: Path) -> Steps[None]:
        """A table into a file, which gets its name when it is complete."""
        yield Work(lambda: self._write(name, form, path))

    def _write(self, name: str, form: str, path: Path) -> None:
        from kb.bulk import write

        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as sink:
                write(self.base, name, form, sink)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
