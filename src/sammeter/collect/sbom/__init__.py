"""Bills of materials in one shape, whatever format they were written in."""
