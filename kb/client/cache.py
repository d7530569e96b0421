"""Answers kept on disk, by server and build: asked for again they are compared by their tag, offline they stand in."""

from __future__ import annotations

import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["Cache", "default_folder"]


def default_folder() -> Path:
    """Where the system keeps caches of a user."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("solid-state-kb", appauthor=False))


class Cache:
    """The answers of one server. Those of one build are kept: a new build's take their place."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder / sha256(url.encode()).hexdigest()[:16]

    def _find(self, name: str) -> Path | None:
        return next(iter(sorted(self.folder.glob(f"*/{name}"))), None)

    def get(self, key: str) -> tuple[str, bytes] | None:
        """The tag and the bytes that were kept under a key."""
        found = self._find(sha256(key.encode()).hexdigest()[:32])
        with suppress(OSError):
            if found is not None:
                tag, _, body = found.read_bytes().partition(b"\n")
                return tag.decode(), body
        return None

    def put(self, key: str, build: str, tag: str, body: bytes) -> None:
        """Keep bytes; a disk that is full or can't be written only means that they aren't kept."""
        with suppress(OSError):
            home = self.folder / build
            home.mkdir(parents=True, exist_ok=True)
            for other in self.folder.iterdir():
                if other != home:
                    shutil.rmtree(other, ignore_errors=True)
            with NamedTemporaryFile(dir=home, prefix=".part-", delete=False) as part:
                part.write(tag.encode() + b"\n" + body)
            Path(part.name).replace(home / sha256(key.encode()).hexdigest()[:32])

    def build(self) -> str:
        """The build whose answers are kept; empty for none."""
        return next((one.name for one in sorted(self.folder.glob("*")) if one.is_dir()), "")
