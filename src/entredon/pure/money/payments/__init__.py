"""Paying out by file: a batch of credit transfers as pain.001 for the bank, and what the bank says of it (pain.002).

Whoever pays twice because a file was written twice has lost trust for good, so the same batch is always the same bytes: identifiers
are hashes or given, nothing is read from a clock or from chance. Only the bank's own statement says that money has moved.
"""
