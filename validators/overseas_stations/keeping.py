"""What follows from a value that never changes is found once, and kept as long as there is the value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Return a function that keeps what another returns, with its first argument; the others can be hashed."""

    @wraps(function)
    def keeping(of: T, *args: P.args, **kwargs: P.kwargs) -> R:
        known = vars(of).setdefault("_kept", {})
        if (function, args) not in known:
            known[function, args] = function(of, *args, **kwargs)
        found: R = known[function, args]
        return found

    return keeping  # type: ignore[return-value]  # wraps gives the first argument a name
