"""A process that may do nothing but compute: bubblewrap, limits, and a watch from outside.

`Sandbox` starts one for one student; `probe` proves on this machine that it holds.
"""

from cnncourse.grading.sandbox import plain, probe, unsafe
from cnncourse.grading.sandbox.box import Limits, Sandbox, SandboxError, unavailable

__all__ = ["Limits", "Sandbox", "SandboxError", "plain", "probe", "unavailable", "unsafe"]
