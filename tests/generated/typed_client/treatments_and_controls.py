from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import PairedReading


class TreatmentsAndControls(BaseModel):
    contrasts: "TreatmentsAndControlsContrasts"


class TreatmentsAndControlsContrasts(BaseModel):
    total_count: int = Field(alias="totalCount")
    nodes: list["TreatmentsAndControlsContrastsNodes"]
    page_info: "TreatmentsAndControlsContrastsPageInfo" = Field(alias="pageInfo")


class TreatmentsAndControlsContrastsNodes(BaseModel):
    id: str
    differs: str
    paper: "TreatmentsAndControlsContrastsNodesPaper"
    control: Union[
        "TreatmentsAndControlsContrastsNodesControlNode",
        "TreatmentsAndControlsContrastsNodesControlThing",
    ] = Field(discriminator="typename__")
    treatment: Union[
        "TreatmentsAndControlsContrastsNodesTreatmentNode",
        "TreatmentsAndControlsContrastsNodesTreatmentThing",
    ] = Field(discriminator="typename__")
    pairs: list["TreatmentsAndControlsContrastsNodesPairs"]


class TreatmentsAndControlsContrastsNodesPaper(BaseModel):
    id: str
    year: Optional[int]


class TreatmentsAndControlsContrastsNodesControlNode(BaseModel):
    typename__: Literal[
        "Cell",
        "Check",
        "Coating",
        "Condition",
        "Constituent",
        "Contrast",
        "DerivedValue",
        "Electrode",
        "Electrolyte",
        "Experiment",
        "Layer",
        "Material",
        "Misprint",
        "Node",
        "Paper",
        "ProcessStep",
        "Reading",
        "Statement",
    ] = Field(alias="__typename")
    id: str


class TreatmentsAndControlsContrastsNodesControlThing(BaseModel):
    typename__: Literal["Thing"] = Field(alias="__typename")
    id: str
    written: Optional[str]


class TreatmentsAndControlsContrastsNodesTreatmentNode(BaseModel):
    typename__: Literal[
        "Cell",
        "Check",
        "Coating",
        "Condition",
        "Constituent",
        "Contrast",
        "DerivedValue",
        "Electrode",
        "Electrolyte",
        "Experiment",
        "Layer",
        "Material",
        "Misprint",
        "Node",
        "Paper",
        "ProcessStep",
        "Reading",
        "Statement",
    ] = Field(alias="__typename")
    id: str


class TreatmentsAndControlsContrastsNodesTreatmentThing(BaseModel):
    typename__: Literal["Thing"] = Field(alias="__typename")
    id: str
    written: Optional[str]


class TreatmentsAndControlsContrastsNodesPairs(BaseModel):
    control: "TreatmentsAndControlsContrastsNodesPairsControl"
    treatment: "TreatmentsAndControlsContrastsNodesPairsTreatment"


TreatmentsAndControlsContrastsNodesPairsControl = PairedReading
TreatmentsAndControlsContrastsNodesPairsTreatment = PairedReading


class TreatmentsAndControlsContrastsPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")
    has_next_page: bool = Field(alias="hasNextPage")


TreatmentsAndControls.model_rebuild()
TreatmentsAndControlsContrasts.model_rebuild()
TreatmentsAndControlsContrastsNodes.model_rebuild()
TreatmentsAndControlsContrastsNodesPairs.model_rebuild()
