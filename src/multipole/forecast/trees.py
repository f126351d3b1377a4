"""The library of boosted trees, loaded when it is needed: without libgomp it cannot be."""

from __future__ import annotations

from types import ModuleType

from multipole.core.errors import WrongUse


def load_lightgbm(*, instead: str) -> ModuleType:
    """lightgbm; ``instead`` is what to do without it, told with the `WrongUse` that is raised."""
    try:
        import lightgbm
    except (ImportError, OSError) as error:
        raise WrongUse(
            f"lightgbm cannot be loaded: {error}",
            remedy=f"Install its library (apt install libgomp1), or {instead}.",
        ) from None
    return lightgbm
