"""A store with a few experiments to look around in, made in seconds."""

from barograph.demo.make import Made, make_demo

__all__ = ["Made", "make_demo"]
