"""Lexicon and market files → rules, markets and evidence standards: everything that is data."""
