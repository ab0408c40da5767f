"""What every explorer is: settings, sliders, a drawing, results, and a form for the page."""

import html
import json
import re
from contextlib import nullcontext
from functools import cache
from importlib import resources
from typing import ClassVar

import anywidget
import ipywidgets
import traitlets

from cnncourse.explorers import stored
from cnncourse.explorers.names import Named, chosen_controls, near
from cnncourse.explorers.result_cache import ResultCache
from cnncourse.explorers.traits import Setting, SettingError

NO_DRAWING = "export default { render() {} };"  # of a class of one's own: its sliders stand alone


@cache
def _module(slug, parts):
    """Return the ES module that draws an explorer: the core, and its own script, in a row.

    Between them come the scripts that some explorers share, where its own names them; after them
    the parts that a page would load when they are asked for.
    """
    folder = resources.files(__package__).joinpath("bundle")
    names = "explorers-core.js", "explorers-notebook.js", f"explorer-{slug}.js"
    files = [folder.joinpath(name) for name in names]
    if not all(file.is_file() for file in files):
        return NO_DRAWING
    core, notebook, own = (file.read_text(encoding="utf-8") for file in files)
    for kind in ("networks", "pixels", "vectors", "windows", "layers"):
        if f"cnncourse{kind.capitalize()}" in own:
            core += folder.joinpath(f"explorers-{kind}.js").read_text(encoding="utf-8")
    own += "".join(folder.joinpath(f"part-{one}.js").read_text(encoding="utf-8") for one in parts)
    return f'{core}{own}{notebook}export default cnncourseNotebook.drawing("{slug}");\n'


class _View(anywidget.AnyWidget):
    """The drawing in a notebook: the same JavaScript as in the page, without its controls."""

    _esm = traitlets.Unicode().tag(sync=True)
    explorer = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    more = traitlets.Dict().tag(sync=True)  # data that are sent once they are asked for
    # The page joins them to the drawing. They are asked for by these references: links of their
    # own, which nothing refers to, are not loaded by a host that only knows what it shows (Colab).
    controls = traitlets.Dict().tag(sync=True, **ipywidgets.widget_serialization)


class Explorer(ipywidgets.VBox):
    """A drawing that answers to sliders, in a notebook and in a page without a kernel.

    Every explorer has *settings*: attributes that are checked when they are set, by Python,
    by a slider or by a page's address. What follows from them is read from `results` and from
    the explorer's own attributes. A setting alone is refused with an error when it is
    impossible; settings that do not go *together* (a kernel larger than the padded image)
    are kept as they were asked for, `problem` says what is wrong, and there is no output.

    Parameters
    ----------
    controls : list of str or None
        The settings that a control is shown for, in this order; None shows all there are. The
        other settings keep their values, and Python can still set them.
    **settings
        Values by name; the others keep their defaults.

    Attributes
    ----------
    sliders : dict
        The ``ipywidgets`` controls shown, by the name of their setting; also
        ``sliders.stride``.
    view : anywidget.AnyWidget
        The drawing.
    """

    title: ClassVar[str] = ""
    data_files: ClassVar[tuple[str, ...]] = ()  # which of the stored data the drawing needs
    parts: ClassVar[tuple[str, ...]] = ()  # what the drawing offers besides when it is asked for
    own_parts: ClassVar[tuple[str, ...]] = ()  # further scripts, which the drawing itself asks for
    constants: ClassVar[dict] = {}  # what the drawing must know besides, as values of JSON

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.slug = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    @cache
    def _view_class(cls):
        """Return the drawing's class, with a synchronised trait for every setting."""
        wires = {name: setting.wire() for name, setting in cls.settings().items()}
        return type(f"{cls.__name__}View", (_View,), wires)

    def __init__(self, *, controls=None, **settings):
        self._check_names(settings)
        self._cache, self._controls = ResultCache(), chosen_controls(controls, self.settings())
        super().__init__()
        for name, value in settings.items():
            setattr(self, name, value)
        wires = {name: s.to_wire(getattr(self, name)) for name, s in self.settings().items()}
        shown = self.settings() if self.controls is None else self.controls
        made = {name: self.settings()[name].control(getattr(self, name)) for name in shown}
        self.sliders = Named((name, one) for name, one in made.items() if one is not None)
        self.view = self._view_class()(
            _esm=_module(self.slug, (*self.parts, *self.own_parts, "projector")),
            explorer=self.slug,
            data={name: stored.payload(name) for name in self.data_files},
            controls=dict(self.sliders),
            **wires,
        )
        for name in self.settings():
            self._connect(name)
        self.children = (*self.sliders.values(), self.view)

    def _connect(self, name):
        """Join a setting to the drawing and to its control; the page joins these two itself."""
        self.observe(self._changed_here, name)
        self.view.observe(self._changed_in_view, name)
        if name in self.sliders:
            self.sliders[name].observe(lambda change: setattr(self, name, change["new"]), "value")

    def _changed_here(self, change):
        """Give a new value to the drawing and the control, and so to the page.

        What the page has sent, the page has also given to the other of the two; sent back it
        would arrive late and pull the slider from under the hand. Then both take it silently.
        """
        name, setting = change["name"], self.settings()[change["name"]]
        wire = setting.to_wire(change["new"])
        ends = [(self.view, name)]
        if name in self.sliders:
            ends.append((self.sliders[name], setting.attribute))
        known = any(attribute in widget._property_lock for widget, attribute in ends)
        for widget, attribute in ends:
            if getattr(widget, attribute) != wire:
                with widget._lock_property(**{attribute: wire}) if known else nullcontext():
                    setattr(widget, attribute, wire)

    def _changed_in_view(self, change):
        name, setting = change["name"], self.settings()[change["name"]]
        try:
            setattr(self, name, setting.from_wire(change["new"]))
        except SettingError:
            setattr(self.view, name, setting.to_wire(getattr(self, name)))

    @classmethod
    @cache
    def settings(cls) -> dict[str, Setting]:
        """Return the settings by name, in the order of their controls."""
        found = [t for t in cls.class_traits().values() if isinstance(t, Setting)]
        return {setting.name: setting for setting in sorted(found, key=lambda s: s.order)}

    @classmethod
    def describe(cls) -> dict:
        """Return what a page must know, as plain values."""
        settings = [setting.describe() for setting in cls.settings().values()]
        found = {"title": cls.title, "data": list(cls.data_files), "parts": list(cls.parts)}
        return found | {"settings": settings, "constants": cls.constants}

    @classmethod
    def _check_names(cls, names):
        for name in names:
            if name not in cls.settings():
                hint = near(name, [*cls.settings(), "controls"])
                raise TypeError(
                    f"{cls.__name__} has no setting {name!r}{hint}; "
                    f"its settings are {', '.join(cls.settings())}"
                )

    def __setattr__(self, name, value):
        if not name.startswith("_") and not hasattr(type(self), name):
            if name not in ("view", "sliders"):
                raise AttributeError(
                    f"{type(self).__name__} has no setting {name!r}{near(name, self.settings())}"
                )
        super().__setattr__(name, value)

    @property
    def controls(self) -> tuple[str, ...] | None:
        """The settings that a control is shown for; None stands for all."""
        return self._controls

    @property
    def values(self) -> dict:
        """The settings' values by name."""
        return {name: getattr(self, name) for name in self.settings()}

    @property
    def results(self) -> dict:
        """What follows from the settings: numbers, arrays and words, by name.

        ``"problem"`` is always among them: words where the settings do not go together, and
        an empty string where they do. It is computed once for each change of a setting; its
        arrays are read-only.
        """
        return self._once("results", self.compute)

    def _once(self, name, compute, settings=None):
        """Return what ``compute()`` gives, computed once until one of the settings changes."""
        values = {one: getattr(self, one) for one in settings or self.settings()}
        return self._cache.get(name, json.dumps(values), compute)

    @property
    def problem(self) -> str:
        """What is wrong with the settings together, or an empty string."""
        return self.results["problem"]

    def compute(self) -> dict:
        """Compute `results` from the settings."""
        raise TypeError(f"{type(self).__name__} does not say what it computes")

    def changed(self) -> dict:
        """Return the settings that differ from their defaults, as plain JSON values."""
        return {
            name: json.loads(json.dumps(getattr(self, name)))
            for name, setting in self.settings().items()
            if getattr(self, name) != setting.default_value
        }

    def drawing(self) -> str:
        """Return the drawing as it is before any script runs: an ``<svg>`` element."""
        raise TypeError(f"{type(self).__name__} has no drawing")

    def html(self) -> str:
        """Return the explorer for a page: an element that holds its settings and a drawing.

        It answers once the page has loaded the explorers' script; where there is none, as in
        print or in a preview, the drawing stands.
        """
        state = html.escape(json.dumps(self.changed(), ensure_ascii=False))
        some = "" if self.controls is None else f' controls="{" ".join(self.controls)}"'
        return (
            f'<cnncourse-explorer name="{self.slug}" state="{state}"{some}>\n'
            f"{self.drawing()}\n</cnncourse-explorer>"
        )

    def _repr_mimebundle_(self, **kwargs):
        """Return the widget for a notebook and the element for a page.

        ipywidgets 7 shows itself by another way and is left to it.
        """
        parent = getattr(super(), "_repr_mimebundle_", None)
        bundle = parent(**kwargs) if parent else {}
        return {**bundle, "text/plain": repr(self), "text/html": self.html()}

    def __repr__(self):
        given = {name: getattr(self, name) for name in self.changed()}
        if self.controls is not None:
            given["controls"] = list(self.controls)
        words = ", ".join(f"{name}={value!r}" for name, value in given.items())
        return f"{type(self).__name__}({words})"
