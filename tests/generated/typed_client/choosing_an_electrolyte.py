from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ConditionState, ElectrolyteForm, Family, QuantityName


class ChoosingAnElectrolyte(BaseModel):
    electrolytes: "ChoosingAnElectrolyteElectrolytes"


class ChoosingAnElectrolyteElectrolytes(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["ChoosingAnElectrolyteElectrolytesNodes"]


class ChoosingAnElectrolyteElectrolytesNodes(BaseModel):
    id: str
    written: Optional[str]
    family: Family
    form: ElectrolyteForm
    paper: "ChoosingAnElectrolyteElectrolytesNodesPaper"
    readings: "ChoosingAnElectrolyteElectrolytesNodesReadings"


class ChoosingAnElectrolyteElectrolytesNodesPaper(BaseModel):
    title: str
    doi: str
    year: Optional[int]


class ChoosingAnElectrolyteElectrolytesNodesReadings(BaseModel):
    nodes: list["ChoosingAnElectrolyteElectrolytesNodesReadingsNodes"]


class ChoosingAnElectrolyteElectrolytesNodesReadingsNodes(BaseModel):
    quantity: QuantityName
    printed: str
    quote: str
    where: str
    value: "ChoosingAnElectrolyteElectrolytesNodesReadingsNodesValue"
    conditions: list["ChoosingAnElectrolyteElectrolytesNodesReadingsNodesConditions"]


class ChoosingAnElectrolyteElectrolytesNodesReadingsNodesValue(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str


class ChoosingAnElectrolyteElectrolytesNodesReadingsNodesConditions(BaseModel):
    quantity: QuantityName
    state: ConditionState
    printed: Optional[str]


ChoosingAnElectrolyte.model_rebuild()
ChoosingAnElectrolyteElectrolytes.model_rebuild()
ChoosingAnElectrolyteElectrolytesNodes.model_rebuild()
ChoosingAnElectrolyteElectrolytesNodesReadings.model_rebuild()
ChoosingAnElectrolyteElectrolytesNodesReadingsNodes.model_rebuild()
