"""The layer that is made of layers: a path, and a way around it."""

from dataclasses import dataclass
from typing import ClassVar

from cnncourse.architecture import checks
from cnncourse.architecture.base import Layer
from cnncourse.architecture.named_layers import follow


@dataclass(frozen=True, repr=False)
class Residual(Layer):
    """Add what enters some layers to what leaves them (He et al., 2015).

    Seen from outside it is one layer, so that a network of residuals is still a single path.
    An activation after the addition is a layer of its own behind it.

    Parameters
    ----------
    layers : sequence of layers
        In order, the first fed by what enters.
    shortcut : sequence of layers or None
        What the input goes through before it is added; None adds the input itself, which must
        then have the shape of what leaves ``layers``.

    Examples
    --------
    >>> from cnncourse.architecture import BatchNorm, Conv2D, Residual
    >>> halved = Residual(
    ...     [Conv2D(32, 3, stride=2, padding="same"), BatchNorm()],
    ...     shortcut=[Conv2D(32, 1, stride=2), BatchNorm()],
    ... )
    >>> halved.output_shape((28, 28, 16))
    (14, 14, 32)
    """

    kind: ClassVar[str] = "residual"
    mixes: ClassVar[bool] = True  # the builds put the features of what is added in order
    nested: ClassVar[tuple[str, ...]] = ("layers", "shortcut")

    layers: tuple[Layer, ...]
    shortcut: tuple[Layer, ...] | None = None

    def __post_init__(self):
        self._keep_layers("layers", "write Residual([Conv2D(16, 3, padding='same')])")
        if self.shortcut is not None:
            self._keep_layers("shortcut", "leave shortcut out to add the input itself")

    def _keep_layers(self, field, cure):
        owner = f"Residual's {field}"
        kept = checks.layer_list(getattr(self, field), owner, f"Residual: {field}")
        if not kept:
            raise ValueError(f"{owner} must be at least one layer, got none; {cure}")
        self._set(**{field: kept})

    def paths(self, name, shape):
        """Return the layers' path and the shortcut's, which is empty where there is none.

        The shortcut's layers are named ``name/shortcut/conv1``, the others ``name/conv1``.
        """
        body = follow(self.layers, shape, "its layers", f"{name}/")
        if self.shortcut is None:
            return body, ()
        return body, follow(self.shortcut, shape, "its shortcut", f"{name}/shortcut/")

    def output_shape(self, shape):
        """Return the shape of the sum; raises if the two shapes that are added differ."""
        body, shortcut = self.paths("residual", shape)
        out, around = body[-1].output_shape, shortcut[-1].output_shape if shortcut else shape
        if out != around:
            other = "what leaves its shortcut" if shortcut else "its input"
            raise ValueError(
                f"Residual adds {other}, {around}, to what leaves its layers, {out}, and the two "
                f"shapes must be equal; {checks.projection(shape, out, around)}"
            )
        return out

    def weight_shapes(self, shape):
        """Every array of the layers inside, as ``conv1/kernels``."""
        return {
            f"{step.name}/{key}".removeprefix("residual/"): array
            for path in self.paths("residual", shape)
            for step in path
            for key, array in step.layer.weight_shapes(step.input_shape).items()
        }

    def multiply_adds(self, shape):
        """Those of the layers inside; the additions are not counted."""
        return sum(
            step.layer.multiply_adds(step.input_shape)
            for path in self.paths("residual", shape)
            for step in path
        )

    def brief(self):
        """Return the layer as text without what is in it."""
        return "Residual([...])" if self.shortcut is None else "Residual([...], shortcut=[...])"

    def __repr__(self):
        inside = ", ".join(map(repr, self.layers))
        around = "" if self.shortcut is None else ", ".join(map(repr, self.shortcut))
        return f"Residual([{inside}]" + (f", shortcut=[{around}])" if around else ")")
