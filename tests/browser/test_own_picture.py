"""A picture of one's own, of every kind that readers have, in the page and nowhere else."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from cnncourse.explorers import EXPLORERS
from cnncourse.explorers.own_picture import ABSENT
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

GIVE = """(one, [how, name, type, text, words]) => {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], name, { type }));
    if (words) given.items.add(words, "text/plain");
    const root = one.shadowRoot;
    const target = root.querySelector(words ? ".weights input" : ".drawing");
    const options = { bubbles: true, composed: true, cancelable: true };
    const event = how === "drop" ? new DragEvent("drop", { dataTransfer: given, ...options })
        : new ClipboardEvent("paste", { clipboardData: given, ...options });
    target.dispatchEvent(event);
    return event.defaultPrevented;
}"""
TOLD = ".own-picture [role=status]"
RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 200, 20), (20, 20, 230), (255, 255, 255)


def quarters(height=60, width=60, mode="RGB"):
    """Return red, green, blue and white quarters, to tell which side is up."""
    pixels = np.zeros((height, width, 3), np.uint8)
    down, right = height // 2, width // 2
    pixels[:down, :right], pixels[:down, right:] = RED, GREEN
    pixels[down:, :right], pixels[down:, right:] = BLUE, WHITE
    return Image.fromarray(pixels).convert(mode)


def written(picture, kind, **options):
    """Return a picture's file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def turned(orientation):
    """Return a photograph that says how the camera was held, which is upright when turned so."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    return written(quarters(80, 60).transpose(back), "JPEG", quality=95, exif=exif)


def film():
    """Return an animated GIF whose first picture is the quarters."""
    more = [Image.new("RGB", (60, 60), colour) for colour in (RED, BLUE)]
    return written(quarters(), "GIF", save_all=True, append_images=more, loop=0, duration=50)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" {} viewBox="0 0 2 2">'
    '<image href="https://example.org/spy.png" width="1" height="1"/>'
    "<script>window.ran = true; fetch('https://example.org/spy')</script>"
    '<path d="M0 0h1v1h-1z" fill="rgb(230,20,20)"/><path d="M1 0h1v1h-1z" fill="rgb(20,200,20)"/>'
    '<path d="M0 1h1v1h-1z" fill="rgb(20,20,230)"/><path d="M1 1h1v1h-1z" fill="#fff"/></svg>'
)
READ = {
    "plain.png": written(quarters(), "PNG"),
    "exact.webp": written(quarters(), "WEBP", lossless=True),
    "upside.jpg": turned(3),
    "held.jpg": turned(6),
    "cmyk.jpg": written(quarters(mode="CMYK"), "JPEG", quality=95),
    "few.png": written(quarters().quantize(8), "PNG"),
    "film.gif": film(),
    "lines.svg": SVG.format('width="40" height="40"').encode(),
    "sizeless.svg": SVG.format("").encode(),
}
TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
TYPES |= {"webp": "image/webp", "txt": "text/plain", "heic": "image/heic", "pdf": "application/pdf"}


def give(found, name, content, how="drop", words=""):
    """Drop or paste a file onto an explorer; returns whether it was taken."""
    text, kind = base64.b64encode(content).decode(), TYPES[name.rpartition(".")[2]]
    return found.evaluate(GIVE, [how, name, kind, text, words])


def said(found, start):
    """Wait until it speaks of a file, and return what it says."""
    told = found.locator(TOLD).filter(has_text=start)
    told.wait_for()
    drawn(found)
    return told.inner_text()


def in_python(found):
    """Return Python's explorer with the page's state."""
    name = found.get_attribute("name")
    return EXPLORERS[name](**found.evaluate("one => one.state"))


def corners(picture):
    """Return the colours in the middle of the four quarters."""
    side = len(picture)
    low, high = side // 4, 3 * side // 4
    return [picture[at] for at in ((low, low), (low, high), (high, low), (high, high))]


@pytest.fixture
def reader(visit_bare):
    return visit_bare("convolution", viewport={"width": 1000, "height": 900})


@pytest.fixture
def found(reader):
    return explorer(reader.page, "convolution")


def test_every_kind_of_picture_is_read_upright_and_in_its_colours(reader, found):
    requests = []
    reader.page.on("request", lambda request: requests.append(request.url))
    assert give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    found.get_by_label("Size of your picture").select_option(label="in colour, 48 × 48")
    for name, content in READ.items():
        assert give(found, name, content)
        told = said(found, name)
        assert ("first picture" in told) == (name == "film.gif"), told
        assert ("middle" in told) == (name == "held.jpg" or name == "upside.jpg"), told
        for seen, colour in zip(
            corners(in_python(found).picture), (RED, GREEN, BLUE, WHITE), strict=True
        ):
            # Inks of print are no light: they come close.
            far = 0.25 if name == "cmyk.jpg" else 0.06
            assert np.abs(seen - np.array(colour) / 255).max() < far, (name, seen, colour)
        assert in_python(found).results["value"] == pytest.approx(
            found.evaluate("one => one.results.value"), abs=1e-9
        )
    assert not reader.page.evaluate("window.ran")
    assert reader.outside == []
    assert {url.rpartition("/")[2].split("?")[0] for url in requests} == {"part-picture.js"}
    assert found.evaluate("one => one.state.image") == "own"


def test_sixteen_bits_grey_and_what_is_clear(found):
    ramp = np.linspace(0, 65535, 28 * 28).reshape(28, 28).astype(np.uint16)
    give(found, "deep.png", written(Image.fromarray(ramp), "PNG"))
    said(found, "deep.png")
    shown = in_python(found).picture
    assert shown.shape == (28, 28, 1)
    assert np.abs(shown[..., 0] - ramp / 65535).max() <= 1 / 255
    for ink, ground, word in ((0, 1, "white"), (255, 0, "black")):
        clear = np.zeros((28, 28, 4), np.uint8)
        clear[8:20, 8:20] = (ink, ink, ink, 255)
        give(found, "clear.png", written(Image.fromarray(clear), "PNG"))
        found.get_by_text(f"What is clear is shown {word}.").wait_for()
        drawn(found)
        shown = in_python(found).picture[..., 0]
        assert (shown[0, 0], shown[14, 14]) == (ground, ink / 255)


def test_what_is_no_picture_is_refused_in_words_and_the_one_before_stays(found):
    give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    before = found.evaluate("one => one.state")
    plain = READ["plain.png"]
    huge = plain[:16] + (60_000).to_bytes(4, "big") * 2 + plain[24:]
    for name, content, words in [
        ("text.txt", b"no picture", "reads no picture"),
        ("named.png", b"no picture", "reads no picture"),
        ("broken.png", plain[: len(plain) // 3], "reads no picture"),
        ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(100), "reads no picture"),
        ("empty.jpg", b"", "it is empty"),
        ("paper.pdf", b"%PDF-1.7", "reads no picture"),
        ("huge.png", huge, "60,000 × 60,000 pixels are too many"),
        ("broken.svg", b"<svg", "is the SVG complete?"),
    ]:
        assert give(found, name, content)
        assert words in said(found, name), name
        assert found.evaluate("one => one.state") == before, name


def test_a_large_photograph_is_made_small(found):
    photo = Image.new("RGB", (12_000, 9_000), RED)
    give(found, "photo.jpg", written(photo, "JPEG", quality=30))
    assert "of 12,000 × 9,000 its middle" in said(found, "photo.jpg: of")
    light = np.array(RED) @ (77, 150, 29) / 256 / 255
    assert np.abs(in_python(found).picture - light).max() < 0.02


def test_the_later_one_counts_and_text_for_a_cell_is_text(found):
    noise = np.random.default_rng(1).integers(0, 256, (2500, 2500, 3), np.uint8)
    slow = written(Image.fromarray(noise), "PNG", compress_level=1)
    give(found, "slow.png", slow)
    give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    first = found.evaluate("one => one.state.own_picture")
    assert give(found, "second.png", READ["upside.jpg"], how="paste")
    assert said(found, "second.png")
    second = found.evaluate("one => one.state.own_picture")
    assert second != first
    assert not give(found, "table.png", READ["plain.png"], how="paste", words="1\t2")
    assert found.locator(TOLD).inner_text().startswith("second.png")
    assert found.evaluate("one => one.state.own_picture") == second


@pytest.mark.parametrize("slug", ["convolution", "pooling"])
def test_it_stays_in_the_page_alone(visit_bare, slug):
    allowed = {"viewport": {"width": 1000, "height": 900}, "permissions": ["clipboard-write"]}
    reader = visit_bare(slug, **allowed)
    page, found = reader.page, explorer(reader.page, slug)
    image = found.locator("select[data-setting=image]")
    image.select_option("own")  # there is none yet: it is asked for
    drawn(found)
    assert found.locator(".own-picture").is_visible()
    assert "needs a picture of your own" in found.locator(".problem").inner_text()
    assert found.evaluate("one => one.results.problem") == in_python(found).problem == ABSENT
    give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    assert not found.locator(".problem").is_visible()
    assert axe_violations(page, "cnncourse-explorer") == []
    state = found.evaluate("one => one.state")
    image.select_option("boot" if slug == "convolution" else "tiny")
    image.select_option("own")  # it is still there
    assert found.evaluate("one => one.state") == state
    found.evaluate("one => one.set({stride: 3})")
    page.wait_for_function("location.hash.includes('stride=3')")
    assert "own_picture" not in page.url
    assert "image=%22own%22" in page.url
    found.get_by_role("button", name="Copy link").click()
    found.get_by_text("without your picture").wait_for()
    page.evaluate("location.hash = '!other?a=1'")  # to another link, and back
    page.wait_for_function(f"document.querySelector('[name={slug}]').state.stride < 3")
    assert found.evaluate("one => one.state.image") != "own"
    page.go_back()
    page.wait_for_function(f"document.querySelector('[name={slug}]').state.stride === 3")
    assert found.evaluate("one => one.state") == state | {"stride": 3}
    page.reload()
    found = explorer(page, slug)
    drawn(found)
    assert "neither a link nor a reload keeps one" in found.locator(".problem").inner_text()
    assert found.locator(".own-picture").is_visible()
    give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    assert found.evaluate("one => one.state") == state | {"stride": 3}
    found.get_by_role("button", name="Forget it").click()
    assert found.evaluate("one => [one.state.own_picture, one.state.image]") == [
        "",
        found.evaluate("one => one.initial.image"),
    ]
    give(found, "plain.png", READ["plain.png"])
    said(found, "plain.png")
    found.get_by_role("button", name="Reset", exact=True).click()
    assert found.evaluate("one => one.state") == found.evaluate("one => one.initial")
