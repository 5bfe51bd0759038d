"""CCHC-XL: periodic administrative-reform reports in Excel: check, consolidate, hand on."""
