"""The double-entry journal: immutable entries that balance, and books that take them one by one or refuse with a reason.

``accounts`` says what an account is, ``standard`` names those that an association of commons needs; ``entries`` are what is
written down; ``shape`` judges an entry by itself, ``exchange`` two halves of an exchange, ``book`` an entry among all others;
``verify`` checks a whole journal anew. Debits are above zero and credits below: what is there is above, what is owed is below.
"""
