from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import LayerRole


class Papers(BaseModel):
    papers: "PapersPapers"


class PapersPapers(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["PapersPapersNodes"]
    page_info: "PapersPapersPageInfo" = Field(alias="pageInfo")


class PapersPapersNodes(BaseModel):
    id: str
    title: str
    year: Optional[int]
    cells: "PapersPapersNodesCells"


class PapersPapersNodesCells(BaseModel):
    nodes: list["PapersPapersNodesCellsNodes"]


class PapersPapersNodesCellsNodes(BaseModel):
    id: str
    written: Optional[str]
    stack: list["PapersPapersNodesCellsNodesStack"]


class PapersPapersNodesCellsNodesStack(BaseModel):
    position: int
    role: LayerRole


class PapersPapersPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_next_page: bool = Field(alias="hasNextPage")


Papers.model_rebuild()
PapersPapers.model_rebuild()
PapersPapersNodes.model_rebuild()
PapersPapersNodesCells.model_rebuild()
PapersPapersNodesCellsNodes.model_rebuild()
