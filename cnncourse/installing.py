"""A framework that is missing, broken or hidden: what it is, and the command that mends it.

The package is installed from its repository, so that is what every command names; the address
stands in ``pyproject.toml`` alone, and comes from there with the installed package.
"""

# Little is imported here: it must work where a reader's file hides a part of Python.
import importlib
import os
import sys

WRITTEN = {"torch": "PyTorch", "keras": "Keras", "tensorflow": "TensorFlow", "jax": "JAX"}
OWN = ("numpy", "torch", "keras", "tensorflow", "matplotlib", "safetensors", "tqdm", "pooch")
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


class FrameworkError(ImportError):
    """A framework that cannot be used; the message has the command that mends it."""


def requirement(extra: str = "") -> str:
    """Return what to hand to pip for this package, from the repository it came from.

    Examples
    --------
    >>> requirement("torch").startswith("cnncourse[torch] @ git+https://")
    True
    """
    address, branch = _address()
    return f"cnncourse{f'[{extra}]' if extra else ''} @ git+{address}{f'@{branch}' * bool(branch)}"


def command(extra: str = "", *, again: bool = False) -> str:
    """Return the command that installs this package, with a framework or anew."""
    return f'pip install {"--force-reinstall " * again}"{requirement(extra)}"'


def _address():
    """Return the repository's address and branch, of the source if this is it."""
    import importlib.metadata
    import tomllib

    try:
        with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
            project = tomllib.load(file)
        if project["project"]["name"] == "cnncourse":
            return project["project"]["urls"]["Repository"], project["tool"]["cnncourse"]["branch"]
    except (OSError, KeyError, ValueError):
        pass  # an installed package lies alone
    lines = importlib.metadata.metadata("cnncourse").get_all("Project-URL") or []
    urls = dict(line.split(", ", 1) for line in lines)
    return urls["Repository"], ""


def need(name: str):
    """Return a framework's module, or say why it cannot be had.

    Raises
    ------
    FrameworkError
        If it is missing, broken or hidden by a file of the reader's, with the cure.
    """
    try:
        module = importlib.import_module(name)
    # A broken installation may raise anything at all, from a missing library to a wrong ABI.
    except Exception as error:
        raise FrameworkError(explain(name, error)) from error
    if _home(module) in _hiders():
        raise FrameworkError(hidden_by(_home(module)))
    return module


def explain(name: str, error: BaseException) -> str:
    """Return the sentence for a framework whose import failed with an error."""
    if file := hiding(error):
        return hidden_by(file)
    missing = ""
    if isinstance(error, ModuleNotFoundError):
        missing = (error.name or "").partition(".")[0]
    if name == "keras" and _backend() not in ("", "tensorflow"):
        return _other_backend(_backend(), missing, error)
    return absent(name, missing) if missing in WRITTEN else broken(name, error)


def absent(name: str, missing: str) -> str:
    """Return the sentence for a framework, or the backend of one, that is not installed."""
    extra = "torch" if missing == "torch" else "keras"
    reason = "" if missing == name else f" ({WRITTEN[name]} computes with it)"
    return f"{WRITTEN[missing]} is not installed{reason}; run: {command(extra)}"


def broken(name: str, error: BaseException) -> str:
    """Return the sentence for a framework that is installed and cannot be imported."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return (
        f"{WRITTEN[name]} is installed but cannot be loaded ({lines[-1]}); run: "
        f"{command(name, again=True)}"
    )


def _backend():
    """Return what Keras is told to compute with, by the environment or its own file."""
    named = os.environ.get("KERAS_BACKEND")
    if named is not None:
        return named  # as Keras reads it: with a space behind it is another name
    keras = sys.modules.get("keras.src.backend.config")
    return getattr(keras, "_BACKEND", "")


def _other_backend(backend, missing, error):
    """Return the sentence for a backend of Keras that is not TensorFlow and cannot be loaded."""
    if missing:
        reason = f"{WRITTEN.get(missing, missing)} is not installed"
    else:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[-1]
    return (
        f"Keras is told to compute with {backend!r} (by KERAS_BACKEND, or by keras.json in the "
        f"folder .keras of your home), and {reason}; the course uses TensorFlow: set "
        "KERAS_BACKEND=tensorflow before Python starts"
    )


def hiding(error: BaseException) -> str | None:
    """Return the reader's file that an error comes from, if it is taken for another module.

    Python looks in the folder one works in first, so a ``random.py`` there, or a ``keras.py``,
    is what everybody gets who imports that name.
    """
    hiders, told = _hiders(), str(error)
    used = {frame.tb_frame.f_code.co_filename for frame in _frames(error)}
    for hider in hiders:
        if hider in told or used & {hider, os.path.join(hider, "__init__.py")}:
            return hider
    loaded = {_home(module) for module in [*sys.modules.values()]}
    return next((hider for hider in hiders if hider in loaded), None)


def hidden_by(file: str) -> str:
    """Return the sentence for a file of the reader's that Python takes for another module."""
    name = os.path.splitext(os.path.basename(file))[0]
    return (
        f"{file} has the name of the module {name!r} that is needed, and Python finds it first; "
        "rename it, and start Python anew"
    )


def _hiders():
    """Return the reader's files and folders that bear the name of a module needed here."""
    names, found = {*OWN, *sys.stdlib_module_names}, []
    for entry in sys.path[:1] + [entry for entry in sys.path if not entry]:
        folder = os.path.realpath(entry or os.getcwd())
        if folder == ROOT or os.path.dirname(os.path.realpath(os.__file__)) == folder:
            continue
        try:
            files = sorted(os.listdir(folder))
        except OSError:
            continue
        for file in files:
            whole = os.path.join(folder, file)
            module, ending = os.path.splitext(file)
            package = not ending and os.path.isfile(os.path.join(whole, "__init__.py"))
            if module in names and (ending == ".py" or package):
                found.append(whole)
    return found


def _home(module):
    """Return the file of a module, or the folder of a package."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        return None
    file = os.path.realpath(file)
    return os.path.dirname(file) if os.path.basename(file) == "__init__.py" else file


def _frames(error):
    """Yield the traceback entries of an error and of what it arose from."""
    while error is not None:
        trace = error.__traceback__
        while trace is not None:
            yield trace
            trace = trace.tb_next
        error = error.__cause__ or error.__context__


def settle_compilers() -> None:
    """Load PyTorch's compiler before TensorFlow is, where PyTorch is in use and has one.

    An optimizer's first step in PyTorch loads Triton. Triton 3.7 and TensorFlow 2.21 each hold an
    LLVM of their own: loaded in this order they get along, in the other the process ends without a
    word (seen on Linux with the CUDA builds of PyTorch 2.13).
    """
    if "torch" in sys.modules and "tensorflow" not in sys.modules:
        try:
            importlib.import_module("triton")
        except ImportError:
            pass
