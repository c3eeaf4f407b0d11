"""Which of the processes of a job this is, as its launcher says."""

import os
from collections.abc import Mapping

_RANKS = ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK")
"""What torchrun, Slurm, Open MPI, and MPICH or Intel MPI set, in order of precedence."""


def rank_of(environment: Mapping[str, str] = os.environ) -> str:
    """The number of this process among those of its job; empty if no launcher gave one."""
    return next((environment[name] for name in _RANKS if environment.get(name)), "")
