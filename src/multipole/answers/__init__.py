"""An analyst's question -> a table, the sentences and cells it rests on, and their citations.

Functions take an open `multipole.store.Store` first (`bargain` a table) and return an `Answer`
(`whatif` several).
"""

from multipole.answers.answer import Answer
from multipole.answers.backtest import backtest
from multipole.answers.bargaining import bargain
from multipole.answers.blocs_asked import blocs
from multipole.answers.check import check
from multipole.answers.claim_test import claim_test
from multipole.answers.claims import claims, figures, speakers
from multipole.answers.closeness import closeness
from multipole.answers.depends import depends
from multipole.answers.dyad import dyad
from multipole.answers.dyads import dyads
from multipole.answers.events import events
from multipole.answers.forecast import forecast
from multipole.answers.ideal import ideal_points
from multipole.answers.judgements import judgements
from multipole.answers.measures import measure, measure_list
from multipole.answers.moved import moved, why_of
from multipole.answers.narratives import narratives
from multipole.answers.narratives_events import retold
from multipole.answers.narratives_terms import terms
from multipole.answers.narratives_use import term_use
from multipole.answers.next import next_acts
from multipole.answers.panels import panel
from multipole.answers.polarity import polarity
from multipole.answers.questions import questions
from multipole.answers.questions_add import add_question, make_questions, withdraw_question
from multipole.answers.questions_issue import issue
from multipole.answers.questions_one import question
from multipole.answers.questions_score import question_scores
from multipole.answers.questions_settle import settle
from multipole.answers.records import records
from multipole.answers.status import status
from multipole.answers.status_data import quarantine
from multipole.answers.tellings import tellings
from multipole.answers.tie import tie
from multipole.answers.triangle import triangle
from multipole.answers.turning import turning
from multipole.answers.whatif import WhatIf, whatif
from multipole.answers.why import why

__all__ = [
    "Answer",
    "WhatIf",
    "add_question",
    "backtest",
    "bargain",
    "blocs",
    "check",
    "claim_test",
    "claims",
    "closeness",
    "depends",
    "dyad",
    "dyads",
    "events",
    "figures",
    "forecast",
    "ideal_points",
    "issue",
    "judgements",
    "make_questions",
    "measure",
    "measure_list",
    "moved",
    "narratives",
    "next_acts",
    "panel",
    "polarity",
    "quarantine",
    "question",
    "question_scores",
    "questions",
    "records",
    "retold",
    "settle",
    "speakers",
    "status",
    "tellings",
    "term_use",
    "terms",
    "tie",
    "triangle",
    "turning",
    "whatif",
    "why",
    "why_of",
    "withdraw_question",
]
