"""An architecture as a table: text for a terminal, HTML for a notebook."""

from html import escape

HEADINGS = ("Layer", "Description", "Output shape", "Parameters", "Multiply-adds", "Sees")


def _rows(architecture):
    counts = architecture.parameters().layers
    fields = architecture.receptive_field()
    yield "input", "", _times(architecture.input_shape), "", "", ""
    for step in architecture.walk():
        paths = step.paths()
        multiply_adds = 0 if paths else step.layer.multiply_adds(step.input_shape)
        parameters = counts[step.name].total
        yield (
            step.name,
            _sum(step.name, paths) if paths else repr(step.layer),
            _times(step.output_shape),
            f"{parameters:,}" if parameters else "",
            f"{multiply_adds:,}" if multiply_adds else "",
            # Padding is seen too, but no pixel beyond the image.
            _times(map(min, fields[step.name].size, architecture.input_shape)),
        )


def _sum(name, paths):
    """Return what a composite adds: the ends of its paths, by their names within it."""
    ends = [path[-1].name.removeprefix(f"{name}/") if path else "its input" for path in paths]
    return f"Residual: {' + '.join(ends)}"


def _totals(architecture):
    counts = architecture.parameters()
    return (
        f"{counts.total:,} parameters ({counts.trainable:,} trainable, {counts.fixed:,} fixed); "
        f"{architecture.multiply_adds():,} multiply-adds and "
        f"{architecture.activation_bytes(1):,} bytes of activations an image"
    )


def as_text(architecture):
    """Return the table as aligned text."""
    rows = [HEADINGS, *_rows(architecture)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if i < 3 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join([architecture.name, *lines, _totals(architecture)])


def as_html(architecture):
    """Return the table as HTML, every text escaped."""
    body = [
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in _rows(architecture)
    ]
    heads = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    return (
        f'<table class="cnncourse-architecture"><caption>{escape(architecture.name)}: '
        f"{_totals(architecture)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _times(shape):
    return " x ".join(map(str, shape))
