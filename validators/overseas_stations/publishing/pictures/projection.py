"""Where a place stands on the map of the world: Equal Earth (Šavrič, Patterson and Jenny, 2018)."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from overseas_stations.vendor import world

_A, _B, _C, _D = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the x and y of a place, in the units of the world's shapes.

    >>> [round(value, 1) for value in project(0, 11)]
    [500.0, 242.0]
    """
    of = world()
    turned = (longitude + of.rotate + 180) % 360 - 180
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = radians(turned) * cos(theta) / (_M * (_A + 3 * _B * square + sixth * (7 * _C + 9 * _D * square)))
    y = theta * (_A + _B * square + sixth * (_C + _D * square))
    return of.translate[0] + of.scale * x, of.translate[1] - of.scale * y
