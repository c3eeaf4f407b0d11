"""Libraries that Barograph uses if they are installed, and says how to get if not."""

from importlib.util import find_spec

from barograph.errors import NotSupported

_USES = {
    "pandas": "DataFrames need pandas. Install it with: pip install 'barograph[pandas]'",
    "PIL": "Images need Pillow. Install it with: pip install 'barograph[images]'",
    "pyarrow": "Tables in Parquet need pyarrow. Install it with: pip install pyarrow",
}


def need(library: str) -> None:
    """Raise `NotSupported`, telling how to install the library, if it is missing. It is not imported."""
    if find_spec(library) is None:
        raise NotSupported(_USES[library])
