"""A definition's form as an accessible page: what is asked, what was typed, what is wrong."""

from zhiping.web.shared.forms.asking import Choice, Group, Question, Row, questions
from zhiping.web.shared.forms.faults import sentence, sentences
from zhiping.web.shared.forms.reading import answers_from

__all__ = ["Choice", "Group", "Question", "Row", "answers_from", "questions", "sentence", "sentences"]
