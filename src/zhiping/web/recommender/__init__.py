"""Pages of the recommender audience."""
