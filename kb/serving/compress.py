"""Answers made smaller, by the request's ``Accept-Encoding``: zstd, br, gzip, in this order where a client likes all."""

from __future__ import annotations

import threading
import zlib
from functools import lru_cache

import brotli  # type: ignore[import-untyped]
import zstandard

__all__ = ["compressed", "encoding_for"]

PREFERENCE = (b"zstd", b"br", b"gzip")
GZIP_LEVEL, BROTLI_QUALITY, ZSTD_LEVEL = 3, 1, 1  # measured on readings: more costs time and saves next to nothing
KEPT_LEVEL = 6  # of what is compressed once
GZIP_WINDOW = 31  # zlib writes gzip's own header
_own = threading.local()  # a compressor of zstd is for one thread


@lru_cache(maxsize=256)
def encoding_for(accept: bytes) -> bytes:
    """The best encoding that a client accepts; empty for none."""
    weights: dict[bytes, float] = {}
    for part in accept.lower().split(b","):
        name, _, parameters = part.partition(b";")
        quality = 1.0
        if parameters.strip().startswith(b"q="):
            try:
                quality = float(parameters.strip()[2:])
            except ValueError:
                quality = 0.0
        weights[name.strip()] = quality
    rest = weights.get(b"*", 0.0)
    best = max(PREFERENCE, key=lambda name: weights.get(name, rest))
    return best if weights.get(best, rest) > 0 else b""


def compressed(body: bytes, encoding: bytes, *, once: bool = False) -> bytes:
    """A body in one of the encodings, harder when it is made ``once`` and kept; any thread may call it."""
    if encoding == b"zstd":
        if once:
            return zstandard.ZstdCompressor(level=KEPT_LEVEL).compress(body)
        compressor: zstandard.ZstdCompressor | None = getattr(_own, "zstd", None)
        if compressor is None:
            compressor = _own.zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
        return compressor.compress(body)
    if encoding == b"br":
        return bytes(brotli.compress(body, quality=KEPT_LEVEL if once else BROTLI_QUALITY))
    stream = zlib.compressobj(KEPT_LEVEL if once else GZIP_LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    return stream.compress(body) + stream.flush()
