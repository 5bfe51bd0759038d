"""The sheets of a consolidated workbook: what each unit gave, who sent what, what goes back.

Every sheet has two halves. Its *block* is a pure function from `Merged` to rows of cells from A1
on, so that a click can lay it into an open workbook. Its *shell* is everything else: widths,
formats by column, colours by condition, validation, page setup. The shells lie hidden in every
workbook with macros, blank.
"""
