"""zhiping (质评): a quality association's yearly programmes, from sign-up to a verifiable certificate."""
