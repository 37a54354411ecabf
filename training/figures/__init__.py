"""The `figures` model: clothed figures from a pose, trained on figures that `draw.py` makes up."""
