"""Looking into a network from the live one: which network, which of its numbers."""

from cnncourse.explorers import inside, looking, stored
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.traits import DrawnChoice, Setting

NETWORKS = {"B": "B", "B-relu": "B with ReLU", "C-cnn-small": "C-cnn, small"}
"""The convolutional networks that can be looked into, and what they are called there."""
AT_ONCE = "two-small-conv"  # the one whose weights are always there


class UnitName(Setting):
    """The unit that is looked at, chosen in the drawing; empty for none."""

    kind = "unit"

    def checked(self, value):
        """Return its name without blanks."""
        if isinstance(value, str) and not value:
            return ""
        try:
            named = value if isinstance(value, str) else inside.Unit(*_pair(value))
            return str(inside.parse(named))
        except ValueError:
            self.refuse('a unit such as "conv2[3,4,7]", "dense1[12]", "image[5,9,0]", or ""', value)


class ClassAsked(DrawnChoice):
    """The class that is asked about; the drawing has the words from the networks themselves."""

    def describe(self):
        """Give the names alone."""
        return super().describe() | {"options": [{"value": name} for name in self.options]}


def _pair(value):
    """Return a layer's name and the place, of a tuple such as ("conv2", 3, 4, 7)."""
    if not isinstance(value, tuple) or len(value) < 2:
        raise ValueError(f"not a tuple of a layer and a place: {value!r}")
    return value[0], value[1:]


class LiveInside(Explorer):
    """What the live network says of one number in a network, chosen by `network` and `unit`."""

    own_parts = ("inside", "unit", "weightfile", "positions", "picture", "where")

    def __init__(self, **given):
        super().__init__(**given)
        self._send_network()
        self.observe(lambda change: self._send_network(), "network")

    def _send_network(self):
        """Send the chosen network to the drawing, once."""
        name = self.network.lower()
        if self.network != "B" and name not in self.view.more:
            self.view.more = {**self.view.more, name: stored.payload(name)}

    @property
    def looked_into(self) -> stored.StoredNetwork:
        """The network that `network` names, with its weights."""
        if self.network == "B":
            return stored.networks()[AT_ONCE]
        return stored.network(self.network.lower())

    def inside(self) -> dict:
        """Return what makes up the number `unit` in the network that `network` names.

        Returns
        -------
        dict
            As `cnncourse.explorers.inside.explain` gives it; empty where no unit is chosen.
        """
        return self._once("inside", self._explained) if self.unit else {}

    def _explained(self):
        network = self.looked_into
        image = self.frame_image[..., None]
        return inside.explain(network.architecture, network.weights, image, self.unit)

    def looked(self) -> dict:
        """Return where the network that `network` names looks for the class `asked`.

        Returns
        -------
        dict
            As `cnncourse.explorers.looking.look` gives it; empty where `look` is ``"none"``.

        Examples
        --------
        >>> from cnncourse.explorers import LiveNetwork
        >>> explorer = LiveNetwork(image="bag", look="grad-cam", asked="sandal")
        >>> found = explorer.looked()
        >>> found["layer"], found["map"].shape, found["placed"].shape
        ('conv2', (8, 8), (28, 28))
        """
        return {} if self.look == "none" else self._once("looked", self._looking)

    def _looking(self):
        network, image = self.looked_into, self.frame_image[..., None]
        asked = list(looking.CLASSES).index(self.asked) - 1 if self.asked != "answer" else None
        return looking.look(network.architecture, network.weights, image, self.look, asked)
