"""Installs, updates, rolls back, removes and tests CCHC-XL for one user of a Windows PC.

Runs in the Python of the bundle, needs no administrator and no network. Several versions lie side
by side; one small file says which is used, so an update that fails changes nothing. Everything a
user reads says what was done or what to do next. Only the standard library is needed for that: a
bundle whose libraries do not load must still explain itself.
"""
