"""A roadmap as text, JSON, workbook, table, Markdown, calendar, score file: one format a file, one table of formats."""
