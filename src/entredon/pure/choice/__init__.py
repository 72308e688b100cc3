"""Deciding together: charters as data, rolls of who may vote, and the ways of counting, each by its name and version."""
