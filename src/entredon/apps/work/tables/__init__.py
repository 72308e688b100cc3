"""Bringing in tables: a file is looked through, what is wrong with it is named, and the good rows are taken."""
