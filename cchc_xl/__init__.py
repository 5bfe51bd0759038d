"""CCHC-XL: periodic administrative-reform reports in Excel: check, consolidate, hand on."""

__version__ = "0.1.0"
