"""How the process of a job says how it ended."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the process that runs one job. Any other, a signal too, means that the job failed."""

    FINISHED = 0
    FAILED = 1
    CANCELLED = 3


CANCEL = b"cancel\n"
"""What an agent writes to a job's process to have it end the run. When the pipe ends without it, the agent is gone, or stops."""
