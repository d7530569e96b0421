from .base_model import BaseModel
from .enums import Provenance


class RecordsSideBySide(BaseModel):
    compare: "RecordsSideBySideCompare"


class RecordsSideBySideCompare(BaseModel):
    basis: str
    notes: list[str]
    lines: list["RecordsSideBySideCompareLines"]


class RecordsSideBySideCompareLines(BaseModel):
    label: str
    values: list["RecordsSideBySideCompareLinesValues"]


class RecordsSideBySideCompareLinesValues(BaseModel):
    column: str
    text: str
    unit: str
    provenance: Provenance
    why: str


RecordsSideBySide.model_rebuild()
RecordsSideBySideCompare.model_rebuild()
RecordsSideBySideCompareLines.model_rebuild()
