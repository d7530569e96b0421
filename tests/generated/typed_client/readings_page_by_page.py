from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Claim, How


class ReadingsPageByPage(BaseModel):
    readings: "ReadingsPageByPageReadings"


class ReadingsPageByPageReadings(BaseModel):
    total_count: int = Field(alias="totalCount")
    edges: list["ReadingsPageByPageReadingsEdges"]
    page_info: "ReadingsPageByPageReadingsPageInfo" = Field(alias="pageInfo")


class ReadingsPageByPageReadingsEdges(BaseModel):
    cursor: str
    node: "ReadingsPageByPageReadingsEdgesNode"


class ReadingsPageByPageReadingsEdgesNode(BaseModel):
    id: str
    printed: str
    qualifier: str
    claim: Claim
    how: How
    value: "ReadingsPageByPageReadingsEdgesNodeValue"
    subject: "ReadingsPageByPageReadingsEdgesNodeSubject"
    paper: "ReadingsPageByPageReadingsEdgesNodePaper"


class ReadingsPageByPageReadingsEdgesNodeValue(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str


class ReadingsPageByPageReadingsEdgesNodeSubject(BaseModel):
    typename__: Literal[
        "Cell", "Coating", "Electrode", "Electrolyte", "Material", "Thing"
    ] = Field(alias="__typename")
    id: str
    written: Optional[str]


class ReadingsPageByPageReadingsEdgesNodePaper(BaseModel):
    id: str


class ReadingsPageByPageReadingsPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_next_page: bool = Field(alias="hasNextPage")


ReadingsPageByPage.model_rebuild()
ReadingsPageByPageReadings.model_rebuild()
ReadingsPageByPageReadingsEdges.model_rebuild()
ReadingsPageByPageReadingsEdgesNode.model_rebuild()
