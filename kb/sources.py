"""Where seeds come from: folders, files, archives and revisions of a git repository, one set over another.

A set is a folder with ``papers/*.yaml`` (or ``.json``) and, beside it, ``reference.yaml``. A later set's paper takes the
place of an earlier one's of the same name, and its reference data the place of the earlier ones'.
"""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

from kb.history import REFERENCE_SLUG
from schema.errors import KbError, Problem, ProblemsFoundError

__all__ = ["Replaced", "SeedFile", "SeedSet", "SourceError", "code_digest", "default_seeds", "digest_of", "gathered"]

SUFFIXES = (".yaml", ".yml", ".json")
REFERENCE = "reference.yaml"
PACKAGES = ("schema", "ingest", "compute", "kb")
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest seed that is unpacked from an archive: the longest paper takes a hundredth of it."""


class SourceError(KbError):
    """A source of seeds that can't be read: an archive, a revision, a folder that isn't there."""

    code = "source"


@dataclass(frozen=True)
class SeedFile:
    """One seed on disk: the paper's slug, its file, the name to be shown, and the digest of its content."""

    slug: str
    file: Path
    shown: str
    digest: str


@dataclass(frozen=True)
class Replaced:
    """A paper that two sets hold: which one counts, and which one it takes the place of."""

    slug: str
    by: str
    instead_of: str


@dataclass(frozen=True)
class SeedSet:
    """The seeds that count: papers by slug in the order of their ids, and the reference data."""

    papers: Mapping[str, SeedFile]
    reference: SeedFile | None
    replaced: tuple[Replaced, ...]
    sources: tuple[str, ...]

    @property
    def digests(self) -> dict[str, str]:
        """The digest of every seed by its slug; the reference data are under an empty one."""
        made = {slug: one.digest for slug, one in self.papers.items()}
        return made | ({REFERENCE_SLUG: self.reference.digest} if self.reference else {})

    @property
    def build(self) -> str:
        """The id of the build that these seeds and this code make, the same on every machine and wherever they stand."""
        digest = hashlib.sha256(code_digest().encode())
        for slug, content in sorted(self.digests.items()):
            digest.update(f"{slug}\0{content}\0".encode())
        return digest.hexdigest()[:16]


@cache
def code_digest() -> str:
    """The digest of this program: its version and every module."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(version("solid-state-kb").encode())
    for file in sorted(file for name in PACKAGES for file in (root / name).rglob("*.py")):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def digest_of(content: bytes) -> str:
    """The digest of a seed's content."""
    return hashlib.sha256(content).hexdigest()[:32]


@contextmanager
def gathered(sources: Sequence[str | Path]) -> Iterator[SeedSet]:
    """The seeds of some sources, the last one first in rank; what had to be unpacked is there until the end.

    Raises :class:`SourceError`, and :class:`~schema.errors.ProblemsFoundError` for a folder without papers.
    """
    papers: dict[str, SeedFile] = {}
    reference: SeedFile | None = None
    replaced = []
    with ExitStack() as kept:
        for source in sources:
            root, shown = _opened(str(source), kept)
            own, beside = _files(root, shown)
            for slug, one in own.items():
                if slug in papers:
                    replaced.append(Replaced(slug, one.shown, papers[slug].shown))
                papers[slug] = one
            if beside is not None:
                if reference is not None:
                    replaced.append(Replaced("reference data", beside.shown, reference.shown))
                reference = beside
        ordered = {slug: papers[slug] for slug in sorted(papers, key=lambda slug: slug + "/")}
        yield SeedSet(ordered, reference, tuple(replaced), tuple(str(source) for source in sources))


def _files(root: Path, shown: str) -> tuple[dict[str, SeedFile], SeedFile | None]:
    if root.is_file():
        files, folder = [root], root.parent.parent if root.parent.name == "papers" else root.parent
        shown = str(folder)
    else:
        folder = root
        files = sorted(file for file in (root / "papers").glob("*") if file.suffix in SUFFIXES and file.is_file())
        if not files:
            what = "no paper here" if root.is_dir() else "there is no such folder"
            mend = "a seed folder has papers/*.yaml; `kb new DOI` writes the first"
            raise ProblemsFoundError([Problem(shown, 0, 0, what, mend, "empty-folder")])
    made: dict[str, SeedFile] = {}
    for file in files:
        one = _seed(file.stem, file, str(Path(shown) / file.relative_to(folder)))
        if one.slug in made:
            what = f"the paper {one.slug} has another file, {made[one.slug].shown}"
            raise ProblemsFoundError([Problem(one.shown, 0, 0, what, "keep one of the two", "duplicate-id")])
        made[one.slug] = one
    beside = folder / REFERENCE
    return made, _seed(REFERENCE_SLUG, beside, str(Path(shown) / REFERENCE)) if beside.is_file() else None


def _seed(slug: str, file: Path, shown: str) -> SeedFile:
    try:
        return SeedFile(slug, file, shown, digest_of(file.read_bytes()))
    except OSError as error:
        raise SourceError(shown, f"can't be read: {error.strerror}", "check its rights") from error


def _opened(source: str, kept: ExitStack) -> tuple[Path, str]:
    """A source as a folder or file on disk, and how its files are called."""
    path = Path(source)
    if source.startswith("git+"):
        return _revision(source, kept), source
    if path.is_dir():
        return path, source
    if not path.exists():
        if path.suffix in SUFFIXES or path.suffix in (".zip", ".tar", ".gz", ".tgz", ".xz", ".bz2"):
            raise SourceError(source, "there is no such file", "check the path")
        return path, source
    if path.suffix in SUFFIXES:
        return path, source
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = {one.filename: one for one in archive.infolist() if not one.is_dir()}
            return _unpacked(source, {n: one.file_size for n, one in members.items()}, archive.open, kept), source
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            return _from_tar(source, archive, kept), source
    raise SourceError(
        source,
        "is neither a seed nor an archive",
        "give a folder, a .yaml or .json seed, a zip or a tar, or git+FOLDER@REVISION",
    )


def _from_tar(source: str, archive: tarfile.TarFile, kept: ExitStack) -> Path:
    members = {one.name: one for one in archive.getmembers() if one.isfile()}

    def opened(name: str) -> IO[bytes]:
        made = archive.extractfile(members[name])
        assert made is not None, "a regular file of the archive"
        return made

    return _unpacked(source, {name: one.size for name, one in members.items()}, opened, kept)


def _unpacked(source: str, sizes: Mapping[str, int], opened: Callable[[str], IO[bytes]], kept: ExitStack) -> Path:
    """The seeds of an archive in a folder of our own, under names of our own: what an archive calls a file leads nowhere."""
    named = {PurePosixPath(name): name for name in sizes if PurePosixPath(name).suffix in SUFFIXES}
    found = sorted(named)
    roots = {one.parent.parent for one in found if one.parent.name == "papers"}
    if not roots:
        raise SourceError(source, "holds no folder papers with seeds", "put the papers into papers/ and archive that")
    least = min(len(root.parts) for root in roots)
    top = sorted(str(root) for root in roots if len(root.parts) == least)
    if len(top) > 1:
        raise SourceError(source, f"holds several seed folders: {', '.join(top)}", "archive one of them")
    root = PurePosixPath(top[0])
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="kb-seeds-")))
    (folder / "papers").mkdir()
    for one in found:
        if one.parent == root / "papers":
            target = folder / "papers" / one.name
        elif one == root / REFERENCE:
            target = folder / REFERENCE
        else:
            continue
        if sizes[named[one]] > LARGEST:
            raise SourceError(f"{source}/{one}", f"has {sizes[named[one]]} bytes", "a seed is one paper")
        with opened(named[one]) as content:
            target.write_bytes(content.read(LARGEST))
    return folder


def _revision(source: str, kept: ExitStack) -> Path:
    """The seeds of ``git+FOLDER@REVISION``, by git itself, which archives what stands in that folder."""
    place, sign, revision = source.removeprefix("git+").rpartition("@")
    if not sign or not place or not revision or revision.startswith("-"):
        raise SourceError(source, "is not git+FOLDER@REVISION", "write it as git+seeds@main or git+.@v1.2")
    if not Path(place).is_dir():
        raise SourceError(source, f"there is no folder {place!r}", "name a folder of a git repository before the @")
    commit = _git(source, place, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    with tempfile.TemporaryFile() as held:
        held.write(_git(source, place, "archive", "--format=tar", commit.decode().strip()))
        held.seek(0)
        with tarfile.open(fileobj=held) as archive:
            return _from_tar(source, archive, kept)


def _git(source: str, place: str, *words: str) -> bytes:
    try:
        found = subprocess.run(["git", "-C", place, *words], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise SourceError(source, "git is not installed", "install git, or give a folder or an archive") from error
    if found.returncode:
        said = found.stderr.decode(errors="replace").strip().splitlines()
        what = f"git: {said[0]}" if said else "there is no such revision"
        raise SourceError(source, what, "check folder and revision: git -C FOLDER log")
    return found.stdout


def default_seeds() -> Path:
    """The seeds of this folder, else those that stand beside the package."""
    here = Path("seeds")
    beside = Path(__file__).resolve().parent.parent / "seeds"
    return here if here.is_dir() or not beside.is_dir() else beside
