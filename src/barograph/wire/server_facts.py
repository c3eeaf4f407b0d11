"""What a server says of itself to the people who use it: Barograph's own route."""

from barograph.wire.message import Answer, Request


class GetServerFacts(Request, kw_only=True):
    """GET server: what runs here, on what, and within which limits. No paths, no names of machines, no credentials."""


class DatabaseFacts(Answer, kw_only=True):
    """The database. Without a size the data are in memory."""

    kind: str
    version: str | None = None
    schema_version: str | None = None
    size_bytes: int | None = None


class ArtifactFacts(Answer, kw_only=True):
    """A place of files. `kind` is the scheme of its location; `bucket` is there for object stores alone."""

    kind: str
    bucket: str | None = None
    proxied: bool = False


class Limit(Answer, kw_only=True):
    """The most there may be of something."""

    what: str
    most: int


class AccessFacts(Answer, kw_only=True):
    """Who gets in. `framing` is who may frame pages: SAMEORIGIN, DENY or NONE, which is anyone."""

    users: bool = False
    checks_hosts: bool = False
    checks_origins: bool = False
    further_hosts: int = 0
    further_origins: int = 0
    framing: str


class ServerFacts(Answer, kw_only=True):
    """A server. `new_artifacts` is where experiments made from now on keep their files; `started_ms` is of the process that answered."""

    version: str
    protocol_version: str
    python_version: str
    started_ms: int
    processes: int
    threads: int
    database: DatabaseFacts
    served_artifacts: ArtifactFacts | None = None
    new_artifacts: ArtifactFacts
    access: AccessFacts
    limits: tuple[Limit, ...] = ()
