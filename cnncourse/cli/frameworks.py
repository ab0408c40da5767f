"""The two frameworks, loaded only when a command needs one."""

import importlib
import os

from cnncourse.cli.parsing import Failure

WRITTEN = {"torch": "PyTorch", "keras": "Keras", "tensorflow": "TensorFlow"}


def load(name):
    """Return the twin ``in_torch`` or ``in_keras``.

    Raises
    ------
    Failure
        If the framework is missing or broken, with the command that mends it.
    """
    quieten()
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in WRITTEN:
            raise Failure(absent(name, missing)) from error
        raise Failure(broken(name, error)) from error
    # A broken installation may raise anything at all, from a missing library to a wrong ABI.
    except Exception as error:
        raise Failure(broken(name, error)) from error
    return importlib.import_module(f"cnncourse.in_{name}")


def quieten():
    """Set what TensorFlow reads at import: no log, and no more of a card than it uses."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def absent(name, missing):
    """Return the sentence for a framework, or the backend of one, that is not installed."""
    extra = "torch" if missing == "torch" else "keras"
    reason = "" if missing == name else f" ({WRITTEN[name]} computes with it)"
    return f'{WRITTEN[missing]} is not installed{reason}; run: pip install "cnncourse[{extra}]"'


def broken(name, error):
    """Return the sentence for a framework that is installed and cannot be imported."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return (
        f"{WRITTEN[name]} is installed but cannot be loaded ({lines[-1]}); run: "
        f'pip install --force-reinstall "cnncourse[{name}]"'
    )
