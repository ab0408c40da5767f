"""Put explorers into pages: ``{explorer} OutputSize`` with its settings, and their script.

A notebook's stored output brings its own element; a page of text names the class:

    ```{explorer} OutputSize
    size: 28
    stride: 2
    ```

Only pages that hold an explorer load the core's script; it loads the scripts of the explorers
that are there, and the data that these need. The images that a network learns from in a page, and
those that a map shows, are of the package's own set: the build writes them as scripts, so the
wheel has them once.
"""

import hashlib
from functools import cache
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from cnncourse import explorers
from cnncourse.explorers import feature_map, training
from cnncourse.explorers.making.script import script

BUNDLE = Path(explorers.__file__).parent / "bundle"
SCRIPT = "explorers-core.js"
ALL = "explorers"  # the page that has them all, whole


class ExplorerDirective(SphinxDirective):
    """One explorer, by the name of its class."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Return the explorer's element, or an error that fails the build."""
        name = self.arguments[0]
        kinds = {kind.__name__: kind for kind in explorers.EXPLORERS.values()}
        if name not in kinds:
            raise self.error(f"no explorer {name!r}; there are {', '.join(kinds)}")
        try:
            settings = yaml.safe_load("\n".join(self.content)) or {}
            made = kinds[name](**settings)
        except (TypeError, ValueError, yaml.YAMLError) as error:
            raise self.error(f"explorer {name}: {error}") from None
        return [nodes.raw("", made.html(), format="html")]


@cache
def edition(folder=BUNDLE):
    """Return a short name of all the scripts in a folder, another where any of them differs."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.js")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def add_script(app, pagename, templatename, context, doctree):
    """Load the script where there is an explorer; deferred, so that its elements are there."""
    if doctree is None:
        return
    if any("<cnncourse-explorer" in raw.astext() for raw in doctree.findall(nodes.raw)):
        # Where an explorer shows some of its controls, it links to all of them.
        known = pagename != ALL and ALL in app.env.found_docs
        where = {"data-explorers": context["pathto"](ALL)} if known else {}
        where["data-edition"] = f"v={edition()}"  # what the core asks the other files by
        app.add_js_file(SCRIPT, loading_method="defer", **where)


def write_data(folder):
    """Write what explorers load of the set's images, where their scripts will lie as well."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in (training, feature_map):
        path = folder / f"data-{kind.PAGE_DATA}.js"
        text = script(kind.PAGE_DATA, kind.page_data())
        if not path.exists() or path.read_text(encoding="ascii") != text:
            path.write_text(text, encoding="ascii", newline="\n")


def add_files(app, config):
    """Serve the scripts beside the book's own files."""
    config.html_static_path.append(str(BUNDLE))


def add_data(app, exception):
    """Put the data where the scripts lie, once the pages are written."""
    # A folder of its own in html_static_path would have to lie outside of what is built.
    if exception is None and app.builder.format == "html":
        write_data(Path(app.outdir) / "_static")


def setup(app):
    """Add the directive, the files and the script."""
    app.add_directive("explorer", ExplorerDirective)
    app.connect("config-inited", add_files)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", add_data)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
