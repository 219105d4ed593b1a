"""An assessment to bytes: one format a module, one table of formats."""
