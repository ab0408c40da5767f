"""``cnncourse release`` and ``cnncourse grade``: an assignment handed out, and what came back."""

import contextlib
from pathlib import Path

from cnncourse.cli import parsing
from cnncourse.cli.parsing import Failure, UsageError

SECRET = Path(".cnncourse-secret")


def add(commands):
    """Describe the commands' arguments."""
    releaser = commands.add_parser(
        "release",
        help="make the students' notebooks of an assignment",
        description="Make the students', the solution and the instructor's notebooks.",
    )
    releaser.add_argument("master", type=Path, help="the master notebook, with a YAML beside it")
    releaser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write")
    releaser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="a line for each student: each then has numbers of their own",
    )
    _add_secret(releaser)
    releaser.set_defaults(run=release, parser=releaser)
    grader = commands.add_parser(
        "grade",
        help="grade a folder of submissions in sandboxes",
        description="Grade each submission in a sandbox; what is graded is not graded twice.",
    )
    option = grader.add_argument
    option("assignment", type=Path, help="the master notebook")
    option("submissions", type=Path, help="a folder of STUDENT.ipynb or STUDENT/*.ipynb")
    option("--out", type=Path, required=True, metavar="DIR", help="gradebook, feedback, reports")
    option("--roster", type=Path, metavar="CSV", help="as at the release")
    option("--times", type=Path, metavar="CSV", help="student,submitted; else the files' own times")
    option("--jobs", type=parsing.count(1), default=1, metavar="N", help="so many at once")
    option("--dask", metavar="ADDRESS", help="grade on the workers of a Dask scheduler")
    option("--student", action="append", metavar="S", help="grade this one again")
    option("--question", action="append", metavar="Q", help="grade this question again")
    option("--again", action="store_true", help="grade all again")
    option("--no-progress", action="store_true", help="show no bar")
    option(
        "--unsafe",
        action="store_true",
        help="without a sandbox: for files of your own, and the gradebook says so",
    )
    _add_secret(grader)
    grader.set_defaults(run=grade, parser=grader)


def _add_secret(parser):
    parser.add_argument(
        "--secret",
        type=Path,
        default=SECRET,
        metavar="FILE",
        help=f"what the students' numbers are drawn from; keep it (default: {SECRET})",
    )


@contextlib.contextmanager
def told():
    """Turn the errors of grading into the command's own."""
    try:
        from cnncourse.grading.assignment import AssignmentError
    except ModuleNotFoundError as error:
        raise Failure(
            f'grading needs {error.name}; install it: pip install "cnncourse[instructor]"'
        ) from None
    from cnncourse.grading.roster import RosterError
    from cnncourse.grading.sandbox import SandboxError
    from cnncourse.grading.variants import SecretError

    try:
        yield
    except (AssignmentError, RosterError, SandboxError, SecretError, FileNotFoundError) as error:
        raise Failure(str(error)) from None


def release(arguments):
    """Write the notebooks of an assignment and say where they are."""
    with told():
        from cnncourse.grading import assignment, releasing, roster, variants

        work = assignment.load(arguments.master)
        students = list(roster.read(arguments.roster)) if arguments.roster else []
        made = not arguments.secret.exists()
        secret = variants.make_secret(arguments.secret)
        written = releasing.release(work, arguments.out, secret, students)
    print(
        f"{len(written)} notebook{'s' if len(written) != 1 else ''} in {arguments.out / 'student'}"
    )
    print(f"{len(work.questions)} questions, {work.points:g} points")
    if made:
        print(
            f"a secret was made: keep {arguments.secret}, grading needs it, and hand it to nobody"
        )
    return 0


def grade(arguments):
    """Grade what was handed in, write the gradebook and say where it is."""
    with told():
        from cnncourse.grading import assignment, roster, running, variants

        work = assignment.load(arguments.assignment)
        for name in arguments.question or ():
            if name not in work.questions:
                raise UsageError(f"no question {name!r}; known are {', '.join(work.questions)}")
        people = roster.read(arguments.roster) if arguments.roster else None
        secret = variants.read_secret(arguments.secret)
        handed = roster.collect(arguments.submissions, people)
        chosen = {one.casefold() for one in arguments.student or ()}
        if missing := chosen - {one.student.casefold() for one in handed}:
            raise UsageError(f"no submission of {', '.join(sorted(missing))}")
        run = running.Run(work, secret, arguments.out, people, unsafe=arguments.unsafe)
        summary = run.grade(
            handed,
            jobs=arguments.jobs,
            students=chosen,
            questions=arguments.question,
            again=arguments.again,
            times=roster.read_times(arguments.times) if arguments.times else None,
            progress=not arguments.no_progress,
            dask=arguments.dask,
        )
    print(summary)
    return 0
