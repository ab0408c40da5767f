"""``python -m cnncourse`` is the command ``cnncourse``."""

import sys


def _main():
    """Return the command's `main`, or say which file of the reader's stands in its way."""
    try:
        from cnncourse.cli import main
    except Exception as error:
        from cnncourse.installing import hidden_by, hiding

        if file := hiding(error):
            sys.exit(f"cnncourse: {hidden_by(file)}")
        raise
    return main


if __name__ == "__main__":
    sys.exit(_main()())
