"""What is asked of a cited record: one file, one question."""
