"""An empty, commented seed for a DOI, to begin a paper with."""

from __future__ import annotations

import re

from schema.errors import KbError

__all__ = ["DoiError", "template"]

_DOI = re.compile(r"^10\.\d{4,9}/\S+$")


class DoiError(KbError):
    """What was given is no DOI."""

    code = "doi"


def template(doi: str) -> str:
    """A seed file with one record of each kind, every line commented; raises :class:`DoiError`."""
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)
    if not _DOI.match(bare):
        raise DoiError(repr(doi), "is no DOI", "a DOI looks like 10.1007/s40820-023-01294-0")
    return _TEMPLATE.replace("DOI_HERE", bare)


_TEMPLATE = """\
# yaml-language-server: $schema=../seed.schema.json
# One paper, one file. Name it papers/<first author><year>.yaml; the name begins every id and never changes.
# Copy numbers as printed, in quotes; every reading has its place (where) and its words (quote, at most 240 characters).
paper:
  doi: DOI_HERE
  title: TITLE                      # to the letter
  authors: [FIRST AUTHOR]           # in the order of the paper
  journal: JOURNAL                  # as printed
  year: 2024                        # leave the line out when it isn't stated
  licence: not stated               # of the paper's text, as printed
  source: the paper's own text      # where these facts were found
  curators: [YOUR NAME]
  review: {checked_by: nobody}      # program, second reading, human or nobody: the truth

materials:                          # every substance that the paper names; formula as printed
  llzt: {written: LLZT, formula: Li6.4La3Zr1.4Ta0.6O12, family: garnet}
  li: {written: Li, formula: Li, family: metal}
  ss: {written: SS, formula: stainless steel, family: alloy}

electrolytes:
  pellet:
    written: PELLET
    kind: inorganic                 # inorganic, polymer, composite, liquid
    family: garnet
    form: pellet                    # pellet, film, thin_film, membrane, powder, liquid, not_stated
    constituents:
      llzt: {role: framework}       # key: a material; readings: mass_fraction, volume_parts …
    # process:                      # steps in order, each with its parameters
    #   sintering: {method: sintering, where: Experimental, quote: "…", readings: {temperature: {reads: "1100 °C"}}}
    # readings:
    #   thickness: {reads: "~96 μm", where: Section 3.1, quote: "…"}
    experiments:
      eis:
        method: eis
        at: {temperature: not stated}   # a printed value, 'not stated' or 'not applicable'
        # readings:
        #   ionic_conductivity:
        #     reads: "1.117 mS cm−1"
        #     where: Section 3.2
        #     quote: "…"
        #     also:                     # the same statement elsewhere is a reading of its own
        #       - {where: Abstract, quote: "…"}

cells:
  blocking:
    written: SS|PELLET|SS
    kind: blocking                  # full, half, symmetric, blocking, asymmetric
    stack:                          # in order, from one current collector to the other
      - {of: ss, role: blocking}
      - {of: pellet, role: separator}
      - {of: ss, role: blocking}

# coatings, electrodes, statements, contrasts and misprints: see the guide, seeds/README.md
"""
