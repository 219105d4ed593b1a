"""The whole exception tree of sammeter.

::

    SammeterError            message, where, hint
    +-- DataError            a model, rule, check or configuration file is wrong
    +-- SourceError          the outside world is unreachable or unreadable
    +-- NotFoundError        the thing asked for does not exist
    +-- ConflictError        somebody changed it first
    +-- ForbiddenError       not allowed

Exit codes and HTTP statuses are not here: each edge holds its own table.
Wrong data from outside is a value with a place (a Gap); wrong use is one of these exceptions.
"""


class SammeterError(Exception):
    """An expected failure: what is wrong, where it is, and what to do next."""

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Read as ``where: message``."""
        return f"{self.where}: {self.message}" if self.where else self.message


class DataError(SammeterError):
    """A model, rule, check or configuration file is wrong; `mistakes` lists all of them."""

    def __init__(
        self, message: str, *, where: str = "", hint: str = "", mistakes: tuple["DataError", ...] = ()
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.mistakes = mistakes


class SourceError(SammeterError):
    """A place in the outside world cannot be reached or read; `reason` is the word that its Gap carries."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", reason: str = "unreadable") -> None:
        super().__init__(message, where=where, hint=hint)
        self.reason = reason


class NotFoundError(SammeterError):
    """The thing that was asked for does not exist."""


class ConflictError(SammeterError):
    """Somebody changed it first."""


class ForbiddenError(SammeterError):
    """The caller is not allowed to do this."""
