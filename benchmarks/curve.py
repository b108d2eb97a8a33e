"""A curve as SVG, without a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT, _MARGIN = 640, 320, 60


def curve(title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> str:
    """Draw points from zero on both axes, joined by a line, each with its value."""
    right, top = max(x for x, _ in points) or 1, (max(y for _, y in points) or 1) * 1.2
    at = [(_MARGIN + x / right * (_WIDTH - 2 * _MARGIN), _HEIGHT - _MARGIN - y / top * (_HEIGHT - 2 * _MARGIN))
          for x, y in points]  # fmt: skip
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0d6efd"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{value:g}</text>'
        f'<text x="{x:.1f}" y="{_HEIGHT - _MARGIN + 18}" text-anchor="middle">{place:,g}</text>'
        for (x, y), (place, value) in zip(at, points, strict=True)
    )
    axes = f"M{_MARGIN} {_MARGIN}V{_HEIGHT - _MARGIN}H{_WIDTH - _MARGIN}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="white"/>'
        f'<text x="{_WIDTH / 2}" y="24" text-anchor="middle" font-size="15">{title}</text>'
        f'<path d="{axes}" fill="none" stroke="#444"/>'
        f'<polyline points="{line}" fill="none" stroke="#0d6efd" stroke-width="2"/>{marks}'
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 14}" text-anchor="middle">{across}</text>'
        f'<text x="16" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 {_HEIGHT / 2})">{up}</text>'
        "</svg>\n"
    )
