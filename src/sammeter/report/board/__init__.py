"""The board's report: one neutral view of an assessment, and each format made of that view alone."""
