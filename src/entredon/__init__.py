"""Entredon: the server a community installs to run its commons."""

__version__ = "0.1.0"
