"""Findings and the decisions on them pass in; what was let pass by whom and why, and what still stands, pass out."""
