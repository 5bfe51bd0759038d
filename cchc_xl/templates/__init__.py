"""Editions of the form as data, and recognising which edition a table was printed from."""
