"""The project's texts speak of the project alone, and its modules stay small and named after nouns."""

from __future__ import annotations

import re

import pytest

from repository_files import REPOSITORY, project_files, texts

FORBIDDEN = {
    "an unfinished place": r"\b(TODO|FIXME|XXX|HACK)\b",
    "a path of one machine": r"(?<![\w.])/(work/(main|shared|peers)|root/|opt/pypi|opt/wheels)",
    "an address of a package registry": r"registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org/simple",
}
EXEMPT = {REPOSITORY / "tests" / "architecture" / "test_arch_prose.py"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_text_contains(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:100]}"
        for path, text in texts().items()
        if path not in EXEMPT
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_module_is_named_after_a_drawer() -> None:
    assert not [path for path in project_files() if VAGUE & {part.partition(".")[0] for part in path.relative_to(REPOSITORY).parts}]


def test_no_module_is_longer_than_400_lines() -> None:
    generated = {"schema.d.ts"}
    sources = {path: text for path, text in texts(".py", ".ts", ".tsx").items() if path.name not in generated}
    long = {str(path.relative_to(REPOSITORY)): text.count("\n") for path, text in sources.items() if text.count("\n") > 400}
    assert not long


def test_what_is_silenced_has_its_reason_beside_it() -> None:
    """On the same line, or on the line above where several lines in a row are silenced for one reason."""
    silenced = re.compile(r"(# type: ignore|# noqa|@ts-ignore|@ts-expect-error|biome-ignore)")
    bare = re.compile(
        r"(# type: ignore(\[[a-z, -]+\])?|# noqa(: [A-Z]+\d+(, [A-Z]+\d+)*)?|@ts-ignore|@ts-expect-error|biome-ignore [\w/]+:)\s*$"
    )
    found = []
    for path, text in texts(".py", ".ts", ".tsx").items():
        explained = False
        for number, line in enumerate(text.splitlines(), start=1):
            explained = bool(silenced.search(line)) and (explained or not bare.search(line))
            if bare.search(line) and not explained:
                found.append(f"{path.relative_to(REPOSITORY)}:{number}")
    assert not found, "\n".join(found)
