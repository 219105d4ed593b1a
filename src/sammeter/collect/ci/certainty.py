"""Claims that may be not known (None), put together."""


def together(*claims: bool | None) -> bool | None:
    """Return False if one claim is false, else None if one is not known, else True."""
    return False if False in claims else None if None in claims else True
