"""How far it is from one place to another, over the earth taken as a ball."""

from math import asin, cos, radians, sin, sqrt

RADIUS = 6371.0088
"""Of the earth in kilometres, as the mean of its three axes (IUGG)."""


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two places in degrees, along the ground. Off by 0.6 % at most, for the earth is a little flat."""
    up, across = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    part = sin(up) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(across) ** 2
    return 2 * RADIUS * asin(sqrt(min(1.0, part)))


def on_ball(lat: float, lon: float) -> tuple[float, float, float]:
    """A place as a point on a ball of radius one: there, poles and the date line are places like all others."""
    flat, turn = radians(lat), radians(lon)
    return cos(flat) * cos(turn), cos(flat) * sin(turn), sin(flat)
