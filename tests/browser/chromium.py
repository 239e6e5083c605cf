"""A real Chromium, spoken to in its own DevTools protocol over a pair of pipes: nothing but what Python has is needed.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 60  # seconds
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


def program() -> str:
    """Where Chromium is installed; empty where it is not."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


class Tab:
    """A tab of the browser, and what it had to say since its page was opened."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser, self._session, self._address = browser, session, ""
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol, and its result."""
        return self._browser.call(method, self._session, **parameters)

    def open(self, page: Path, width: int = 1280) -> None:
        """The page, loaded, in a window of that width in CSS pixels."""
        self._address = page.as_uri()
        self._browser.heard.clear()
        self.resize(width)
        self.call("Page.navigate", url=self._address)
        self._browser.wait("Page.loadEventFired")

    @property
    def errors(self) -> list[str]:
        """Errors and warnings of scripts, of the console and of the browser itself."""
        return [text for event in self._heard() if (text := _wrong(event["method"], event["params"]))]

    @property
    def requests(self) -> list[str]:
        """What was asked for beside the page itself."""
        sent = [each["params"] for each in self._heard() if each["method"] == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in sent if each["request"]["url"] != self._address]

    def resize(self, width: int, height: int = 900) -> None:
        """The window in CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            details = done["exceptionDetails"]
            raise AssertionError(details.get("exception", {}).get("description") or details["text"])
        return done["result"].get("value")

    def _heard(self) -> list[dict[str, Any]]:
        self.call("Page.getNavigationHistory")  # what was said before its answer is heard by then
        return [each for each in self._browser.heard if each.get("sessionId") == self._session]


def _wrong(method: str, told: dict[str, Any]) -> str:
    if method == "Runtime.exceptionThrown":
        return json.dumps(told["exceptionDetails"])
    if method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
        return json.dumps(told["args"])
    if method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
        return str(told["entry"]["text"])
    return ""


class Chromium:
    """A browser of its own, without a window and without a profile. `heard`: the events since the page was opened."""

    def __init__(self, path: str, folder: Path) -> None:
        ours, theirs = os.pipe(), os.pipe()
        # The browser reads from descriptor 3 and writes to 4; ours must stand above both.
        read, write = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (ours[0], theirs[1]))
        os.close(ours[0])
        os.close(theirs[1])
        self._write, self._read = ours[1], theirs[0]
        plumbed = f'exec "$0" "$@" 3<&{read} 4>&{write}'
        command = ["bash", "-c", plumbed, path, *_FLAGS, f"--user-data-dir={folder}", "about:blank"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, pass_fds=(read, write), start_new_session=True, **quiet)  # type: ignore[call-overload]
        os.close(read)
        os.close(write)
        self._number, self._rest = 0, b""
        self.heard: list[dict[str, Any]] = []

    def tab(self) -> Tab:
        """A new tab."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        return Tab(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def call(self, method: str, session: str = "", /, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol, and its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        for answer in self._messages():
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])
        raise AssertionError(f"no answer to {method}")

    def wait(self, event: str) -> None:
        """Until the event has come."""
        if not any(each["method"] == event for each in self.heard):
            next(each for each in self._messages() if each.get("method") == event)

    def close(self) -> None:
        """Ends the browser and all its processes."""
        os.close(self._write)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._read)

    def _messages(self) -> Iterator[dict[str, Any]]:
        until = time.monotonic() + _PATIENCE
        while True:
            while b"\0" not in self._rest:
                ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
                got = os.read(self._read, 1 << 20) if ready else b""
                assert got, "Chromium has ended, or does not answer"
                self._rest += got
            line, _, self._rest = self._rest.partition(b"\0")
            message: dict[str, Any] = json.loads(line)
            if "method" in message:
                self.heard.append(message)
            yield message


@contextmanager
def chromium(path: str, folder: Path) -> Iterator[Chromium]:
    """A browser that ends with the block."""
    browser = Chromium(path, folder)
    try:
        yield browser
    finally:
        browser.close()
