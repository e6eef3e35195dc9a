"""Editions: a frozen definition, its concrete windows, its register of recommenders, its clock."""
