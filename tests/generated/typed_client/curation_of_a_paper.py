from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CheckedBy, Issue, Strength


class CurationOfAPaper(BaseModel):
    paper: Optional["CurationOfAPaperPaper"]


class CurationOfAPaperPaper(BaseModel):
    title: str
    curators: list[str]
    checked_by: CheckedBy = Field(alias="checkedBy")
    review_note: Optional[str] = Field(alias="reviewNote")
    readings: "CurationOfAPaperPaperReadings"
    misprints: "CurationOfAPaperPaperMisprints"


class CurationOfAPaperPaperReadings(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["CurationOfAPaperPaperReadingsNodes"]


class CurationOfAPaperPaperReadingsNodes(BaseModel):
    id: str
    printed: str
    quote: str
    ambiguity: Optional[str]
    or_reads: Optional[str] = Field(alias="orReads")


class CurationOfAPaperPaperMisprints(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["CurationOfAPaperPaperMisprintsNodes"]


class CurationOfAPaperPaperMisprintsNodes(BaseModel):
    id: str
    issue: Issue
    strength: Strength
    printed: str
    as_read: str = Field(alias="asRead")
    reason: str
    from_extraction: str = Field(alias="fromExtraction")


CurationOfAPaper.model_rebuild()
CurationOfAPaperPaper.model_rebuild()
CurationOfAPaperPaperReadings.model_rebuild()
CurationOfAPaperPaperMisprints.model_rebuild()
