"""A place in a journal from which it is sent."""

from collections.abc import Callable

from barograph.model import Parcel, Receipt
from barograph.store.wrap.journal.gather import Gatherer
from barograph.store.wrap.journal.record import HEAD

_AT_ONCE = 1024 * 1024
_NO_LIMIT = 2**63


class Reading:
    """Goes through one segment from its start, parcel by parcel. `next` is the number of the record at `offset`."""

    def __init__(self, read: Callable[[int, int], bytes], writer_id: str, first: int) -> None:
        self._read = read
        self._gatherer = Gatherer()
        self._gathered = 0
        self._known = 0
        self._at_most = _NO_LIMIT
        self.writer_id = writer_id
        self.next = first
        self.offset = 0

    def parcel(self, end: int) -> Parcel | None:
        """What comes next and ends before the byte `end`, None if nothing does. It comes again until `advance` passes it."""
        while True:
            skip = max(0, self._known + 1 - self.next)
            found = self._gatherer.gather(self._content(end), skip=skip, at_most=self._at_most)
            self._gathered = found.size
            if found.records > skip:
                last = self.next + found.records - 1
                return Parcel(writer_id=self.writer_id, first=self.next + skip, last=last, runs=found.runs)
            if not found.size:
                return None
            self._pass(found.records)  # only names, or what the server has already

    def advance(self, parcel: Parcel, receipt: Receipt) -> bool:
        """Go on behind what the server has now; False if it lacks records that came before this parcel."""
        if receipt.last < parcel.first:
            return False
        self._known = receipt.last
        if receipt.last >= parcel.last:
            self._pass(parcel.last - self.next + 1)
            self._at_most = _NO_LIMIT
        return True

    def narrow(self, parcel: Parcel) -> bool:
        """Give half of a parcel next; False if it has one record only."""
        self._at_most = (parcel.last - parcel.first + 1) // 2
        return self._at_most > 0

    def _pass(self, records: int) -> None:
        self.offset += self._gathered
        self.next += records
        self._gathered = 0

    def _content(self, end: int) -> bytes:
        available = end - self.offset
        content = self._read(self.offset, min(available, _AT_ONCE))
        if len(content) >= HEAD.size and len(content) < available:
            needed = HEAD.size + HEAD.unpack_from(content)[0]
            if len(content) < needed <= available:
                content = self._read(self.offset, needed)
        return content
