"""Put neighbouring executed cells tagged ``keras`` and ``torch`` into one synced tab set.

A chapter writes the same step twice, in two ordinary code cells one after the other, each
with its framework's tag. In Jupyter and on Colab both run as they stand; in the book, code
and outputs of the two share one place, and choosing a tab chooses it everywhere.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

LABELS = {"keras": "Keras", "torch": "PyTorch"}  # in the order of the tabs


def framework_of(node):
    """Return "keras" or "torch" for an executed cell with that one tag, else None."""
    if not (isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"):
        return None
    tagged = [name for name in LABELS if f"tag_{name}" in node["classes"]]
    return tagged[0] if len(tagged) == 1 else None


def runs(children):
    """Split ``children`` into runs of neighbours that may share one tab set.

    A run is full once it holds as many cells of one framework as of the other, so that
    two pairs without a word between them stay two tab sets, in either order.
    """
    run = []
    for child in children:
        if framework_of(child):
            run.append(child)
            if 2 * sum(framework_of(cell) == "keras" for cell in run) == len(run):
                yield run
                run = []
        elif not isinstance(child, (nodes.comment, nodes.target)):
            yield run
            run = []
    yield run


def tab_set(cells):
    """Return one tab for each framework, holding its cells in their order."""
    items = []
    for name, label in LABELS.items():
        rubric = nodes.rubric(label, "", nodes.Text(label), classes=["sd-tab-label"])
        rubric["sync_group"], rubric["sync_id"] = "framework", name
        own = [cell for cell in cells if framework_of(cell) == name]
        content = create_component("tab-content", classes=["sd-tab-content"], children=own)
        items.append(
            create_component("tab-item", classes=["sd-tab-item"], children=[rubric, content])
        )
    return create_component("tab-set", classes=["sd-tab-set", "framework-tabs"], children=items)


class FrameworkTabs(SphinxTransform):
    """Replace every run that holds both frameworks; a cell without a partner stays as it is."""

    default_priority = 500

    def apply(self, **kwargs):
        """Transform one document."""
        parents = {id(c.parent): c.parent for c in self.document.findall(framework_of)}
        for parent in parents.values():
            for run in list(runs(parent.children)):
                if len({framework_of(cell) for cell in run}) == len(LABELS):
                    place = parent.index(run[0])
                    for cell in run:
                        parent.remove(cell)
                    parent.insert(place, tab_set(run))


def setup(app):
    """Add the transform to the build."""
    app.add_transform(FrameworkTabs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
