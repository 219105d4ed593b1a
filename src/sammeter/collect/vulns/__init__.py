"""Known weaknesses: records, version ranges, severities, judgements."""
