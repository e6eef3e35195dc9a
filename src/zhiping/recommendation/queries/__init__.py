"""Read what recommenders have handed in and said, and the ways past them."""

from zhiping.recommendation.queries.opinions import (
    Compared,
    Meter,
    cases_sent_to,
    comparison,
    facts_for_case,
    file_of,
    get_recommender,
    meters,
    missing_preconditions,
    preconditions_of,
    recommended_by,
    recommenders_of,
    recommending_window,
    seal_rule,
    standing,
    waiting_for,
)
from zhiping.recommendation.queries.ways import cases_to_confirm, reasons_against_going_direct, way_of

__all__ = [
    "Compared",
    "Meter",
    "cases_sent_to",
    "cases_to_confirm",
    "comparison",
    "facts_for_case",
    "file_of",
    "get_recommender",
    "meters",
    "missing_preconditions",
    "preconditions_of",
    "reasons_against_going_direct",
    "recommended_by",
    "recommenders_of",
    "recommending_window",
    "seal_rule",
    "standing",
    "waiting_for",
    "way_of",
]
