from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Strength, Verdict


class ReviewOfAPaper(BaseModel):
    paper: Optional["ReviewOfAPaperPaper"]


class ReviewOfAPaperPaper(BaseModel):
    title: str
    contradictions: "ReviewOfAPaperPaperContradictions"
    untested: "ReviewOfAPaperPaperUntested"


class ReviewOfAPaperPaperContradictions(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["ReviewOfAPaperPaperContradictionsNodes"]


class ReviewOfAPaperPaperContradictionsNodes(BaseModel):
    id: str
    verdict: Verdict
    strength: Optional[Strength]
    quantity: str
    reported: str
    gap: Optional[float]
    gap_kind: Optional[str] = Field(alias="gapKind")
    only_as: Optional[str] = Field(alias="onlyAs")
    told: str


class ReviewOfAPaperPaperUntested(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["ReviewOfAPaperPaperUntestedNodes"]


class ReviewOfAPaperPaperUntestedNodes(BaseModel):
    id: str
    formula: str
    missing: str


ReviewOfAPaper.model_rebuild()
ReviewOfAPaperPaper.model_rebuild()
ReviewOfAPaperPaperContradictions.model_rebuild()
ReviewOfAPaperPaperUntested.model_rebuild()
