"""Barograph: track, compare, package and register machine-learning models."""

from barograph.version import __version__

__all__ = ["__version__"]
