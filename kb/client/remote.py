"""A server, spoken to in steps: queries by GET where they fit, tables whole, both with tags, retries and the cache."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlencode

from kb.client.errors import ClientError, NetworkError, OfflineWarning
from kb.client.steps import Got, Http, Steps, patiently

if TYPE_CHECKING:
    from kb.client.cache import Cache

__all__ = ["Remote", "checked"]

LONGEST_URL = 6000  # of a query by GET; longer ones are posted, and not kept
ACCEPT = {"accept": "application/graphql-response+json"}
BUSY = (429, 502, 503, 504)


class Remote:
    """One server: where it is, what of it is kept, and whether the last answer came from what was kept."""

    def __init__(self, url: str, cache: Cache | None) -> None:
        self.url = url.rstrip("/").removesuffix("/graphql")
        self.cache = cache
        self.offline = False

    def close(self) -> None:
        """Nothing is held here."""

    def ask(self, document: str, variables: dict[str, Any]) -> Steps[tuple[dict[str, Any], str]]:
        """The answer to a document, and the build that gave it (empty where the answer does not say)."""
        import orjson

        query = {"query": document} | ({"variables": orjson.dumps(variables).decode()} if variables else {})
        url = f"{self.url}/graphql?{urlencode(query)}"
        if len(url) > LONGEST_URL:
            posted = Http("POST", f"{self.url}/graphql", ACCEPT, {"query": document, "variables": variables})
            got = yield from patiently(lambda: posted)
        else:
            got = yield from self._kept(url, ACCEPT)
        try:
            answer = orjson.loads(got.body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not ({"data", "errors"} & set(answer)):
            what = "the answer is no GraphQL response" if got.status == 200 else f"it answers with status {got.status}"
            raise ClientError(self.url, what, "check that the address is a knowledge base's")
        if got.status == 401:
            raise ClientError(
                self.url, answer["errors"][0]["message"], "connect with key=…, which who runs the server gives"
            )
        return answer, _build(got)

    def table(self, name: str) -> Steps[tuple[bytes, str, str]]:
        """All rows of a table, their form (arrow or parquet), and the build: the kept file if the server has one."""
        import orjson

        found = yield from patiently(lambda: Http("GET", f"{self.url}/tables.json"))
        if found.status != 200:
            raise ClientError(
                self.url, "this server does not give whole tables", "page through them, as base.readings() does"
            )
        listed = {(one["table"], one["form"]): one["bytes"] for one in orjson.loads(found.body)["tables"]}
        if (name, "arrow") not in listed:
            from schema.errors import near

            names = sorted({table for table, _ in listed})
            raise ClientError(repr(name), "no table of that name", near(name, names) or ", ".join(names))
        form = "parquet" if listed[name, "parquet"] else "arrow"
        got = yield from self._kept(f"{self.url}/tables/{name}.{form}", {}, resume=True)
        if got.status != 200:
            raise ClientError(f"tables/{name}", f"it answers with status {got.status}", "ask who runs the server")
        return got.body, form, _build(got)

    def _kept(self, url: str, headers: dict[str, str], *, resume: bool = False) -> Steps[Got]:
        """What stands at an address; what is kept of it when it is unchanged, or when there is no network."""
        kept = self.cache.get(url) if self.cache else None
        asked = headers | ({"if-none-match": kept[0]} if kept else {})
        try:
            if resume:
                into = io.BytesIO()
                got = yield from self._resumed(url, asked, into)
                got = Got(got.status, got.headers, into.getvalue())
            else:
                got = yield from patiently(lambda: Http("GET", url, asked))
        except NetworkError as error:
            if kept is None or self.cache is None:
                raise
            self.offline = True
            warnings.warn(
                f"{error.where}: {error.what}; the cache of build {self.cache.build()} answers", OfflineWarning, 2
            )
            return Got(200, {"x-kb-build": self.cache.build()}, kept[1])
        self.offline = False
        if got.status == 304 and kept:
            return Got(200, got.headers, kept[1])
        tag = got.headers.get("etag")
        if self.cache and tag and got.status == 200 and _build(got):
            self.cache.put(url, _build(got), tag, got.body)
        return got

    def download(self, name: str, form: str, path: Path) -> Steps[None]:
        """A table into a file, which gets its name when it is complete."""
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("w+b") as into:
                got = yield from self._resumed(f"{self.url}/tables/{name}.{form}", {}, into)
            if got.status != 200:
                raise ClientError(
                    f"tables/{name}.{form}", f"it answers with status {got.status}", "`base.table` says which there are"
                )
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _resumed(self, url: str, headers: dict[str, str], into: BinaryIO) -> Steps[Got]:
        """A download that goes on where it broke off, as long as it is the same file."""
        sink = _Sink(into)

        def step() -> Http:
            have, tag = into.tell(), sink.first.headers.get("etag", "")
            if have and tag.startswith('"'):
                return Http("GET", url, headers | {"range": f"bytes={have}-", "if-range": tag}, into=sink)
            return Http("GET", url, headers, into=sink)

        got: Got = yield from patiently(step)
        return sink.first if got.status in (200, 206) else got


class _Sink:
    """Takes a download; of one that begins anew, from the start."""

    def __init__(self, into: BinaryIO) -> None:
        self._into = into
        self.first = Got(0, {}, b"")

    def begin(self, got: Got) -> None:
        """An answer arrives, its bytes will follow."""
        if got.status == 200:
            self._into.seek(0)
            self._into.truncate()
            self.first = got

    def write(self, data: bytes) -> int:
        """Some of its bytes."""
        return self._into.write(data)


def _build(got: Got) -> str:
    """The build that an answer names: in a header of its own, or at the beginning of its tag."""
    named = got.headers.get("x-kb-build")
    tag = got.headers.get("etag", "").removeprefix("W/").strip('"')
    return named or tag.rpartition("-")[0]


def checked(got: Got, where: str) -> Got:
    """An answer, unless it says that the server is too busy; raises :class:`NetworkError`."""
    if got.status in BUSY:
        asked = got.headers.get("retry-after", "")
        raise NetworkError(
            where, f"the server is busy (status {got.status})", "try again later, or ask for less at once",
            float(asked) if asked.isdigit() else 0.0,
        )  # fmt: skip
    return got
