"""The same worker with no sandbox around it, for an instructor's own files."""

import sys

from cnncourse.grading.sandbox import box


class Process(box.Sandbox):
    """Answers as a `Sandbox` does, in a plain process that may do all that its user may."""

    def needs(self) -> str:
        """Nothing is needed."""
        return ""

    def command(self) -> list[str]:
        """Return the command of the worker alone."""
        return [sys.executable, "-B", str(box.HERE / "inside.py"), "unsafe"]
