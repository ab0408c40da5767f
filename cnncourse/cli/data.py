"""``cnncourse data``: the data sets, where they lie, whether their files are whole."""

from cnncourse.cli import output
from cnncourse.cli.parsing import dataset


def add(commands):
    """Describe the commands' arguments."""
    parser = commands.add_parser(
        "data",
        help="list, download or verify data sets",
        description="The data sets of the course. Downloads go to the folder that the "
        "environment variable CNNCOURSE_DATA names, or to a cache of your own.",
    )
    parser.set_defaults(parser=parser)
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    lister = actions.add_parser(
        "list", help="show every set and where it lies", description="Show every data set."
    )
    lister.set_defaults(run=show)
    for name, run, text in (
        ("fetch", fetch, "download a set, unless its files are already there, and verify it"),
        ("verify", verify, "check the size and hash of each file of a set"),
    ):
        action = actions.add_parser(name, help=text, description=text.capitalize() + ".")
        action.add_argument("data", metavar="NAME", type=dataset, help="of `cnncourse data list`")
        action.set_defaults(run=run)
        if run is fetch:
            action.add_argument("--no-progress", action="store_true", help="show no bar")


def show(arguments):
    """Print every set: size, licence and where it lies; the exit code is 1 if that is not known."""
    from cnncourse import datasets

    code = 0
    for info in datasets.available():
        try:
            where = location(info)
        except (datasets.DatasetError, OSError) as error:
            where, code = f"not to be looked for: {output.describe(error)}", 1
        shape = "×".join(map(str, info.image_shape))
        print(f"{info.name}: {info.description}")
        print(f"  {info.train:,} + {info.test:,} images, {shape}, {len(info.classes)} classes")
        print(f"  licence: {info.licence}")
        print(f"  {where}")
    return code


def location(info):
    """Return where a set lies, or the command that brings it."""
    from cnncourse import datasets

    if info.kind == "generated":
        return "drawn when asked for, no files"
    if info.kind == "packaged":
        return "inside the package"
    folder = datasets.locate(info.name)
    if folder is None:
        megabytes = info.size / 1e6
        return f"not here yet ({megabytes:.0f} MB): cnncourse data fetch {info.name}"
    return f"in {folder}"


def fetch(arguments):
    """Bring a set here and print where it lies."""
    from cnncourse import datasets

    folder = datasets.fetch(arguments.data.name, progress=not arguments.no_progress)
    if arguments.data.kind == "generated":
        print(f"{arguments.data.name}: {location(arguments.data)}")
    else:
        print(f"{arguments.data.name}: complete, in {folder}")
    return 0


def verify(arguments):
    """Print the outcome for each file; the exit code is 1 where one is not as it should be."""
    from cnncourse import datasets

    found = datasets.verify(arguments.data.name)
    print(found)
    if not found.ok:
        print(f"mend it: remove the faulty file, then cnncourse data fetch {found.name}")
    return 0 if found.ok else 1
