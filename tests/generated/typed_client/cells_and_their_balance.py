from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CellKind, Claim, QuantityName
from .fragments import (
    CellNumber,
    CellNumberValue,  # noqa: F401
)


class CellsAndTheirBalance(BaseModel):
    cells: "CellsAndTheirBalanceCells"


class CellsAndTheirBalanceCells(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["CellsAndTheirBalanceCellsNodes"]
    page_info: "CellsAndTheirBalanceCellsPageInfo" = Field(alias="pageInfo")


class CellsAndTheirBalanceCellsNodes(BaseModel):
    id: str
    written: Optional[str]
    kind: CellKind
    readings: "CellsAndTheirBalanceCellsNodesReadings"
    derived: "CellsAndTheirBalanceCellsNodesDerived"


class CellsAndTheirBalanceCellsNodesReadings(BaseModel):
    nodes: list["CellsAndTheirBalanceCellsNodesReadingsNodes"]


class CellsAndTheirBalanceCellsNodesReadingsNodes(CellNumber):
    printed: str
    claim: Claim


class CellsAndTheirBalanceCellsNodesDerived(BaseModel):
    nodes: list["CellsAndTheirBalanceCellsNodesDerivedNodes"]


class CellsAndTheirBalanceCellsNodesDerivedNodes(BaseModel):
    quantity: QuantityName
    convention: Optional[str]
    formula: str
    value: "CellsAndTheirBalanceCellsNodesDerivedNodesValue"
    inputs: list["CellsAndTheirBalanceCellsNodesDerivedNodesInputs"]


class CellsAndTheirBalanceCellsNodesDerivedNodesValue(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str


class CellsAndTheirBalanceCellsNodesDerivedNodesInputs(BaseModel):
    parameter: str
    printed: Optional[str]
    reading: Optional["CellsAndTheirBalanceCellsNodesDerivedNodesInputsReading"]


class CellsAndTheirBalanceCellsNodesDerivedNodesInputsReading(BaseModel):
    quote: str


class CellsAndTheirBalanceCellsPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_next_page: bool = Field(alias="hasNextPage")


CellsAndTheirBalance.model_rebuild()
CellsAndTheirBalanceCells.model_rebuild()
CellsAndTheirBalanceCellsNodes.model_rebuild()
CellsAndTheirBalanceCellsNodesReadings.model_rebuild()
CellsAndTheirBalanceCellsNodesDerived.model_rebuild()
CellsAndTheirBalanceCellsNodesDerivedNodes.model_rebuild()
CellsAndTheirBalanceCellsNodesDerivedNodesInputs.model_rebuild()
