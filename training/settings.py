"""What training a type network depends on, besides data and seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What training depends on, besides data and seed."""

    encoder: str = "minilm"
    layers: int = 4
    epochs: float = 8.0
    batch: int = 16
    rate: float = 1e-4
    head_rate: float = 1e-3
    quad_share: float = 0.5
    smoothing: float = 0.05
    soft_share: float = 0.0
    balance: float = 0.25
    plv_share: float = 1.0
    own_share: float = 1.0
    turned: float = 0.0
    mask: float = 0.0
    swap: float = 0.0
    bf16: bool = True

    @property
    def name(self) -> str:
        """The settings as a folder name."""
        parts = [self.encoder, f"l{self.layers}", f"e{self.epochs:g}", f"b{self.batch}"]
        parts += [f"r{self.rate:g}", f"h{self.head_rate:g}", f"q{self.quad_share:g}"]
        parts += [f"s{self.smoothing:g}", f"w{self.balance:g}"]
        parts += [f"o{self.own_share:g}", f"v{self.turned:g}", f"m{self.mask:g}", f"x{self.swap:g}"]
        parts += [f"p{self.plv_share:g}"] if self.plv_share != 1 else []
        parts += [f"t{self.soft_share:g}"] if self.soft_share else []
        return "-".join(parts)
