"""Write the outline faces gost.json and fe.json from face_shapes.py.

Run: python3 models/training/make_faces.py
The files are data for the camera simulator and for drawing the training plates.
"""
import json
import math
from pathlib import Path

from face_shapes import FE, FE_STROKE, GOST, GOST_STROKE

FACES = Path(__file__).resolve().parents[2] / "drivers/simulator/camera/faces"
BEARING = 6.5  # free space each side of the ink, in hundredths of the digit height
STEPS_PER_QUARTER = 8

Point = tuple[float, float]


def fillet(before: Point, corner: Point, after: Point, radius: float) -> list[Point]:
    """Points of the arc of `radius` that replaces `corner`; clamped to half of each side."""
    (ax, ay), (bx, by), (cx, cy) = before, corner, after
    in_len, out_len = math.hypot(ax - bx, ay - by), math.hypot(cx - bx, cy - by)
    ux, uy = (ax - bx) / in_len, (ay - by) / in_len
    vx, vy = (cx - bx) / out_len, (cy - by) / out_len
    angle = math.acos(max(-1.0, min(1.0, ux * vx + uy * vy)))
    if radius <= 0 or angle > math.pi - 1e-3:
        return [corner]
    tangent = radius / math.tan(angle / 2)
    limit = min(in_len, out_len) * 0.999
    if tangent > limit:
        tangent, radius = limit, limit * math.tan(angle / 2)
    centre_distance = radius / math.sin(angle / 2)
    mx, my = ux + vx, uy + vy
    norm = math.hypot(mx, my)
    ox, oy = bx + mx / norm * centre_distance, by + my / norm * centre_distance
    start = math.atan2(by + uy * tangent - oy, bx + ux * tangent - ox)
    end = math.atan2(by + vy * tangent - oy, bx + vx * tangent - ox)
    sweep = (end - start + math.pi) % (2 * math.pi) - math.pi
    count = max(2, round(abs(sweep) / (math.pi / 2) * STEPS_PER_QUARTER))
    return [(ox + radius * math.cos(start + sweep * i / count), oy + radius * math.sin(start + sweep * i / count)) for i in range(count + 1)]


def flatten(path: str) -> list[Point]:
    """Turn one stroke of face_shapes into a polyline; a closed one repeats its first point."""
    words = path.split()
    closed = words[-1] == "z"
    vertices: list[tuple[float, float, float]] = []
    for word in words[: -1 if closed else None]:
        place, _, radius = word.partition("/")
        x, y = place.split(",")
        vertices.append((float(x), float(y), float(radius or 0)))
    line: list[Point] = []
    count = len(vertices)
    for i, (x, y, radius) in enumerate(vertices):
        if not closed and i in (0, count - 1):
            line.append((x, y))
        else:
            line += fillet(vertices[i - 1][:2], (x, y), vertices[(i + 1) % count][:2], radius)
    return line + line[:1] if closed else line


def face(name: str, shapes: dict[str, list[str]], stroke: float) -> dict:
    """The face in the form that the renderers read; ink is centred in each advance."""
    glyphs = {}
    for sign, paths in shapes.items():
        lines = [flatten(path) for path in paths]
        left = min(x for line in lines for x, _ in line) - stroke / 2
        right = max(x for line in lines for x, _ in line) + stroke / 2
        shift = BEARING - left
        glyphs[sign] = {
            "advance": round(right - left + 2 * BEARING, 1),
            "strokes": [[[round(x + shift, 1), round(y + stroke / 2, 1)] for x, y in line] for line in lines],
        }
    return {"name": name, "licence": "same as the project", "digitHeight": 100, "strokeWidth": stroke, "glyphs": glyphs}


def main() -> None:
    FACES.mkdir(parents=True, exist_ok=True)
    for name, shapes, stroke in (("gost", GOST, GOST_STROKE), ("fe", FE, FE_STROKE)):
        (FACES / f"{name}.json").write_text(json.dumps(face(name, shapes, stroke), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
