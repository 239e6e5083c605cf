"""The `survey` command as it is started: Ctrl-C ends it quietly while it still loads, too."""

from __future__ import annotations

import sys

STOPPED = 130  # as a shell says it of a program that Ctrl-C ended


def main() -> None:
    """Loads the commands and runs the one that was asked for."""
    try:
        from pipelines.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
