"""Other tools' assessments in and out: OWASP's workbook, .samm, sammwise. On bytes; a file is never half understood."""

from sammeter.exchange.types import Filled, Organisation, Remark

__all__ = ["Filled", "Organisation", "Remark"]
