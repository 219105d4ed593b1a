"""sammeter measures software assurance maturity: OWASP SAMM decided from what can be seen."""

__version__ = "0.1.0"
