"""Reads manifests as they lie in the tree; nothing is rendered, fetched or applied."""
