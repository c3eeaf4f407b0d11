"""The one way a check fails."""


class Inconsistent(Exception):
    """A model's numbers contradict each other; the text says which. It never leaves the package: the gate turns it into `DamagedModel`."""
