"""Questions drawn at random from the schema, and the comparison of two ways to answer them."""

from questions.compare import Outcome, outcome
from questions.draw import Question, drawn
from questions.pool import Pool
from questions.smaller import smallest

__all__ = ["Outcome", "Pool", "Question", "drawn", "outcome", "smallest"]
