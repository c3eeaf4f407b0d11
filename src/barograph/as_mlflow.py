"""Makes `import mlflow` mean Barograph, so that code written for MLflow runs unedited.

Three ways in: `python -m barograph.as_mlflow script.py [arguments]` (or `-m module`), `%load_ext barograph.as_mlflow` in a notebook, and
`barograph.as_mlflow.install()` before the first `import mlflow`. It holds for the process, also when the real MLflow is installed.
"""

import builtins
import importlib
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any

from barograph.errors import BadRequest

_ALIASES = {
    "mlflow.entities.dataset_input": "barograph.entities.dataset",
    "mlflow.entities.experiment_tag": "barograph.entities.tag",
    "mlflow.entities.input_tag": "barograph.entities.tag",
    "mlflow.entities.param": "barograph.entities.tag",
    "mlflow.entities.run_inputs": "barograph.entities.run_data",
    "mlflow.entities.run_outputs": "barograph.entities.run_data",
    "mlflow.entities.run_tag": "barograph.entities.tag",
    "mlflow.projects.submitted_run": "barograph.projects.submitted",
    "mlflow.pyfunc.model": "barograph.pyfunc",
    "mlflow.store": "barograph.store",
    "mlflow.store.entities": "barograph.client.paging",
    "mlflow.store.entities.paged_list": "barograph.client.paging",
    "mlflow.tracking.fluent": "barograph",
}
"""Modules of MLflow whose names are elsewhere in Barograph."""

_OFFERED = frozenset(
    {"artifacts", "client", "data", "entities", "exceptions", "models", "projects", "pyfunc", "sklearn", "tracking", "types", "version"}
)


class _SameModule(Loader):
    """Gives the name of an MLflow module to the Barograph module itself."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._own_spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:  # noqa: ARG002  # the import system's signature
        module = importlib.import_module(self._target)
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has just put the alias's spec on the module.
        module.__spec__ = self._own_spec


class _Finder(MetaPathFinder):
    """Finds everything below `mlflow` in Barograph, before any other finder is asked."""

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002  # the import system's signature
        if fullname.partition(".")[0] != "mlflow":
            return None
        counterpart = _ALIASES.get(fullname, f"barograph{fullname.removeprefix('mlflow')}")
        parts = fullname.split(".")
        if fullname in _ALIASES or len(parts) == 1 or (parts[1] in _OFFERED and _exists(counterpart)):
            spec = ModuleSpec(fullname, _SameModule(counterpart), is_package=True)
            spec.submodule_search_locations = []
            return spec
        raise ModuleNotFoundError(
            f"No module named {fullname!r}: `mlflow` means Barograph here, which does not offer this part of MLflow yet.", name=fullname
        )


_FINDER = _Finder()


def install() -> None:
    """From now on `import mlflow` gives Barograph; again is allowed. If the real MLflow was imported before, BAD_REQUEST is raised."""
    import barograph

    if _FINDER in sys.meta_path:
        return
    if sys.modules.get("mlflow", barograph) is not barograph:
        raise BadRequest("The real mlflow is imported already. Call barograph.as_mlflow.install() before the first `import mlflow`.")
    sys.meta_path.insert(0, _FINDER)


def uninstall() -> None:
    """From now on `import mlflow` gives what is installed. Names imported before stay what they are."""
    if _FINDER in sys.meta_path:
        sys.meta_path.remove(_FINDER)
    for name in [name for name in sys.modules if name.partition(".")[0] == "mlflow"]:
        del sys.modules[name]


def load_ipython_extension(ipython: Any) -> None:  # noqa: ARG001  # IPython passes its shell
    """Install; called by `%load_ext barograph.as_mlflow`."""
    install()


def unload_ipython_extension(ipython: Any) -> None:  # noqa: ARG001  # IPython passes its shell
    """Uninstall; called by `%unload_ext barograph.as_mlflow`."""
    uninstall()


def main(arguments: Sequence[str]) -> None:
    """Run a script, or with `-m` a module, as the main program with the rest of the arguments."""
    install()
    if len(arguments) >= 2 and arguments[0] == "-m":
        import runpy

        sys.argv = list(arguments[1:])
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return
    if not arguments or arguments[0].startswith("-"):
        sys.exit("usage: python -m barograph.as_mlflow SCRIPT [ARGUMENTS]\n       python -m barograph.as_mlflow -m MODULE [ARGUMENTS]")
    _run_script(arguments[0], list(arguments))


def _run_script(script: str, arguments: list[str]) -> None:
    try:
        source = Path(script).read_bytes()
    except OSError as error:
        sys.exit(f"Cannot run {script}: {error.strerror}")
    sys.argv = arguments
    sys.path[0] = str(Path(script).resolve().parent)
    program = ModuleType("__main__")
    program.__dict__.update(__file__=script, __builtins__=builtins)
    sys.modules["__main__"] = program
    _hide_own_frames(script)
    exec(_compiled(source, script), program.__dict__)  # noqa: S102  # running the user's script is what was asked for


def _compiled(source: bytes, script: str) -> CodeType:
    return compile(source, script, "exec", dont_inherit=True)


def _hide_own_frames(script: str) -> None:
    """Let the traceback of an uncaught exception begin in the script, as if Python had been given it."""
    report = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        begin = traceback
        while begin is not None and begin.tb_frame.f_code.co_filename != script:
            begin = begin.tb_next
        if begin is None and isinstance(error, SyntaxError):
            error = error.with_traceback(None)
        report(kind, error.with_traceback(begin) if begin else error, begin)

    sys.excepthook = hook


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    # Run with -m this file is a second copy of the module; only the importable one may be installed.
    from barograph.as_mlflow import main as run

    run(sys.argv[1:])
