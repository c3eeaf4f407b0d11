"""Projects: packaged code that runs in its own environment, tracked, and runs again."""

from barograph.lazy import lazy_names

_SOURCES = {
    "barograph.projects.reproduction.reproducing": ("Reproduction", "reproduce"),
    "barograph.projects.start": ("run",),
    "barograph.projects.submitted": ("SubmittedRun",),
    "barograph.projects.sweeps.outcome": ("SweepResult",),
    "barograph.projects.sweeps.sweep": ("sweep",),
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES)
