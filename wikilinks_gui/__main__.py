# SPDX-License-Identifier: MIT
"""The program's entry: ``python -m wikilinks_gui``."""

import sys

from wikilinks_gui.cli import main


def run() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
