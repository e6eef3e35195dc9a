"""Read what recommenders have handed in and said, and the ways past them."""

from zhiping.recommendation.queries.opinions import (
    Compared,
    Meter,
    cases_sent_to,
    comparison,
    facts_for_case,
    file_of,
    get_recommender,
    get_registered,
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
from zhiping.recommendation.queries.statistics import figures_a_year_before, figures_of
from zhiping.recommendation.queries.ways import cases_to_confirm, reasons_against_way, way_of

__all__ = [
    "Compared",
    "Meter",
    "cases_sent_to",
    "cases_to_confirm",
    "comparison",
    "facts_for_case",
    "figures_a_year_before",
    "figures_of",
    "file_of",
    "get_recommender",
    "get_registered",
    "meters",
    "missing_preconditions",
    "preconditions_of",
    "reasons_against_way",
    "recommended_by",
    "recommenders_of",
    "recommending_window",
    "seal_rule",
    "standing",
    "waiting_for",
    "way_of",
]
