from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Provenance, QuantityName, Role


class CellNumber(BaseModel):
    id: str
    quantity: QuantityName
    value: "CellNumberValue"


class CellNumberValue(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str


class ElectrodeParts(BaseModel):
    constituents: list["ElectrodePartsConstituents"]


class ElectrodePartsConstituents(BaseModel):
    role: Role
    material: "ElectrodePartsConstituentsMaterial"


class ElectrodePartsConstituentsMaterial(BaseModel):
    id: str
    written: Optional[str]


class ElectrolyteParts(BaseModel):
    constituents: list["ElectrolytePartsConstituents"]


class ElectrolytePartsConstituents(BaseModel):
    role: Role
    material: "ElectrolytePartsConstituentsMaterial"


class ElectrolytePartsConstituentsMaterial(BaseModel):
    id: str
    written: Optional[str]


class Number(BaseModel):
    text: str
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str
    provenance: Provenance
    why: str
    contradicted_by: list[str] = Field(alias="contradictedBy")
    sources: list["NumberSources"]


class NumberSources(BaseModel):
    id: str
    where: str
    quote: str


class PairedReading(BaseModel):
    id: str
    quantity: QuantityName
    qualifier: str
    value: "PairedReadingValue"


class PairedReadingValue(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]
    unit: str


CellNumber.model_rebuild()
ElectrodeParts.model_rebuild()
ElectrolyteParts.model_rebuild()
Number.model_rebuild()
PairedReading.model_rebuild()
