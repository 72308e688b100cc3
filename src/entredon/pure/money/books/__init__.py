"""Books for other programs: a month of a bearer's journal as text for hledger, for beancount, and as a table.

``month`` chooses what belongs to a month and carries balances over; ``hledger``, ``beancount`` and ``sheet`` write it down. Each
file checks itself: it begins with the balances carried over and ends with those that must be reached, to the smallest unit.
"""
