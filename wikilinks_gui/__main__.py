# SPDX-License-Identifier: MIT
"""The program's entry: ``python -m wikilinks_gui``."""

import sys


def run() -> None:
    """Run the command line and leave with its exit status."""
    try:
        # Imported here, so that Ctrl+C while it loads is an interrupt like any other.
        from wikilinks_gui.cli import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
