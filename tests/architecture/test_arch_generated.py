"""Files that are generated and kept in git are those that the generators would write now."""

from __future__ import annotations

import subprocess
import sys

from repository_files import REPOSITORY


def test_the_api_description_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, "-m", "barograph.server.openapi"], capture_output=True, text=True, check=True)
    kept = (REPOSITORY / "ui" / "openapi.json").read_text()
    assert done.stdout == kept, "ui/openapi.json is not what the server describes: run `make generate`."
