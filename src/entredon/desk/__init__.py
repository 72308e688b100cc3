"""The desk: what the pages of all apps share when somebody wants something done.

Who may send a form, saying something in a commons, what waits for an account, letters, and long work. It knows the log,
but none of the apps.
"""
