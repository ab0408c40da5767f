"""The command line without training: help, names, exit codes, data, doctor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnncourse import __version__, datasets, zoo
from cnncourse.cli import doctor, main
from cnncourse.experiments import EXPERIMENTS
from cnncourse.installing import requirement

ROOT = Path(__file__).resolve().parents[1]
TORCH, KERAS = map(requirement, ("torch", "keras"))
COMMANDS = ["doctor", "data", "data list", "data fetch", "data verify", "train", "reproduce"]


@pytest.fixture
def run(capsys):
    """Return a function that runs the command and returns (exit code, output, errors)."""

    def call(*words):
        code = main(list(words))
        return code, *capsys.readouterr()

    return call


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """Run in an empty folder, with no data set downloaded."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "data"))
    # Where the course's developers have Debian's package of the set, it would be found.
    monkeypatch.setattr("cnncourse.datasets.fashion_mnist.locate", lambda: None)


def one_line(errors):
    """Return an error's only line, for failures that need no usage."""
    (line,) = errors.strip().splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(run, command):
    code, output, errors = run(*command.split(), "--help")
    assert (code, errors) == (0, "")
    assert output.startswith(f"usage: cnncourse {command}")
    assert max(map(len, output.splitlines())) <= 100


def test_help_names_every_command(run):
    code, output, _ = run("--help")
    assert code == 0
    for word in ("doctor", "data", "train", "reproduce", "--version"):
        assert word in output


def test_help_lists_networks_and_experiments(run):
    _, output, _ = run("train", "--help")
    for letter, network in zoo.SOURCES.items():
        assert f"  {letter} " in output
        assert network.name in output
    assert "lenet-5" in output
    _, output, _ = run("reproduce", "--help")
    for name, one in EXPERIMENTS.items():
        assert f"  {name} " in output
        assert one.data in output
    assert "B-sigmoid is source B as written; B is the same run with logits" in output


def test_version(run):
    assert run("--version") == (0, f"cnncourse {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["trian"], "did you mean 'train'?"),
        (["reprodcue"], "did you mean 'reproduce'?"),
        (["data", "fecth"], "did you mean 'fetch'?"),
        (["data", "fetch", "cifar-10"], "did you mean 'cifar10'?"),
        (["data", "verify", "fashion-mnist-min"], "did you mean 'fashion-mnist-mini'?"),
        (["train", "C-cn", "--framework", "torch"], "did you mean 'C-cnn'?"),
        (["train", "lenet", "--framework", "torch"], "did you mean 'lenet-5'?"),
        (["train", "C-cnn", "--framework", "pytorch"], "did you mean 'torch'?"),
        (["train", "C-cnn", "--framework", "tensorflow"], "did you mean 'keras'?"),
        (["train", "C-cnn", "--framework", "torch", "--data", "fashon"], "'fashion-mnist'?"),
        (["reproduce", "c", "--framework", "keras"], "did you mean 'C-dense' or 'C-cnn' or"),
        (["reproduce", "B-sigmod", "--framework", "keras"], "did you mean 'B-sigmoid'?"),
        (["reproduce", "zebra", "--framework", "keras"], "known: A, B, B-sigmoid, C-dense"),
    ],
)
def test_a_wrong_name_suggests_the_near_one(run, words, hint):
    code, output, errors = run(*words)
    assert (code, output) == (2, "")
    assert hint in errors
    assert errors.startswith("usage: cnncourse")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "required: COMMAND"),
        (["data"], "required: COMMAND"),
        (["train", "C-cnn"], "required: --framework"),
        (["reproduce", "--framework", "torch"], "required: NAME"),
        (["train", "C-cnn", "--framework", "torch", "--epochs", "0"], "at least 1, got '0'"),
        (["train", "C-cnn", "--framework", "torch", "--epochs", "few"], "at least 1, got 'few'"),
        (["train", "C-cnn", "--framework", "torch", "--seed", "-1"], "at least 0, got '-1'"),
        (["train", "C-cnn", "--framework", "torch", "--validation", "1.5"], "between 0 and 1"),
        (["train", "C-cnn", "--framework", "torch", "--no-prog"], "unrecognized arguments"),
        (["train", "C-cnn", "--framework", "torch", "--learning-rate", "0"], "learning_rate must"),
        (["train", "C-cnn", "--framework", "torch", "--learning-rate", "nan"], "learning_rate"),
        (["train", "C-cnn", "--framework", "torch", "--optimizer", "adma"], "adam, adamw"),
        (
            ["train", "C-cnn", "--framework", "torch", "--resume", "--overwrite"],
            "--resume goes on with a run and --overwrite drops it",
        ),
    ],
)
def test_wrong_usage_is_exit_code_2(run, words, message):
    code, output, errors = run(*words)
    assert (code, output) == (2, "")
    assert message in errors
    assert list(Path.cwd().iterdir()) == []  # nothing was begun


def test_a_network_that_does_not_fit_the_data_names_those_that_do(run):
    code, _, errors = run("train", "C-cnn", "--framework", "torch", "--data", "shapes")
    assert code == 2
    assert one_line(errors) == (
        "cnncourse: 'two-conv' takes images of 28×28×1, but those of 'shapes' are 32×32×3; "
        "networks for 'shapes': three-conv, regularized-conv, one-conv, six-conv, small-resnet; "
        "data sets for 'two-conv': fashion-mnist-mini, fashion-mnist"
    )


def test_an_experiment_on_data_that_do_not_fit(run):
    code, _, errors = run("reproduce", "D", "--framework", "keras", "--data", "fashion-mnist-mini")
    assert code == 2
    assert "data sets for 'regularized-conv': cifar10, shapes" in one_line(errors)


@pytest.mark.parametrize("command", ["train", "reproduce"])
@pytest.mark.parametrize(
    ("framework", "missing", "told"),
    [
        (
            "torch",
            "torch",
            f'PyTorch is not installed; run: pip install "{TORCH}"',
        ),
        (
            "keras",
            "keras",
            f'Keras is not installed; run: pip install "{KERAS}"',
        ),
    ],
)
def test_a_missing_framework_names_the_cure(run, monkeypatch, command, framework, missing, told):
    monkeypatch.setitem(sys.modules, missing, None)
    code, output, errors = run(command, "C-dense", "--framework", framework)
    assert (code, output) == (1, "")
    assert one_line(errors) == f"cnncourse: {told}"
    assert list(Path.cwd().iterdir()) == []


def test_keras_without_its_backend_names_the_backend(fake, shell):
    fake("tensorflow", "raise ModuleNotFoundError(\"No module named 'x'\", name='tensorflow')")
    told = shell("train", "C-dense", "--framework", "keras")
    assert told.returncode == 1
    assert one_line(told.stderr) == (
        "cnncourse: TensorFlow is not installed (Keras computes with it); "
        f'run: pip install "{KERAS}"'
    )


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Return a function that puts a module in front of an installed one, in subprocesses."""
    folder = tmp_path / "in-front"

    def write(name, source):
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(source)
        monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{ROOT}")

    return write


@pytest.fixture
def shell(monkeypatch):
    """Return a function that runs the command in a process of its own."""
    if "PYTHONPATH" not in os.environ or str(ROOT) not in os.environ["PYTHONPATH"]:
        monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def call(*words, **options):
        command = [sys.executable, "-m", "cnncourse", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, **options)

    return call


def test_a_broken_framework_is_told_in_one_line(fake, shell):
    fake("torch", "raise OSError('libtorch.so: cannot open shared object file')")
    told = shell("train", "C-dense", "--framework", "torch")
    assert told.returncode == 1
    assert one_line(told.stderr) == (
        "cnncourse: PyTorch is installed but cannot be loaded (libtorch.so: cannot open shared "
        f'object file); run: pip install --force-reinstall "{TORCH}"'
    )


def test_data_list_says_where_each_set_lies(run):
    code, output, errors = run("data", "list")
    assert (code, errors) == (0, "")
    assert "not here yet (170 MB): cnncourse data fetch cifar10" in output
    for info in datasets.available():
        assert f"{info.name}: {info.description}" in output
        assert info.licence in output


def test_data_verify_passes_the_set_inside_the_package(run):
    code, output, _ = run("data", "verify", "Fashion-MNIST-mini")
    assert code == 0
    assert "every file is as it should be" in output


def test_data_verify_fails_on_missing_files(run):
    code, output, _ = run("data", "verify", "cifar10")
    assert code == 1
    assert "missing" in output
    assert "cnncourse data fetch cifar10" in output


def test_data_fetch_of_what_is_here(run):
    assert run("data", "fetch", "shapes") == (0, "shapes: drawn when asked for, no files\n", "")
    code, output, _ = run("data", "fetch", "fashion-mnist-mini")
    assert code == 0
    assert output.startswith("fashion-mnist-mini: complete, in ")


def test_a_data_folder_that_is_a_file_is_one_line(run, tmp_path):
    (tmp_path / "data").write_text("")
    code, _, errors = run("data", "fetch", "cifar10")
    assert code == 1
    assert one_line(errors).startswith("cnncourse: CNNCOURSE_DATA must name a folder")


def test_doctor_reports_and_is_content(run):
    code, output, errors = run("doctor")
    assert (code, errors) == (0, "")
    for word in ("Python", "numpy", "PyTorch", "Keras", "TensorFlow", "float32", "shapes"):
        assert word in output
    assert "cnncourse data fetch cifar10" in output
    assert output.rstrip().endswith("The course can be worked through here.")


def test_doctor_without_one_framework_is_content_and_names_the_cure(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.setattr(doctor, "PROBE", "print('PyTorch as ever')")
    code, output, _ = run("doctor")
    assert code == 0
    assert f'Keras is not installed; run: pip install "{KERAS}"' in output


def test_doctor_without_any_framework_is_not_content(run, monkeypatch):
    for name in ("torch", "keras"):
        monkeypatch.setitem(sys.modules, name, None)
    code, output, _ = run("doctor")
    assert code == 1
    for name in ("torch", "keras"):
        assert f'pip install "{requirement(name)}"' in output
    assert "Not ready" in output


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_doctor_survives_frameworks_that_end_python(fake, shell):
    fake("torch", "import os; os.abort()")
    fake("keras", "raise ValueError('numpy.dtype size changed')")
    told = shell("doctor")
    assert (told.returncode, told.stderr) == (1, "")
    assert "PyTorch is installed but cannot be loaded (it ends Python with SIGABRT)" in told.stdout
    assert "Keras is installed but cannot be loaded (numpy.dtype size changed)" in told.stdout


def test_doctor_survives_a_framework_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(doctor, "SECONDS", 0.2)
    monkeypatch.setattr(doctor, "PROBE", "import time; time.sleep(60)")
    found = doctor._framework("torch")
    assert not found.good
    assert "no answer in 0.2 seconds" in found.text


def test_a_data_folder_that_is_a_file_does_not_stop_doctor(run, tmp_path, monkeypatch):
    (tmp_path / "data").write_text("")
    monkeypatch.setattr(doctor, "PROBE", "print('works')")
    code, output, _ = run("doctor")
    assert code == 0
    assert "CNNCOURSE_DATA must name a folder" in output


@pytest.mark.skipif(os.name == "nt", reason="pipes")
def test_a_reader_that_leaves_gets_no_traceback(shell):
    told = subprocess.run(
        f"{sys.executable} -m cnncourse data list | true",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (told.stdout, told.stderr) == ("", "")


def test_as_a_process(shell):
    told = shell("--version")
    assert (told.returncode, told.stdout) == (0, f"cnncourse {__version__}\n")
    told = shell("train", "C-cnn", "--framework", "torhc")
    assert told.returncode == 2
    assert "did you mean 'torch'?" in told.stderr
