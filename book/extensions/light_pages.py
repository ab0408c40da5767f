"""Pages that move no more than they show: the icons that are in them, no index before a search.

The theme brings all 2,000 icons of Font Awesome to every page, as a script of 1.5 MB, two fonts
and the rules that name them, and with each page the whole index that only a search needs. Here
each icon is written into the page where it stands, as the theme's script would draw it, and what
is no longer needed is left out. Nothing else of a page changes, and icons need no script.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

from sphinx.util import logging

STYLE = Path("_static", "styles", "pydata-sphinx-theme.css")
SCRIPT = Path("_static", "scripts", "fontawesome.js")
SEARCHING = "search.html"  # the page that searches; the others only lead to it
PREFIXES = {"brands": "fab", "regular": "far", "solid": "fas"}
STYLES = {prefix: name for name, prefix in PREFIXES.items()} | {"fa": "solid"}
STYLES |= {f"fa-{name}": name for name in PREFIXES}

ENTRY = re.compile(
    r'"?([a-z0-9-]+)"?:\[(\d+),(\d+),(\[[^\]]*\]),"[0-9a-f]+","([^"]*)"\]'  # its name and shape
)
PLACE = re.compile(r"<(i|span)(\s[^>]*?\bclass=\"([^\"]*)\"[^>]*)>\s*</\1>")
HEAVY = re.compile(r'[ \t]*<script[^>]* src="[^"]*/?fontawesome\.js[^"]*"></script>\n?')
SEARCH = re.compile(
    r'[ \t]*<script src="[^"]*?(?:searchtools|language_data|searchindex)\.js"></script>\n?'
)
# A rule that only says which letter of the font an icon is.
LETTER = re.compile(r'((?:\.fa-[a-z0-9-]+::?before,?)+)\{content:"\\[^"]*"\}')
DRAWN = (  # as Font Awesome's own script says it, before all rules of the theme
    ".svg-inline--fa{box-sizing:content-box;display:inline-block;height:1em;overflow:visible;"
    "vertical-align:-.125em}.svg-inline--fa.fa-lg{vertical-align:-.2em}"
)
CHARSET = '@charset "UTF-8";'


@cache
def icons():
    """Return the theme's icons by set and name: width, height and path; {} where not found."""
    import pydata_sphinx_theme

    static = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
    path = static / "scripts" / "fontawesome.js"
    return sets_in(path.read_text(encoding="utf-8")) if path.exists() else {}


def sets_in(script):
    """Return the sets of icons that a script of Font Awesome holds, each with all its names."""
    groups, end = [], None
    for found in ENTRY.finditer(script):
        if end is None or found.start() != end + 1:  # not just behind the one before
            groups.append({})
        name, width, height, others, path = found.groups()
        for each in (name, *re.findall(r'"([^"]+)"', others)):
            groups[-1][each] = (name, int(width), int(height), path)
        end = found.end()
    kinds = [
        "brands" if "github" in group else "solid" if "magnifying-glass" in group else "regular"
        for group in groups
    ]
    return dict(zip(kinds, groups, strict=True)) if sorted(kinds) == sorted(PREFIXES) else {}


def drawn(known, attributes, classes):
    """Return the icon of an element as ``<svg>``, or None where it is none."""
    names = classes.split()
    styles = [STYLES[name] for name in names if name in STYLES]
    shapes = known.get(styles[0], {}) if styles else {}
    own = next((name for name in names if name[3:] in shapes and name.startswith("fa-")), None)
    if own is None:
        return None
    name, width, height, path = shapes[own[3:]]
    rest = [one for one in names if one not in STYLES and one != own]
    title = re.search(r'\stitle="([^"]*)"', attributes)
    kept = re.sub(r'\s(?:class|title|aria-hidden)="[^"]*"', "", attributes)
    spoken = f' aria-label="{title[1]}"' if title else ' aria-hidden="true" focusable="false"'
    told = f"<title>{title[1]}</title>" if title else ""
    return (
        f'<svg class="{escape(" ".join(["svg-inline--fa", f"fa-{name}", *rest]))}"{kept}{spoken}'
        f' data-prefix="{PREFIXES[styles[0]]}" data-icon="{name}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{told}'
        f'<path fill="currentColor" d="{path}"/></svg>'
    )


def lighten(page, known, *, searches=False):
    """Return a page with its icons drawn, without what draws them and, mostly, the index."""
    if not searches:
        page = SEARCH.sub("", page)
    page = PLACE.sub(lambda m: drawn(known, m[2], m[3]) or m[0], page)
    return HEAVY.sub("", page)


def lighten_style(style, scripts):
    """Return the theme's style without the letters of icons, but those that scripts name."""

    def keep(found):
        names = re.findall(r"\.(fa-[a-z0-9-]+)", found[1])
        return found[0] if any(name in scripts for name in names) else ""

    style = LETTER.sub(keep, style)
    start = CHARSET if style.startswith(CHARSET) else ""
    return start + DRAWN + style.removeprefix(start)


def lighten_pages(app):
    """Have every page written light."""
    if app.builder.name != "html":
        return
    known = icons()
    if not known:
        logging.getLogger(__name__).warning("the theme's icons are not where they used to be")
        return
    render = app.builder.templates.render

    def light(template, context):
        page = render(template, context)
        return lighten(page, known, searches=template == SEARCHING)

    app.builder.templates.render = light


def lighten_files(app, failed):
    """Make the theme's own style light, and take its script of icons away."""
    style, script = Path(app.outdir, STYLE), Path(app.outdir, SCRIPT)
    if failed or not style.exists() or not icons():
        return
    text = style.read_text(encoding="utf-8")
    if DRAWN not in text:
        scripts = (style.parent.parent / "scripts" / "pydata-sphinx-theme.js").read_text("utf-8")
        style.write_text(lighten_style(text, scripts), encoding="utf-8")
    for one in script.parent.glob(f"{script.name}*"):
        one.unlink()


def setup(app):
    """Register what makes pages light."""
    app.connect("builder-inited", lighten_pages)
    app.connect("build-finished", lighten_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
