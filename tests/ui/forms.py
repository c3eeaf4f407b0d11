"""The forms that pages are looked at in: themes and sizes of the window.

The gate takes each theme and each size once. With `SCREENSHOTS=1` in the environment, tests take all four forms and keep a picture of each
in `tests/screenshots/`.
"""

from __future__ import annotations

import os

import pytest

SIZES = {"large": (1500, 950), "small": (1100, 700)}
WITH_PICTURES = os.environ.get("SCREENSHOTS", "") not in ("", "0")
_FORMS = [("large", "light"), ("small", "dark"), ("large", "dark"), ("small", "light")]

in_every_form = pytest.mark.parametrize(("size", "theme"), _FORMS if WITH_PICTURES else _FORMS[:2])
