from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Family


class MaterialsByElements(BaseModel):
    materials: "MaterialsByElementsMaterials"


class MaterialsByElementsMaterials(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["MaterialsByElementsMaterialsNodes"]


class MaterialsByElementsMaterialsNodes(BaseModel):
    id: str
    written: Optional[str]
    family: Family
    composition: "MaterialsByElementsMaterialsNodesComposition"
    electrolytes: list["MaterialsByElementsMaterialsNodesElectrolytes"]


class MaterialsByElementsMaterialsNodesComposition(BaseModel):
    reduced_formula: Optional[str] = Field(alias="reducedFormula")
    chemical_system: str = Field(alias="chemicalSystem")
    molar_mass: Optional[float] = Field(alias="molarMass")
    elements: list["MaterialsByElementsMaterialsNodesCompositionElements"]


class MaterialsByElementsMaterialsNodesCompositionElements(BaseModel):
    element: str
    amount: float
    fraction: float


class MaterialsByElementsMaterialsNodesElectrolytes(BaseModel):
    id: str


MaterialsByElements.model_rebuild()
MaterialsByElementsMaterials.model_rebuild()
MaterialsByElementsMaterialsNodes.model_rebuild()
MaterialsByElementsMaterialsNodesComposition.model_rebuild()
