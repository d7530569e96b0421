from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Explanation(BaseModel):
    explanation: "ExplanationExplanation"


class ExplanationExplanation(BaseModel):
    judged: list["ExplanationExplanationJudged"]


class ExplanationExplanationJudged(BaseModel):
    headline: str
    strength: str
    rule: str
    formula: Optional["ExplanationExplanationJudgedFormula"]
    inputs: list["ExplanationExplanationJudgedInputs"]
    computed: Optional["ExplanationExplanationJudgedComputed"]
    gap: Optional["ExplanationExplanationJudgedGap"]
    does_not_say: list[str] = Field(alias="doesNotSay")


class ExplanationExplanationJudgedFormula(BaseModel):
    equation: str


class ExplanationExplanationJudgedInputs(BaseModel):
    name: str
    printed: str
    place: str
    quote: str


class ExplanationExplanationJudgedComputed(BaseModel):
    words: str


class ExplanationExplanationJudgedGap(BaseModel):
    words: str


Explanation.model_rebuild()
ExplanationExplanation.model_rebuild()
ExplanationExplanationJudged.model_rebuild()
