"""What a git history says about who did what: read, told in rows, and gathered per version and person.

``git@1`` is the name of all of it together: kinds by path, trailers, bots, measures, versions and their weights. Entries
refer to it; when one of these changes, it changes as ``git@2``.
"""

IMPORTER = "git@1"
