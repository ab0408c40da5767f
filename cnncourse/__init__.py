"""Convolutional networks by doing: the package behind the book.

The map of the rooms, from the ground up:

``geometry``, ``contrast``
    Where the windows of a convolution or a pooling fall; which ink is read on a colour.
``architecture``, ``zoo``, ``listings``
    What a network *is*: frozen layer descriptions, every network of the course, and the
    source code one would write for a network in each framework.
``ops``, ``gradients``, ``reference``
    The NumPy that is the formula, its backward passes, and any architecture run with them.
``recipe``, ``loop``, ``processes``, ``weightfile``, ``pretrained``
    How a network is trained, the training loop without a framework, what several processes
    share, weights on disk, and trained ones inside the package.
``in_torch``, ``in_keras``
    The same networks built and trained in PyTorch and in Keras, under the same names.
``datasets``
    Fashion-MNIST, CIFAR-10, a small real set inside the package, and generated shapes.
``explorers``
    Drawings that answer to sliders, in a page, in Jupyter and on Colab.
``experiments``, ``corner``, ``records``
    The systems the course checks, what becomes of items that leave the middle of the image,
    and what their runs gave.
``plots``, ``cli``
    Drawings of results, and the ``cnncourse`` command.

Importing ``cnncourse`` loads no framework: import the room you need,
``from cnncourse import in_torch``.
"""

__version__ = "0.1.0"
