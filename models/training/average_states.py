"""Average the weights of two training states half and half.

Run: python3 models/training/average_states.py FIRST SECOND OUTPUT
"""
import sys
from pathlib import Path

import torch


def main() -> None:
    first, second, output = map(Path, sys.argv[1:])
    a, b = torch.load(first)["net"], torch.load(second)
    net = {key: (value + a[key]) / 2 if value.dtype.is_floating_point else value for key, value in b["net"].items()}
    torch.save({**b, "net": net, "live": net}, output)


if __name__ == "__main__":
    main()
