"""Architectures and vocabulary of the `figures` model."""
from ..config import WINDOW, stage

IMAGE_STAGE = stage(3, [1, 2, 2], 512, 32)
POSE_STAGE = stage(3, [1, 1, 1], 256, 16, z_channels=16)
# Image codes, then one range a kind; "none" withholds the pose
OFFSETS = {"pose": 512, "none": 768}
TRANSFORMER = {"vocab_size": 769, "block_size": 2 * WINDOW ** 2, "n_layer": 4, "n_head": 6, "n_embd": 192, "n_unmasked": 0}
