"""One number for each window: its largest or its mean, and what a shift does to it."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.explorers import still, svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.own_picture import (
    NAME,
    TITLE,
    OwnPicture,
    need_picture,
    pixels_of,
    white_of,
)
from cnncourse.explorers.padding_settings import PaddingKind, chosen_padding, padding_pixels
from cnncourse.explorers.shifting import kept, shifted
from cnncourse.explorers.traits import Choice, Place, Slider

IMAGES = {
    "patch": "Part of the boot, 0 to 9",
    "worked-6x6": "Six by six, 2 to 25",
    "pooling-3x3": "Three by three, 0 to 25",
    "tiny": "Ramp, 4 × 4",
    "checkerboard": "Checkerboard",
    "boot": "Ankle boot",
    "shirt": "Shirt",
    "bag": "Bag",
    "stroke": "A nine, by pen",
}
# Means of the same pixels in another order differ by rounding, about 1e-16; means of other
# pixels differ by at least 1 / (255 · 36 · 36), which is 3e-6.
SAME = 1e-9
WIDE, LARGEST = 216.0, 48.0  # of each of the two pictures, and the most of one pixel in them


class Pooling(Explorer):
    """A pooling window over a grey image, which pixel wins it, and the image shifted beneath.

    All arrays are float64. The images have one channel, which is left out: (H, W). Pixels
    that were bytes are brightness in [0, 1]; images of small whole numbers keep them. Where
    the image is shifted, zeros come in. Rows and columns are counted from 0; where the output
    is smaller than the chosen place, the nearest window is looked at.

    Examples
    --------
    >>> explorer = Pooling(image="pooling-3x3", size=3, stride=3)
    >>> explorer.output
    array([[25.]])
    >>> explorer.winners[0, 0]
    array([2, 2])
    >>> explorer.shift_right = 1
    >>> explorer.output, explorer.input_changed, explorer.output_changed
    (array([[20.]]), 9, 1)
    >>> Pooling(size=2, padding_kind="number", padding=2).problem  # doctest: +ELLIPSIS
    'padding (=2) must be smaller than the pooling window (=2) in height, or a window would ...
    """

    title = "Pooling"
    data_files = ("images",)
    parts = ("code",)
    own_parts = ("picture",)

    image = Choice("patch", IMAGES | {NAME: TITLE}, "Image")
    kind = Choice(
        "max", {"max": "largest (max)", "average": "average", "global": "global average"}, "Keep"
    )
    size = Slider(2, 1, 6, "Window size", unit="pixels")
    stride = Slider(
        2, 1, 6, "Stride", unit="pixels", cure="a window that does not move would never end"
    )
    padding_kind = PaddingKind("valid")
    padding = padding_pixels(1, 5)
    shift_down = Slider(0, -6, 6, "Shift the input down", unit="pixels")
    shift_right = Slider(0, -6, 6, "Shift the input right", unit="pixels")
    row = Place(1, 32, "Row of the output")
    column = Place(0, 32, "Column of the output")
    own_picture = OwnPicture((28, 28, 1))

    @property
    def input(self) -> np.ndarray:
        """The image as it is pooled, shifted: (H, W)."""
        return self.results["input"]

    @property
    def output(self) -> np.ndarray:
        """One number for each window: (output height, output width); none with a problem."""
        return self.results["output"]

    @property
    def output_before(self) -> np.ndarray:
        """The output of the image where it stood before the shift, of the output's shape."""
        return self.results["output_before"]

    @property
    def output_shape(self) -> tuple[int, int]:
        """Height and width of the output; (0, 0) with a problem."""
        return self.results["output_shape"]

    @property
    def winners(self) -> np.ndarray:
        """Row and column of each window's largest pixel: (output height, output width, 2).

        The first where several are equally large. Empty for averages, which nobody wins.
        """
        return self.results["winners"]

    @property
    def window(self) -> np.ndarray:
        """The pixels in the chosen window, without padding: (rows, columns)."""
        return self.results["window"]

    @property
    def value(self) -> float | None:
        """What the chosen window yields; None with a problem."""
        return self.results["value"]

    @property
    def input_changed(self) -> int:
        """How many pixels of the input differ from the unshifted image."""
        return self.results["input_changed"]

    @property
    def output_changed(self) -> int:
        """How many numbers of the output differ from the unshifted image's output."""
        return self.results["output_changed"]

    def compute(self):
        """Pool the image as it was and as it is shifted, and compare.

        Beside what the properties tell: ``original`` is the image before the shift; ``sides``
        the padding (top, bottom, left, right); ``window_shape`` the window's height and
        width, ``window_start`` the chosen one's first row and column, negative in padding;
        ``winner`` the chosen window's winner; ``ties`` how many pixels of each window are as
        large as its winner; ``deciding`` the number of input pixels that the output depends
        on; ``kept`` the share of the numbers that is left. Where the shift is a whole number
        of strides, ``moved_by`` says by how many (down, right), ``moved_compared`` how many
        windows lie over the same pixels as another did before, and ``moved_equal`` how many
        of these give the same number; else ``moved_by`` is empty.
        """
        original = pixels_of(self)[..., 0]
        moved = shifted(original, self.shift_down, self.shift_right)
        found = {
            "original": original,
            "input": moved,
            "input_changed": int((moved != original).sum()),
            "sides": self._sides(original.shape),
            "window_shape": self._window(original.shape)[0],
        }
        try:
            need_picture(self)
            output, before = self._pool(moved), self._pool(original)
        except ValueError as error:
            return found | _NOTHING | {"problem": str(error)}
        found |= {"output": output, "output_before": before, "output_shape": output.shape}
        found |= self._won(moved, output.shape)
        return found | {
            **self._chosen(moved, output, found["winners"]),
            "output_changed": int((abs(output - before) > SAME).sum()),
            "kept": output.size / original.size,
            **self._compared(output, before),
            "problem": "",
        }

    def _window(self, shape):
        """Return the window's (height, width) and the stride's, for an image of this shape."""
        if self.kind == "global":
            return shape, shape
        return (self.size,) * 2, (self.stride,) * 2

    def _sides(self, shape):
        padding = "valid" if self.kind == "global" else chosen_padding(self)
        return geometry.resolve_padding(padding, shape, *self._window(shape))

    def _pool(self, image):
        batch = image[None, ..., None]
        if self.kind == "global":
            return ops.global_avg_pool2d(batch)
        pool = ops.max_pool2d if self.kind == "max" else ops.avg_pool2d
        return pool(batch, self.size, stride=self.stride, padding=chosen_padding(self))[0, ..., 0]

    def _start(self, shape, place):
        """Return the first row and column of a window; in padding they are negative."""
        _, stride = self._window(shape)
        before = self._sides(shape)[::2]
        return tuple(geometry.window_start(place[i], stride[i], before[i]) for i in range(2))

    def _inside(self, shape, place):
        """Return the slices of a window's pixels, padding left out."""
        window, _ = self._window(shape)
        spans = map(geometry.window_inside, self._start(shape, place), window, shape)
        return tuple(slice(span.start, span.stop) for span in spans)

    def _won(self, image, out):
        """Return the winner of every window, if it has one, and how many pixels decide."""
        decides, wins = np.zeros(image.shape, bool), self.kind == "max"
        winners = np.zeros((*out, 2) if wins else 0, int)
        ties = np.zeros(out if wins else 0, int)
        for place in np.ndindex(out):
            inside = self._inside(image.shape, place)
            if wins:
                pixels = image[inside]
                best = np.unravel_index(pixels.argmax(), pixels.shape)
                winners[place] = [s.start + b for s, b in zip(inside, best, strict=True)]
                ties[place] = (pixels == pixels.max()).sum()
            decides[tuple(winners[place]) if wins else inside] = True
        return {"winners": winners, "ties": ties, "deciding": int(decides.sum())}

    def _chosen(self, image, output, winners):
        """Return what is to be said of the window that is looked at."""
        place = min(self.row, len(output) - 1), min(self.column, output.shape[1] - 1)
        return {
            "row": place[0],
            "column": place[1],
            "window": image[self._inside(image.shape, place)],
            "window_start": self._start(image.shape, place),
            "winner": winners[place] if winners.size else winners,
            "value": float(output[place]),
        }

    def _compared(self, output, before):
        """Compare the output with the one before, moved by as many windows as the image."""
        shift = self.shift_down, self.shift_right
        whole = self.kind != "global" and not any(s % self.stride for s in shift)
        if not any(shift) or not whole:
            return {"moved_by": (), "moved_compared": 0, "moved_equal": 0}
        down, right = (s // self.stride for s in shift)
        now, then = kept(output, down, right), kept(before, -down, -right)
        equal = int((abs(now - then) <= SAME).sum())
        return {"moved_by": (down, right), "moved_compared": now.size, "moved_equal": equal}

    def drawing(self):
        """Draw the input with the chosen window and its winner, and the output beside it."""
        found, words = self.results, self._title()
        white = white_of(self)
        look = {"white": white, "numbers": ("{:.3g}" if white > 1 else "{:.2f}").format}
        parts = [self._input_drawn(found, look)]
        if not found["problem"]:
            chosen = [still.Frame(found["row"], found["column"])]
            look |= {"title": "Output", "largest": LARGEST, "frames": chosen}
            parts.append(still.array(found["output"], 256, 26, WIDE, **look))
        written = "These settings do not go together" if found["problem"] else words
        parts.append(svg.text(10, 264, written, size=12, anchor="start"))
        return svg.drawing(490, 276, *parts, title=words)

    def _input_drawn(self, found, look):
        frames = []
        if not found["problem"]:
            frames.append(still.Frame(*found["window_start"], *found["window_shape"]))
        if len(found["winner"]):
            frames.append(still.Frame(*found["winner"], colour=svg.SECOND))
        padded = {"title": "Input", "room": found["sides"], "frames": frames}
        return still.array(found["input"], 10, 26, WIDE, **padded, **look)

    def _title(self):
        found = self.results
        if found["problem"]:
            return f"Pooling: {found['problem']}"
        sizes = [still.size_words(found[key]) for key in ("input", "output")]
        kept = {"max": "largest", "average": "average"}.get(self.kind)
        window = f"{self.size} × {self.size}"
        rule = f"the {kept} of each {window} window" if kept else "the average of the whole image"
        return f"Pooling: {rule}, {sizes[0]} → {sizes[1]}"


_NOTHING = {
    **{"output": np.zeros((0, 0)), "output_before": np.zeros((0, 0)), "output_shape": (0, 0)},
    **{"winners": np.zeros(0, int), "ties": np.zeros(0, int), "deciding": 0},
    **{"row": 0, "column": 0, "window": np.zeros((0, 0)), "window_start": (), "value": None},
    **{"winner": np.zeros(0, int), "output_changed": 0, "kept": 0.0},
    **{"moved_by": (), "moved_compared": 0, "moved_equal": 0},
}
