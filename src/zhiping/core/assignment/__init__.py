"""Who reviews what: the exact best assignment under conflicts and loads, and the smallest change where it falls short.

`request` says what is wanted, `solve` finds it, `explain` says what is missing and what would help.
"""
