"""Workbooks: where cells lie, how files come in, how workbooks are built and results written."""
