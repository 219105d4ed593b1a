"""Strict, capped, located readers for text from outside: YAML 1.2, JSON, XML, zip. They work on bytes and do no I/O."""

from sammeter.text.limits import Limits
from sammeter.text.node import Node, Scalar
from sammeter.text.plain import decode

__all__ = ["Limits", "Node", "Scalar", "decode"]
