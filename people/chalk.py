"""Sketches of a few lines, as SVG for screens and as PNG for those who take nothing else."""

from io import BytesIO
from math import cos, pi, radians, sin
from typing import NamedTuple

from PIL import Image, ImageDraw

Point = tuple[float, float]

SIDE, STROKE = 96, 2.4
#: Around this point a sketch leans.
PIVOT = (48, 60)
#: Pixels of a PNG; it is drawn larger first, so that its lines are smooth.
PIXELS, SMOOTH = 480, 3
STEPS = 16


class Ellipse(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    def svg(self) -> str:
        return f'<ellipse cx="{self.x}" cy="{self.y}" rx="{self.width}" ry="{self.height}"/>'

    def points(self) -> list[Point]:
        turns = [2 * pi * n / (4 * STEPS) for n in range(4 * STEPS + 1)]
        return [(self.x + self.width * cos(t), self.y + self.height * sin(t)) for t in turns]


class Curve(NamedTuple):
    """Quadratic pieces, each from where the last one ended: by a control point to an end."""

    start: Point
    pieces: list[tuple[Point, Point]]

    def svg(self) -> str:
        (x, y), pieces = self.start, self.pieces
        rest = "".join(f"Q{a:g} {b:g} {c:g} {d:g}" for (a, b), (c, d) in pieces)
        return f'<path d="M{x:g} {y:g}{rest}"/>'

    def points(self) -> list[Point]:
        points = [self.start]
        for control, end in self.pieces:
            start = points[-1]
            points += [_between(start, control, end, n / STEPS) for n in range(1, STEPS + 1)]
        return points


Shape = Ellipse | Curve


class Sketch(NamedTuple):
    paper: str
    chalk: str
    #: In degrees.
    lean: float
    shapes: list[Shape]


def curve(start: Point, *rest: Point) -> Curve:
    """From `start` by control points and ends, in turn."""
    return Curve(start, list(zip(rest[::2], rest[1::2], strict=True)))


def _between(start: Point, control: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    x, y = (a * p + b * q + c * r for p, q, r in zip(start, control, end, strict=True))
    return x, y


def svg(sketch: Sketch) -> str:
    lines = "".join(shape.svg() for shape in sketch.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{sketch.paper}"/>'
        f'<g fill="none" stroke="{sketch.chalk}" stroke-width="{STROKE}" stroke-linecap="round"'
        f' transform="rotate({sketch.lean} {PIVOT[0]} {PIVOT[1]})">{lines}</g></svg>'
    )


def png(sketch: Sketch) -> bytes:
    scale = PIXELS * SMOOTH / SIDE
    image = Image.new("RGB", (PIXELS * SMOOTH, PIXELS * SMOOTH), sketch.paper)
    drawing = ImageDraw.Draw(image)
    dot = STROKE * scale / 2
    for shape in sketch.shapes:
        points = [_leaning(point, sketch.lean, scale) for point in shape.points()]
        drawing.line(points, fill=sketch.chalk, width=round(STROKE * scale))
        for x, y in points:
            drawing.ellipse((x - dot, y - dot, x + dot, y + dot), fill=sketch.chalk)
    small = image.resize((PIXELS, PIXELS), Image.Resampling.BOX)
    kept = BytesIO()
    few = small.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
    few.save(kept, "PNG")
    return kept.getvalue()


def _leaning(point: Point, lean: float, scale: float) -> Point:
    x, y = point[0] - PIVOT[0], point[1] - PIVOT[1]
    turn = radians(lean)
    return (
        (PIVOT[0] + x * cos(turn) - y * sin(turn)) * scale,
        (PIVOT[1] + x * sin(turn) + y * cos(turn)) * scale,
    )
