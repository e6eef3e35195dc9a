"""Views of the recommending unit, one module a page."""
