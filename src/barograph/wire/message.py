"""Bases of requests and answers.

Fields stand in the order of the wire. A field equal to its default is left out, so that absent, null and default are one thing. Requests
refuse unknown fields, which sends them to the lenient reader of the server; answers ignore them, so that newer servers can be read.
"""

from typing import dataclass_transform

import msgspec


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a client sends. Fields without a default are required."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a server sends."""


class Empty(Answer, kw_only=True):
    """`{}`: done, nothing to say."""
