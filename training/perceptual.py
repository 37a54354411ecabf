"""Perceptual distance in the features of a pretrained InceptionV3 stem (used for training only, never shipped).

The reference uses LPIPS (VGG16). Those weights are not at hand here; the npm package `nsfwjs` (MIT) carries an
InceptionV3 as TensorFlow.js shards of uint8-quantised tensors inside JavaScript modules. The stem (five plain
convolutions with batch normalisation) survives the quantisation well. Get it with `npm pack nsfwjs`.
"""
import base64
import glob
import math
import os
import re

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

WEIGHT = re.compile(r'\{name:"([^"]+)",shape:\[([\d,]*)\],dtype:"float32",quantization:\{([^}]*)\}')


def read_tfjs_module(folder, wanted):
    """Dequantised tensors {name: array} of a tfjs layers model packed as JavaScript modules."""
    with open(os.path.join(folder, "model.min.js")) as f:
        manifest = WEIGHT.findall(f.read())
    data = b""
    for path in sorted(glob.glob(os.path.join(folder, "group1-shard*.min.js"))):
        with open(path) as f:
            data += base64.b64decode(max(re.findall(r'"([A-Za-z0-9+/=]*)"', f.read()), key=len))
    tensors, offset = {}, 0
    for name, shape, quantization in manifest:
        shape = [int(n) for n in shape.split(",") if n]
        fields = dict(item.split(":") for item in quantization.split(","))
        size = math.prod(shape)
        if name in wanted:
            raw = np.frombuffer(data, np.uint8, size, offset).reshape(shape)
            tensors[name] = raw.astype(np.float32) * float(fields["scale"]) + float(fields["min"])
        offset += size
    if offset != len(data):
        raise ValueError(f"{folder}: the manifest speaks of {offset} bytes, the shards hold {len(data)}")
    return tensors


class InceptionStem(nn.Module):
    """The five convolutions before InceptionV3's first mixed block; returns the features after each but the 1x1."""

    STRIDES = (2, 1, 1, 1, 1)
    POOL_BEFORE = (3,)  # a 3x3 max-pool of stride 2 precedes these layers
    TAPS = (0, 1, 2, 4)

    def __init__(self, folder):
        super().__init__()
        layers = range(1, 6)
        names = {f"conv2d_{i}/kernel" for i in layers}
        names |= {f"batch_normalization_{i}/{part}" for i in layers for part in ("beta", "moving_mean", "moving_variance")}
        t = read_tfjs_module(folder, names)
        for i in layers:  # fold the batch normalisation (no gamma, eps 1e-3) into the convolution
            part = {p: t[f"batch_normalization_{i}/{p}"] for p in ("beta", "moving_mean", "moving_variance")}
            scale = 1.0 / np.sqrt(np.maximum(part["moving_variance"], 0) + 1e-3)
            kernel = (t[f"conv2d_{i}/kernel"] * scale).transpose(3, 2, 0, 1)
            self.register_buffer(f"kernel{i}", torch.from_numpy(np.ascontiguousarray(kernel)))
            self.register_buffer(f"bias{i}", torch.from_numpy(part["beta"] - part["moving_mean"] * scale))

    def forward(self, x):
        """Image [B, 3, H, W] in [-1, 1] -> list of feature maps."""
        h, features = x * 0.5 + 0.5, []
        for i, stride in enumerate(self.STRIDES):
            if i in self.POOL_BEFORE:
                h = F.max_pool2d(h, 3, 2)
            kernel, bias = getattr(self, f"kernel{i + 1}"), getattr(self, f"bias{i + 1}")
            h = F.relu(F.conv2d(h, kernel, bias, stride, kernel.shape[-1] // 2))
            if i in self.TAPS:
                features.append(h)
        return features


class PerceptualDistance(nn.Module):
    """LPIPS without learned channel weights: squared distance of channel-normalised features, averaged over
    positions and layers. The floor under the norm keeps flat sky, whose features are near zero, from
    weighing as much as structure."""

    FLOOR = 0.3

    def __init__(self, folder):
        super().__init__()
        self.stem = InceptionStem(folder)

    def forward(self, reconstruction, photo):
        with torch.no_grad():
            target = [self.unit(f) for f in self.stem(photo)]
        ours = [self.unit(f) for f in self.stem(reconstruction)]
        return sum(((a - b) ** 2).sum(1).mean() for a, b in zip(ours, target)) / len(ours)

    def unit(self, f):
        f = f.float()
        return f / (f.pow(2).sum(1, keepdim=True) + self.FLOOR ** 2).sqrt()
