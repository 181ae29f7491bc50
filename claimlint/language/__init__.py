"""Sentences and what is said in them: the only floor that knows spaCy, and it imports it on first need."""
