"""The map as SVG. It has hundreds of small shapes, in three layouts: written out here they cost a tenth of what a template takes."""

from html import escape

from django.utils.safestring import SafeString

from entredon.site.charts.places import Dot, Picture, Pin, Ring


def svg(picture: Picture, layout: str, label: str, here: str) -> SafeString:
    """A picture in one layout (the name of a class). Every text in it is escaped; all else are numbers."""
    sheet = f'<rect class="sheet" width="{picture.width}" height="{picture.height}" rx="14"/>'
    box = f'viewBox="0 0 {picture.width} {picture.height}"'
    shapes = [f'<svg class="{layout}" {box} role="group" aria-label="{escape(label)}">{sheet}']
    if picture.here:
        shapes += [_ring(ring, picture.here[0], picture.here[1]) for ring in picture.rings]
    shapes += ['<g aria-hidden="true">', *map(_dot, picture.dots), "</g>\n"]
    if picture.here:
        x, y = picture.here
        shapes.append(f'<g><title>{escape(here)}</title><circle class="here" cx="{x}" cy="{y}" r="7"/></g>\n')
    shapes += [*map(_pin, picture.pins), "</svg>"]
    return SafeString("".join(shapes))


def _ring(ring: Ring, x: float, y: float) -> str:
    circle = f'<circle class="ring" cx="{x}" cy="{y}" r="{ring.r}"/>'
    return f'{circle}<text class="q s halo" x="{x}" y="{ring.y}" dy="-4" text-anchor="middle">{ring.km} km</text>'


def _dot(dot: Dot) -> str:
    circle = f'<circle class="town" cx="{dot.x}" cy="{dot.y}" r="2"/>'
    if not dot.name:
        return circle
    off = f'dx="-{dot.off}" dy="4" text-anchor="end"' if dot.end else f'dx="{dot.off}" dy="4"'
    return f'{circle}<text class="q s" x="{dot.x}" y="{dot.y}" {off}>{escape(dot.name)}</text>'


def _pin(pin: Pin) -> str:
    circle = f'<circle class="dot" cx="{pin.x}" cy="{pin.y}" r="13"/>'
    number = f'<text class="pin b s" x="{pin.x}" y="{pin.y}" dy="4.5" text-anchor="middle">{escape(pin.number)}</text>'
    return f'<a href="{escape(pin.href)}"><title>{escape(pin.title)}</title>{circle}{number}</a>\n'
