"""The type network in torch, one sentence at a time: processor seconds for a file of pieces.

    python benchmarks/typing_torch.py PIECES.json ENCODER type.json

Run by ``reading.py --torch PYTHON --encoder ENCODER`` in an environment with torch
(training/requirements.txt). The heads are untrained, which costs the same.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))
from fit import made
from settings import Settings


def main() -> None:
    """Print the seconds of the processor."""
    pieces, encoder, facts = map(Path, sys.argv[1:])
    rows = json.loads(pieces.read_text("utf-8"))
    torch.set_num_threads(1)
    net = made(encoder, Settings(**json.loads(facts.read_text("utf-8"))["settings"]))
    given = [
        (torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long), torch.tensor([ends]))
        for ids, ends in rows
    ]
    with torch.no_grad():
        net(*given[0])
        began = time.process_time()
        for one in given:
            net(*one)
    print(time.process_time() - began)


if __name__ == "__main__":
    main()
