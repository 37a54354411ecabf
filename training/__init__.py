"""PyTorch training of the models Tessera ships: image stage, segmentation stage, transformer."""
