"""XML that asks for something outside gets nothing; `tests/benchmarks/hardness.py` tries every way in every place."""

from __future__ import annotations

import socket
import time
from itertools import islice
from pathlib import Path

from tests.hard.markup import attacks, leaked, outside


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    with outside(tmp_path) as there:
        found = [leaked(attack, there) for attack in islice(attacks(there), 0, None, 13)]
    assert len(found) > 30
    assert [each for each in found if each] == []


def test_who_asks_outside_is_noticed(tmp_path: Path) -> None:
    with outside(tmp_path) as there:
        assert there.pipe.read_text() == there.file.read_text()
        port = there.addresses[-1].rpartition(":")[2].partition("/")[0]
        socket.create_connection(("127.0.0.1", int(port))).close()
        time.sleep(0.2)
    assert there.asked == ["the pipe", "the server"]
