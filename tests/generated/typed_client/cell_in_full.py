from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import CellFormat, CellKind, LayerRole, QuantityName, Verdict
from .fragments import (  # noqa: F401
    ElectrodeParts,
    ElectrodePartsConstituents,
    ElectrolyteParts,
    ElectrolytePartsConstituents,
)


class CellInFull(BaseModel):
    cell: Optional["CellInFullCell"]


class CellInFullCell(BaseModel):
    written: Optional[str]
    kind: CellKind
    format: CellFormat
    stack: list["CellInFullCellStack"]
    readings: "CellInFullCellReadings"


class CellInFullCellStack(BaseModel):
    position: int
    role: LayerRole
    of: Union[
        "CellInFullCellStackOfThing",
        "CellInFullCellStackOfElectrode",
        "CellInFullCellStackOfElectrolyte",
        "CellInFullCellStackOfMaterial",
    ] = Field(discriminator="typename__")


class CellInFullCellStackOfThing(BaseModel):
    typename__: Literal["Cell", "Coating", "Thing"] = Field(alias="__typename")
    id: str
    written: Optional[str]


class CellInFullCellStackOfElectrode(ElectrodeParts):
    typename__: Literal["Electrode"] = Field(alias="__typename")
    id: str
    written: Optional[str]


class CellInFullCellStackOfElectrolyte(ElectrolyteParts):
    typename__: Literal["Electrolyte"] = Field(alias="__typename")
    id: str
    written: Optional[str]


class CellInFullCellStackOfMaterial(BaseModel):
    typename__: Literal["Material"] = Field(alias="__typename")
    id: str
    written: Optional[str]
    composition: "CellInFullCellStackOfMaterialComposition"


class CellInFullCellStackOfMaterialComposition(BaseModel):
    reduced_formula: Optional[str] = Field(alias="reducedFormula")


class CellInFullCellReadings(BaseModel):
    nodes: list["CellInFullCellReadingsNodes"]


class CellInFullCellReadingsNodes(BaseModel):
    quantity: QuantityName
    printed: str
    quote: str
    checks: list["CellInFullCellReadingsNodesChecks"]


class CellInFullCellReadingsNodesChecks(BaseModel):
    verdict: Verdict
    formula: str
    gap: Optional[float]


CellInFull.model_rebuild()
CellInFullCell.model_rebuild()
CellInFullCellStack.model_rebuild()
CellInFullCellStackOfMaterial.model_rebuild()
CellInFullCellReadings.model_rebuild()
CellInFullCellReadingsNodes.model_rebuild()
