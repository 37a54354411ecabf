"""Architectures of the `landscapes` model: image stage, segmentation stage, transformer."""

IMAGE_STAGE = {
    "ddconfig": {
        "double_z": False, "z_channels": 32, "resolution": 64, "in_channels": 3, "out_ch": 3, "ch": 64, "ch_mult": [1, 2, 4],
        "num_res_blocks": 1, "attn_resolutions": [16], "dropout": 0.0, "patch": 4,
    },
    "n_embed": 1024,
    "embed_dim": 32,
}

SEGMENTATION_STAGE = {
    "ddconfig": {
        "double_z": False, "z_channels": 32, "resolution": 64, "in_channels": 11, "out_ch": 11, "ch": 32, "ch_mult": [1, 2, 4],
        "num_res_blocks": 1, "attn_resolutions": [16], "dropout": 0.0, "patch": 4,
    },
    "n_embed": 256,
    "embed_dim": 16,
    "n_labels": 11,
}

# Ids of the transformer's vocabulary: image codes, then the codes of the condition, then one id that stands
# in every condition cell when the layout is withheld.
TOKEN_OFFSET = IMAGE_STAGE["n_embed"]
NO_LAYOUT = TOKEN_OFFSET + SEGMENTATION_STAGE["n_embed"]

TRANSFORMER = {"vocab_size": 1312, "block_size": 512, "n_layer": 6, "n_head": 6, "n_embd": 192, "n_unmasked": 0}
WINDOW = 16
