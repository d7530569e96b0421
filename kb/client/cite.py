"""Papers as references: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["bibtex", "csl"]

_ESCAPED = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
            "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}  # fmt: skip


def bibtex(papers: Sequence[Mapping[str, Any]]) -> str:
    """One ``@article`` a paper, named by its slug, in the order of the slugs; UTF-8, the title as it is written."""
    return "\n".join(_article(one) for one in sorted(papers, key=lambda one: str(one["id"])))


def _article(paper: Mapping[str, Any]) -> str:
    fields = {
        "author": " and ".join(_tex(", ".join(part for part in _name(one) if part)) for one in paper["authors"]),
        "title": f"{{{_tex(paper['title'])}}}",
        "journal": _tex(_stated(paper["journal"])),
        "year": str(paper["year"] or ""),
        "volume": _tex(paper["volume"] or ""),
        "pages": _tex(paper["article"] or ""),
        "doi": _doi(paper),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}")]
    return f"@article{{{paper['id']},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(one, one) for one in text)


def _stated(words: str) -> str:
    return "" if words == "not stated" else words


def _doi(paper: Mapping[str, Any]) -> str:
    return str(paper["doi"]) if str(paper["doi"]).startswith("10.") else ""


def _name(written: str) -> tuple[str, str]:
    """Family and given name: the last word is the family's, with the small words before it (van der Waals)."""
    if "," in written:
        family, _, given = written.partition(",")
        return family.strip(), given.strip()
    found = re.fullmatch(r"(?:(?P<given>.*?) )?(?P<family>(?:[a-zß-ÿ]\S* )*\S+)", written.strip())
    return (found["family"], found["given"] or "") if found else (written, "")


def csl(papers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same as CSL-JSON, which Zotero, pandoc and word processors read."""
    made = []
    for paper in sorted(papers, key=lambda one: str(one["id"])):
        names = [dict(zip(("family", "given"), _name(one), strict=True)) for one in paper["authors"]]
        item: dict[str, Any] = {
            "id": paper["id"], "type": "article-journal", "title": paper["title"], "container-title": _stated(paper["journal"]),
            "author": [{key: value for key, value in one.items() if value} for one in names],
            "issued": {"date-parts": [[paper["year"]]]} if paper["year"] else None, "volume": paper["volume"],
            "page": paper["article"], "DOI": _doi(paper),
        }  # fmt: skip
        made.append({key: value for key, value in item.items() if value})
    return made
