"""JSON-LD: papers in the words of schema.org, records and their numbers in those of EMMO and its electrochemistry domain.

Every number is a property of its record: typed by the term of its quantity where EMMO has one, with its value in the
catalogue's unit and the words of the paper. What EMMO has no term for keeps ours, under a namespace of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schema.quantities import Q
from schema.quantity import Quantity
from schema.vocabulary import THINGS

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["CONTEXT", "write_linked"]

EMMO = "https://w3id.org/emmo#"
OURS = "urn:solid-state-kb:"

CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/",
    "emmo": EMMO,
    "electrochemistry": "https://w3id.org/emmo/domain/electrochemistry#",
    "kb": f"{OURS}term:",
    "record": f"{OURS}record:",
    "hasProperty": {"@id": f"{EMMO}EMMO_e1097637_70d2_4895_973f_2396f04fa204", "@type": "@id"},
    "hasNumericalPart": {"@id": f"{EMMO}EMMO_8ef3cd6d_ae58_4a8d_9fc0_ad8f49015cd0"},
    "hasNumberValue": {"@id": f"{EMMO}EMMO_faf79f53_749d_40b2_807c_d34244c192f4"},
    "name": "schema:name", "author": "schema:author", "datePublished": "schema:datePublished", "license": "schema:license",
    "isPartOf": {"@id": "schema:isPartOf", "@type": "@id"}, "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
    "minValue": "schema:minValue", "maxValue": "schema:maxValue", "text": "schema:text",
    "about": {"@id": "schema:about", "@type": "@id"},
    "printed": "kb:printed", "unitSymbol": "kb:unitSymbol", "qualifier": "kb:qualifier", "claim": "kb:claim", "place": "kb:place",
    "method": "kb:method", "state": "kb:state", "label": "kb:label", "verdict": "kb:verdict", "formula": "kb:formula",
}  # fmt: skip


def write_linked(base: Base, file: Path) -> Path:
    """Write one document; it is written node by node, and holds each record once."""
    import orjson

    with file.open("wb") as out:
        out.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[')
        for number, node in enumerate(_nodes(base)):
            out.write(
                (b",\n" if number else b"\n") + orjson.dumps({n: v for n, v in node.items() if v not in (None, "", [])})
            )
        out.write(b"\n]}\n")
    return file


def _iri(record: str) -> str:
    return f"record:{quote(record, safe='/')}"


def _nodes(base: Base) -> Iterator[dict[str, Any]]:
    import json

    from kb.exports.tables import frames_of

    def rows(table: str) -> Iterator[dict[str, Any]]:
        for frame in frames_of(base, table):
            yield from frame.iter_rows(named=True)

    for row in rows("paper"):
        doi = row["doi"]
        yield {
            "@id": _iri(row["id"]), "@type": "schema:ScholarlyArticle", "name": row["title"], "author": json.loads(row["authors"]),
            "datePublished": None if row["year"] is None else str(row["year"]), "license": row["licence"],
            "sameAs": f"https://doi.org/{doi}" if doi.startswith("10.") else None,
        }  # fmt: skip
    for kind in THINGS:
        for row in rows(kind):
            yield _record(row, kind, row["paper_id"]) | {"name": row["written"] or row["slug"]}
    for kind, of in (("experiment", "subject_id"), ("process_step", "of_id"), ("constituent", "whole_id")):
        for row in rows(kind):
            yield _record(row, kind, row[of]) | {"name": row.get("title"), "method": row.get("method")}
    for row in rows("condition"):
        yield _number(row, row["experiment_id"], row["state"])
    for row in rows("reading"):
        yield _number(row, row["owner_id"], None)
    for row in rows("verdict"):
        yield {
            "@id": _iri(row["id"]), "@type": "kb:Verdict", "about": _iri(row["output_id"]), "verdict": row["verdict"],
            "formula": row["formula"],
        }  # fmt: skip


def _record(row: dict[str, Any], kind: str, whole: str) -> dict[str, Any]:
    return {"@id": _iri(row["id"]), "@type": f"kb:{kind}", "isPartOf": _iri(whole)}


def _number(row: dict[str, Any], owner: str, state: str | None) -> dict[str, Any]:
    quantity: Quantity = Q[row["quantity"]]
    types = [f"kb:{quantity.name}", *([quantity.iri] if quantity.iri else [])]
    return {
        "@id": _iri(row["id"]), "@type": types, "@reverse": {"hasProperty": {"@id": _iri(owner)}}, "label": row["label"],
        "hasNumericalPart": None if row["value_mid"] is None else {"hasNumberValue": row["value_mid"]},
        "minValue": row["value_lo"], "maxValue": row["value_hi"], "unitSymbol": quantity.unit,
        "printed": row["printed"], "qualifier": row["qualifier"], "claim": row.get("claim"), "place": row["place"],
        "text": row["quote"], "state": state if state != "stated" else None,
    }  # fmt: skip
