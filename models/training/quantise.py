"""Turn exported plate models to 8 bit, in place, and give the manifest their new hashes.

Run after export.py and check_export.mjs: PYTHONPATH=DIR python3 models/training/quantise.py plate-detector [plate-reader]
DIR holds ONNX Runtime's quantiser, which Debian lacks: pip install --target DIR onnxruntime==1.30.0 onnx==1.23.1

Weights a channel and activations a tensor, calibrated on drawn training pictures. The weights have 7 bits: without
VNNI, x86 sums pairs of 8-bit products in 16 bits, which full 8-bit weights overflow, so that a box would read otherwise
than the machine that was measured. The first convolution and those that give the outputs stay float.
"""
import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from settings import MODELS, OUT

# model -> (input, its drawn sets, pictures of each shard, pictures at once, convolutions that stay float)
KINDS: dict[str, tuple[str, list[str], int, int, list[str]]] = {
    "plate-detector": ("image", ["detector/train"], 8, 1, ["/net/stem/stem.0/", "/net/heat/heat.1/", "/net/corners/corners.1/"]),
    "plate-reader": ("plates", ["reader/*"], 32, 32, ["/net/features/features.0/", "/net/signs/"]),
}


class Pictures(CalibrationDataReader):
    """Some pictures of each shard, as the model takes them."""

    def __init__(self, name: str, sets: list[str], each: int, at_once: int) -> None:
        self.name = name
        self.batches = self.read(sorted(f for s in sets for f in OUT.glob(f"{s}/*_????.npy")), each, at_once)

    @staticmethod
    def read(files: list[Path], each: int, at_once: int) -> Iterator[np.ndarray]:
        rng = np.random.default_rng(1)
        for file in files:
            pictures = np.load(file, mmap_mode="r")
            chosen = np.sort(rng.choice(len(pictures), min(each, len(pictures)), replace=False))
            for first in range(0, len(chosen), at_once):
                yield np.ascontiguousarray(pictures[chosen[first : first + at_once]].transpose(0, 3, 1, 2), np.float32) / 255

    def get_next(self) -> dict[str, np.ndarray] | None:
        batch = next(self.batches, None)
        return None if batch is None else {self.name: batch}


def quantise(file: Path, name: str) -> None:
    tensor, sets, each, at_once, floating = KINDS[name]
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / file.name
        quant_pre_process(str(file), str(prepared), skip_symbolic_shape=True)
        nodes = onnx.load(str(prepared)).graph.node
        if any(node.op_type == "QuantizeLinear" for node in nodes):
            raise SystemExit(f"{file} is quantised already: export it anew")
        kept = [node.name for node in nodes if node.op_type == "Conv" and node.name.startswith(tuple(floating))]
        quantize_static(
            str(prepared), str(file), Pictures(tensor, sets, each, at_once), quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, calibrate_method=CalibrationMethod.Percentile,
            op_types_to_quantize=["Conv"], nodes_to_exclude=kept,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=list(KINDS))
    options = parser.parse_args()
    listed = MODELS / "manifest.json"
    manifest = json.loads(listed.read_text())
    for name in options.names:
        file = MODELS / f"{name}.onnx"
        quantise(file, name)
        entry = next(model for model in manifest["models"] if model["name"] == name)
        data = file.read_bytes()
        entry |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "weights": "int8"}
        print(name, len(data))
    listed.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
