"""Founding a commons in the browser: three questions, each on a page of its own, and what is typed is kept all the way.

What are we making, and for whom? Who looks after it? What happens to income? A visitor can answer all three; then she
makes an account, and it is founded. From nothing at once; from a git repository as long work that can be watched.
"""
