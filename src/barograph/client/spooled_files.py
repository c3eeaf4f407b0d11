"""Uploads of files that were kept beside a journal while their server could not be reached."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from barograph.artifacts.opening import open_artifacts
from barograph.artifacts.transfer import upload_file
from barograph.errors import BarographError
from barograph.store.remote import RemoteStore
from barograph.store.wrap.journal.delivery import Delivery
from barograph.store.wrap.journal.spool import Spooled, spooled


class Uploaded(msgspec.Struct, frozen=True):
    """What became of a directory of files. It is removed if `error` is empty."""

    directory: Path
    url: str
    files: int
    error: str = ""


def upload_spooled(directory: Path, store_of: Callable[[str], RemoteStore | None]) -> Iterator[Uploaded]:
    """Upload files beside the journals in a directory to the runs they belong to, at the servers that `store_of` gives for a URL.

    Those whose journal is not sent wait for it. A file that is uploaded is removed, so an upload that is broken off goes on later.
    """
    for found in spooled(directory):
        store = None if found.has_journal else store_of(found.url)
        if store is not None:
            yield _upload(found, store)


def _upload(found: Spooled, store: RemoteStore) -> Uploaded:
    delivery, places, count = Delivery(store), {}, 0
    try:
        for run_id, path, file in found.files():
            if run_id not in places:
                uri = store.get_run(delivery.run_id(run_id)).info.artifact_uri
                places[run_id] = open_artifacts(uri, tracking_uri=store.tracking_uri, authenticated=store.authenticated)
            upload_file(places[run_id], file, path)
            file.unlink()
            count += 1
    except (BarographError, OSError) as error:
        return Uploaded(found.directory, found.url, count, str(error))
    found.remove()
    return Uploaded(found.directory, found.url, count)
