"""What training a type network depends on, besides data and seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What training depends on, besides data and seed."""

    encoder: str = "mpnet"
    layers: int = 4
    depth: int = 6
    grid: float = 0.36
    epochs: float = 5.0
    batch: int = 16
    rate: float = 5e-5
    head_rate: float = 1e-3
    quad_share: float = 0.5
    smoothing: float = 0.05
    balance: float = 0.25
    plv_share: float = 2.0
    own_share: float = 0.7
    turned: float = 0.8
    mask: float = 0.05
    swap: float = 0.1
    bf16: bool = True

    @property
    def name(self) -> str:
        """The settings as a folder name."""
        deep = f"d{self.depth}" if self.depth else ""
        parts = [self.encoder, f"l{self.layers}{deep}", f"e{self.epochs:g}", f"b{self.batch}"]
        parts += [f"r{self.rate:g}", f"h{self.head_rate:g}", f"q{self.quad_share:g}"]
        parts += [f"s{self.smoothing:g}", f"w{self.balance:g}"]
        parts += [f"o{self.own_share:g}", f"v{self.turned:g}", f"m{self.mask:g}", f"x{self.swap:g}"]
        parts += [f"g{self.grid:g}"] if self.grid else []
        parts += [f"p{self.plv_share:g}"] if self.plv_share != 1 else []
        return "-".join(parts)
