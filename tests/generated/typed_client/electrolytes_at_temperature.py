from pydantic import Field

from .base_model import BaseModel
from .fragments import Number


class ElectrolytesAtTemperature(BaseModel):
    electrolytes_at_temperature: "ElectrolytesAtTemperatureElectrolytesAtTemperature" = Field(
        alias="electrolytesAtTemperature"
    )


class ElectrolytesAtTemperatureElectrolytesAtTemperature(BaseModel):
    basis: str
    lines: list["ElectrolytesAtTemperatureElectrolytesAtTemperatureLines"]
    notes: list[str]


class ElectrolytesAtTemperatureElectrolytesAtTemperatureLines(BaseModel):
    label: str
    paper: str
    ionic_conductivity: "ElectrolytesAtTemperatureElectrolytesAtTemperatureLinesIonicConductivity" = Field(
        alias="ionicConductivity"
    )
    area_specific_resistance: "ElectrolytesAtTemperatureElectrolytesAtTemperatureLinesAreaSpecificResistance" = Field(
        alias="areaSpecificResistance"
    )


ElectrolytesAtTemperatureElectrolytesAtTemperatureLinesIonicConductivity = Number
ElectrolytesAtTemperatureElectrolytesAtTemperatureLinesAreaSpecificResistance = Number
ElectrolytesAtTemperature.model_rebuild()
ElectrolytesAtTemperatureElectrolytesAtTemperature.model_rebuild()
ElectrolytesAtTemperatureElectrolytesAtTemperatureLines.model_rebuild()
