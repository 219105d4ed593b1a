"""Sources to raw facts: one file a collector, and the only code that meets a source."""
