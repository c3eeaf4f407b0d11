"""The one gate of deserialisation: whatever turns stored bytes into objects or runs stored code passes here.

Without anybody vouching, only skops files of reviewed types with sound contents pass. Pickles and Python code pass if
`settings.ALLOW_PICKLE` is on, or if this user has vouched for exactly these bytes by saving them or with `barograph.models.trust`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import util as importlib_util
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from barograph import settings
from barograph.errors import DamagedModel, InvalidValue, UntrustedModel
from barograph.packaging.foreign_names import ForeignUnpickler
from barograph.packaging.skops_file import SkopsFile
from barograph.packaging.trust import is_remembered, seal


class Gate:
    """The gate of one model directory. `sealed` are the files and directories that loading executes or builds from, `facts` how."""

    def __init__(self, directory: Path, sealed: Iterable[str], facts: str, *, vouched: bool = False) -> None:
        self.directory = directory
        self.sealed = sorted({_inside(directory, name) for name in sealed if name})
        self.facts = facts
        self._vouched = vouched

    def seal(self) -> str:
        """What a user vouches for."""
        return seal(self.directory, self.sealed, self.facts)

    def is_vouched(self) -> bool:
        """Whether code in these files may run."""
        if not self._vouched:
            self._vouched = settings.ALLOW_PICKLE.get() or is_remembered(self.seal())
        return self._vouched

    def require_vouched(self, what: str) -> None:
        """Raise `UntrustedModel`, saying what would run and what to do, unless vouched for."""
        if not self.is_vouched():
            raise UntrustedModel(
                f"Loading this model would run code: {what}. You did not save it on this machine, so it was not loaded. If you know where"
                " it comes from, vouch for exactly these bytes with barograph.models.trust(model_uri) and load it again. To load code from"
                f" anywhere, set {settings.ALLOW_PICKLE.name}=true. Models saved with skops load without either."
            )

    def read_skops(self, name: str, extra: Sequence[str] = ()) -> Any:
        """The object in a skops file. Untrusted types pass if vouched for; contents are checked in any case."""
        file = SkopsFile(self._bytes(name), name)
        untrusted = file.untrusted_types(extra)
        if untrusted and self.is_vouched():
            return file.load((*extra, *untrusted))
        return file.load(extra)

    def read_pickle(self, name: str, decompress: Callable[[bytes], bytes] | None = None) -> Any:
        """The object in a pickle, with MLflow's names for our classes understood."""
        self.require_vouched(f"{name} is a pickle")
        content = self._bytes(name)
        try:
            return ForeignUnpickler(decompress(content) if decompress else content).load()
        except (EOFError, IndexError, KeyError, UnicodeDecodeError, ValueError) as problem:
            raise DamagedModel(name, f"{type(problem).__name__}: {problem}") from problem

    def add_code_path(self, name: str) -> None:
        """Make modules in a directory of the model importable."""
        self.require_vouched(f"{name}/ holds Python modules")
        place = str((self.directory / name).resolve())
        if place not in sys.path:
            sys.path.insert(0, place)

    def run_script(self, name: str) -> ModuleType:
        """Run a model's script as a module of its own and return it."""
        self.require_vouched(f"{name} is a Python script")
        path = self.directory / name
        spec = importlib_util.spec_from_file_location(f"barograph_model_{uuid4().hex}", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise DamagedModel(name, "the script is missing")
        module = importlib_util.module_from_spec(spec)
        sys.modules[module.__name__] = module
        spec.loader.exec_module(module)
        return module

    def path_of(self, name: str) -> str:
        """Absolute path of a file of the model; one that leaves its directory raises `InvalidValue`."""
        return str((self.directory / _inside(self.directory, name)).resolve())

    def _bytes(self, name: str) -> bytes:
        path = self.directory / _inside(self.directory, name)
        try:
            return path.read_bytes()
        except (FileNotFoundError, IsADirectoryError) as problem:
            raise DamagedModel(name, "the file is missing") from problem


def _inside(directory: Path, name: str) -> str:
    """`name` if it stays inside the model's directory once links are followed, or raise: an MLmodel file is not trusted."""
    root = directory.resolve()
    if not isinstance(name, str) or not (root / name).resolve().is_relative_to(root):
        raise InvalidValue(f"The model names the file {name!r}, which is not inside its directory.")
    return name
