"""Paths that try to leave an artifact root, by POSIX or Windows rules, plain or escaped."""

from itertools import product

PARENTS = [
    "..",
    "..;",
    ".. ",
    "...",
    "‥",
    "．．",
    "%2e%2e",
    "%252e%252e",
    "%25252e%25252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    ".%2e",
    "%2e.",
]
SLASHES = ["/", "\\", "%2f", "%5c", "%252f", "%255c", "／", "%c0%af", "//"]
PREFIXES = ["", "a", "a/b", "./", " "]
TRAVERSALS = [
    f"{prefix}{slash if prefix else ''}{parent}{slash}{tail}"
    for prefix, parent, slash, tail in product(PREFIXES, PARENTS, SLASHES, ["", "etc/passwd"])
]
OUTRIGHT = [
    "/",
    "/etc/passwd",
    "//host/share",
    "///etc",
    "\\\\host\\share\\x",
    "\\etc",
    "C:",
    "C:x",
    "0:x",
    "c:/x",
    "C:\\x",
    "%2fetc",
    "%252fetc",
    "%5cetc",
    "C%3a/x",
    "file:x",
    "file:///etc/passwd",
    "FILE:/x",
    "file%3a/x",
    "http://host/x",
    "s3://bucket/x",
    "a#b",
    "a%23b",
    "a\x00b",
    "a%00b",
    "a%2500b",
    "a\nb",
    "a\x7fb",
    "a\x85b",
    "\ud800",
    "..",
    "a/..",
    "../",
    "a/../b",
    "a\\b",
    "\\\\?\\C:\\x",
    "%" + "25" * 20 + "2e",
    "x" * 3_000,
    "a/" + "é" * 200,
]
