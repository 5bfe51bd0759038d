"""Word documents: appendices in and out, the narrative and what it says of the appendix."""
