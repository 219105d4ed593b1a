"""The model, rules, limits and vocabulary as YAML, and their only reader."""

from sammeter.data.pack import Pack, load

__all__ = ["Pack", "load"]
