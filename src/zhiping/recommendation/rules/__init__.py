"""Pure rules of the recommending unit, one module a thing it hands in."""

from zhiping.recommendation.rules.opinions import Place, check_opinion, check_places, check_points, completed, moved

__all__ = ["Place", "check_opinion", "check_places", "check_points", "completed", "moved"]
