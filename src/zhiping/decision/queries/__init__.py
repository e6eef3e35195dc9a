"""Read the decision: proposals, lists, notices, publications, certificates, what waits."""

from zhiping.decision.queries.case import facts_for_case
from zhiping.decision.queries.waiting import waiting_for

__all__ = ["facts_for_case", "waiting_for"]
