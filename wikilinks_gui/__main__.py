# SPDX-License-Identifier: MIT
"""The program's entry: ``python -m wikilinks_gui``."""

import sys


def run() -> None:
    """Run a command, or open the window, and leave with the exit status."""
    try:
        # Imported here, so that Ctrl+C while it loads is an interrupt like any other.
        from wikilinks_gui.cli.main import COMMANDS, main, read_arguments

        arguments = sys.argv[1:]
        if arguments and arguments[0] in COMMANDS:
            sys.exit(main(arguments))
        args = read_arguments(arguments)
        from wikilinks_gui.system.prerequisites import why_no_window

        if reason := why_no_window():
            sys.exit(reason)
        from wikilinks_gui.system.interrupts import uninterrupted

        with uninterrupted():
            from wikilinks_gui.app import run_window  # Qt is for the window alone

        sys.exit(run_window(args))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
