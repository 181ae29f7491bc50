"""What tests share: `pytest --update` rewrites the expected texts in tests/snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

SNAPSHOTS = Path(__file__).parent / "snapshots"


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite the expected texts in tests/snapshots")


@pytest.fixture
def snapshot(request):
    """Compare a text with tests/snapshots/<name>; line ends are kept as they are."""

    def compare(name, text):
        path = SNAPSHOTS / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
