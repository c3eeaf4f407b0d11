"""What kind of front end runs this code."""

import os
import sys
from pathlib import Path
from typing import Any


def shell() -> Any | None:
    """The IPython shell of this process, None in plain Python. IPython is never imported for it."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def in_notebook() -> bool:
    """Whether a notebook kernel runs this code."""
    running = shell()
    return running is not None and getattr(running, "kernel", None) is not None


def in_colab() -> bool:
    """Whether the kernel is Colab's."""
    return in_notebook() and "google.colab" in sys.modules


def in_vscode() -> bool:
    """Whether the notebook is one of Visual Studio Code."""
    running = shell()
    return "VSCODE_PID" in os.environ or "__vsc_ipynb_file__" in (getattr(running, "user_ns", None) or {})


def cell() -> int | None:
    """The number of the cell that runs, as IPython counts them; None in plain Python."""
    number = getattr(shell(), "execution_count", None)
    return number if isinstance(number, int) else None


def cell_error() -> BaseException | None:
    """What the last cell that ended was ended by; None if it came to its end, or in plain Python."""
    result = getattr(shell(), "last_execution_result", None)
    error = getattr(result, "error_in_exec", None)
    return error if isinstance(error, BaseException) else None


def notebook_path() -> str | None:
    """The notebook's file as the front end tells it, None if it does not."""
    running = shell()
    told = (getattr(running, "user_ns", None) or {}).get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    # Jupyter gives a console without a file an id for a name.
    return str(told) if told and Path(str(told)).suffix == ".ipynb" else None


def is_interactive() -> bool:
    """Whether a person types here: errors are seen and work goes on after them."""
    return shell() is not None or hasattr(sys, "ps1") or bool(sys.flags.interactive)
