from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConductivityByFamily(BaseModel):
    electrolyte_facets: list["ConductivityByFamilyElectrolyteFacets"] = Field(
        alias="electrolyteFacets"
    )


class ConductivityByFamilyElectrolyteFacets(BaseModel):
    key: Optional[str]
    count: int
    readings: int
    limits: int
    minimum: Optional[float]
    lower_quartile: Optional[float] = Field(alias="lowerQuartile")
    median: Optional[float]
    upper_quartile: Optional[float] = Field(alias="upperQuartile")
    maximum: Optional[float]
    unit: str


ConductivityByFamily.model_rebuild()
