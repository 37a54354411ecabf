"""Architectures of the `landscapes` model: image stage, condition stages, transformer, and its vocabulary."""


def stage(channels, ch_mult, n_embed, embed_dim, ch=32, z_channels=32):
    """A VQGAN of patch 4 and f = 16 (256x256 -> 16x16 codes), attention at 16x16."""
    return {
        "ddconfig": {
            "double_z": False, "z_channels": z_channels, "resolution": 64, "in_channels": channels, "out_ch": channels, "ch": ch,
            "ch_mult": ch_mult, "num_res_blocks": 1, "attn_resolutions": [16], "dropout": 0.0, "patch": 4,
        },
        "n_embed": n_embed,
        "embed_dim": embed_dim,
    }


IMAGE_STAGE = stage(3, [1, 2, 4], 1024, 32, ch=64)
SEGMENTATION_STAGE = {**stage(11, [1, 2, 4], 256, 16), "n_labels": 11}
# Stages of the other conditions that are pictures. Each has its own small VQGAN.
PICTURE_STAGES = {
    "depth": stage(1, [1, 1, 2], 256, 8, z_channels=16),
    "edges": stage(3, [1, 1, 2], 256, 16, z_channels=16),
    "low-resolution": stage(3, [1, 1, 2], 512, 16, z_channels=16),
}

# Ids of the transformer's vocabulary: image codes, then one range a condition. A condition always fills as many
# positions as the window has cells (class and "nothing told" repeat their id), so that the positions of the
# image mean the same under all of them.
OFFSETS = {"segmentation": 1024, "none": 1280, "class": 1281, "depth": 1312, "edges": 1568, "low-resolution": 1824, "coordinates": 2336}
TOKEN_OFFSET = OFFSETS["segmentation"]
NO_LAYOUT = OFFSETS["none"]
COORDINATE_CODES = 256

TRANSFORMER = {"vocab_size": 2592, "block_size": 512, "n_layer": 8, "n_head": 8, "n_embd": 256, "n_unmasked": 0}
WINDOW = 16
CELL = 16
