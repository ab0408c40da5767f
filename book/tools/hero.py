"""Draw the landing page's picture: a real image, three kernels, and what each of them finds.

    python book/tools/hero.py

Writes ``book/images/hero-light.svg`` and ``hero-dark.svg``, the same but for the words' colour.
"""

import base64
import io
from pathlib import Path

import numpy as np
from PIL import Image

from cnncourse.datasets import load
from cnncourse.ops import conv2d

IMAGES = Path(__file__).resolve().parents[1] / "images"
BOOT = 1  # the second ankle boot of the test set: leather with a heel, edges every way
KERNELS = {
    "upright edges": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "level edges": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "outlines": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
}
INK = {"light": "#3c4450", "dark": "#c8ced6"}
# The ends of Matplotlib's PuOr, which the chapters draw signed maps in.
COLD, WHITE, WARM = (94, 60, 153), (250, 250, 250), (224, 104, 8)


def diverging(values):
    """Return colours (H, W, 3), uint8, for values in [-1, 1]: cold, white at 0, warm."""
    share = np.clip(values, -1, 1)[..., None]
    end = np.where(share > 0, WARM, COLD)
    return (np.array(WHITE) + (end - np.array(WHITE)) * abs(share)).round().astype("uint8")


def picture(pixels, x, y, side):
    """Return an SVG image of ``pixels``, each a sharp square."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    return (
        f'<image x="{x}" y="{y}" width="{side}" height="{side}" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )


def text(words, x, y, *, ink, size=21, anchor="middle"):
    """Return a line of words."""
    place = f'x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} fill="{ink}">{words}</text>'


def grid(kernel, x, y, side, ink):
    """Return the squares and numbers of a kernel."""
    cell = side / 3
    colours = diverging(kernel / abs(kernel).max() * 0.55)
    for (row, column), value in np.ndenumerate(kernel):
        left, top = x + column * cell, y + row * cell
        red, green, blue = colours[row, column]
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{cell:.1f}" height="{cell:.1f}" '
            f'fill="rgb({red},{green},{blue})" stroke="{ink}" stroke-width="1"/>'
        )
        number = f"{value:.0f}".replace("-", "\N{MINUS SIGN}")
        yield text(number, f"{left + cell / 2:.1f}", f"{top + cell / 2 + 7:.1f}", ink="#20252c")


def arrow(x, y, length, ink):
    """Return an arrow to the right."""
    tip = x + length
    return (
        f'<path d="M{x} {y}H{tip}m-9 -7l9 7l-9 7" fill="none" stroke="{ink}" stroke-width="2.5" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def draw(image, ink):
    """Return the picture as SVG."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 448" '
        'font-family="system-ui, sans-serif">',
        picture((image[..., 0] * 255).round().astype("uint8"), 4, 92, 264),
        text("28 × 28 grey pixels", 136, 388, ink=ink),
    ]
    for number, (words, weights) in enumerate(KERNELS.items()):
        top, kernel = 4 + 150 * number, np.array(weights, dtype="float32")
        found = conv2d(image[None], kernel[:, :, None, None])[0, ..., 0]
        parts += [
            f'<path d="M280 224C306 224 306 {top + 70} 338 {top + 70}" fill="none" '
            f'stroke="{ink}" stroke-width="2.5" stroke-linecap="round"/>',
            *grid(kernel, 346, top + 15, 110, ink),
            arrow(468, top + 70, 32, ink),
            picture(diverging(found / abs(found).max()), 514, top, 140),
            *(
                text(word, 664, top + 66 + 24 * line, ink=ink, anchor="start", size=20)
                for line, word in enumerate(words.split())
            ),
        ]
    return "\n".join([*parts, "</svg>", ""])


def main():
    """Write both pictures."""
    test = load("fashion-mnist-mini").test
    boots = test.images[test.labels == 9]
    image = boots[BOOT].astype("float32") / 255
    for theme, ink in INK.items():
        (IMAGES / f"hero-{theme}.svg").write_text(draw(image, ink), encoding="utf-8")


if __name__ == "__main__":
    main()
