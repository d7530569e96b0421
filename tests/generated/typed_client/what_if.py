from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WhatIf(BaseModel):
    what_if: "WhatIfWhatIf" = Field(alias="whatIf")


class WhatIfWhatIf(BaseModel):
    changes: list["WhatIfWhatIfChanges"]
    values: list["WhatIfWhatIfValues"]
    verdicts: list["WhatIfWhatIfVerdicts"]


class WhatIfWhatIfChanges(BaseModel):
    name: str
    to: Optional[str]


class WhatIfWhatIfValues(BaseModel):
    name: str
    of: str
    unit: str
    before: Optional["WhatIfWhatIfValuesBefore"]
    after: Optional["WhatIfWhatIfValuesAfter"]
    effect: Optional[list[float]]
    effect_kind: str = Field(alias="effectKind")


class WhatIfWhatIfValuesBefore(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]


class WhatIfWhatIfValuesAfter(BaseModel):
    lo: Optional[float]
    mid: Optional[float]
    hi: Optional[float]


class WhatIfWhatIfVerdicts(BaseModel):
    id: str
    before: Optional[str]
    after: Optional[str]


WhatIf.model_rebuild()
WhatIfWhatIf.model_rebuild()
WhatIfWhatIfValues.model_rebuild()
