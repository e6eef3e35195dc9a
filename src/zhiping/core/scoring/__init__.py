"""From an expert's entries to a published total: cards, merging, severity, outliers. Never rounds but at the end."""
