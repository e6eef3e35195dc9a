"""A programme-year as data: typed schema, loader with exact fault places, stage graph, form model."""
