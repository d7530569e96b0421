"""Files of whole tables, kept beside the base: made once a build, and the same byte for byte each time.

A file has another name when the build, the form or the writer is another, so that it never changes.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]

from kb.bulk import FORMS, write

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["Kept", "keeping", "snapshot", "snapshot_file", "snapshot_folder", "tag_of"]

LAYOUT = 2
"""Counted up whenever the same build would be written in another way."""
ABANDONED = 24 * 3600  # seconds after which an unfinished file is nobody's


def tag_of(build: str, name: str, form: str) -> str:
    """What names these bytes and no others: build, table, form and writer."""
    return f"{build}-{name}-{form}-{LAYOUT}.{pa.__version__}"


def snapshot_folder(base: Base) -> Path | None:
    """Where the files of a base's tables are kept: beside it. None for a base on a server."""
    file = base.engine.url.database if base.engine.dialect.name == "sqlite" else None
    return None if file is None else Path(file).resolve().with_name(Path(file).name + ".tables")


def snapshot_file(base: Base, name: str, form: str) -> Path | None:
    """The file of a table, if it was made."""
    folder = snapshot_folder(base)
    made = None if folder is None else folder / f"{tag_of(base.build, name, form)}.{form}"
    return made if made is not None and made.exists() else None


class Kept:
    """A file that a table is written into; a disk that is full, or a folder that can't be written, only ends the keeping."""

    def __init__(self, part: Path) -> None:
        self.part = part
        self.broken = False
        self._file: BinaryIO | None = None
        with self._or_broken():
            part.parent.mkdir(exist_ok=True)
            self._file = part.open("wb")

    @contextmanager
    def _or_broken(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.broken = True

    def write(self, data: bytes) -> None:
        """Write a part."""
        if self._file is not None and not self.broken:
            with self._or_broken():
                self._file.write(data)

    def close(self, name: Path | None) -> None:
        """Give the complete file its name; without one, drop it."""
        with self._or_broken():
            if self._file is not None:
                self._file.close()
            if name is not None and not self.broken:
                self.part.replace(name)
                return
        with suppress(OSError):
            self.part.unlink(missing_ok=True)


@contextmanager
def keeping(base: Base, name: str, form: str) -> Iterator[Kept | None]:
    """A file for a table that is being written, with its name at the end, so that nobody ever sees half a file.

    None for a base on a server, whose files stand elsewhere. The files of builds that are gone go.
    """
    folder = snapshot_folder(base)
    if folder is None:
        yield None
        return
    tag = tag_of(base.build, name, form)
    made = Kept(folder / f"part-{os.getpid()}-{threading.get_ident()}-{tag}")
    try:
        yield made
    except BaseException:
        made.close(None)
        raise
    made.close(folder / f"{tag}.{form}")
    _forget_others(base, folder)


def snapshot(base: Base, name: str, form: str) -> Path | None:
    """The file of a table, made now if it isn't there; None where it can't be kept."""
    found = snapshot_file(base, name, form)
    if found is None:
        with keeping(base, name, form) as file:
            if file is not None and not file.broken:
                write(base, name, form, file)
        found = snapshot_file(base, name, form)
    return found


def _forget_others(base: Base, folder: Path) -> None:
    from kb.snapshots import snapshots as kept

    builds = {base.build, *kept(Path(str(base.engine.url.database)))}
    with suppress(OSError):
        for file in folder.iterdir():
            old = file.name.startswith("part-") and time.time() - file.stat().st_mtime > ABANDONED
            if old or (file.suffix.strip(".") in FORMS and not any(file.name.startswith(f"{one}-") for one in builds)):
                file.unlink(missing_ok=True)
