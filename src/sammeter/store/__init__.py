"""What is kept between runs."""

from sammeter.store.cache import FactCache, open_cache

__all__ = ["FactCache", "open_cache"]
