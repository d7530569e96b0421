"""The console: GraphiQL out of our own package, its example operations, and the headers that keep it to itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from kb.serving.compress import compressed

__all__ = ["SECURITY", "StaticFile", "static_files"]

# Nothing from elsewhere, nothing in a frame; styles may stand in the page because the editor sets them on elements.
SECURITY = (
    (b"content-security-policy",
     (b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
     b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)  # fmt: skip
TYPES = {
    ".html": b"text/html; charset=utf-8", ".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8",
}  # fmt: skip


@dataclass(slots=True)
class StaticFile:
    """One file of the console, and what it is once compressed."""

    media: bytes
    body: bytes
    tag: bytes
    encoded: dict[bytes, bytes] = field(default_factory=dict)

    def encode(self, encoding: bytes) -> bytes:
        """The body in an encoding, made once."""
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = compressed(self.body, encoding, once=True)
        return self.encoded[encoding]


@lru_cache(maxsize=1)
def static_files() -> dict[str, StaticFile]:
    """The files by the path under which they are served."""
    found: dict[str, StaticFile] = {}
    for file in sorted((Path(__file__).parent / "static").iterdir()):
        if file.suffix in TYPES:
            body = file.read_bytes()
            made = StaticFile(TYPES[file.suffix], body, b'W/"%s"' % sha256(body).hexdigest()[:32].encode())
            found["/" if file.name == "index.html" else f"/static/{file.name}"] = made
    return found
