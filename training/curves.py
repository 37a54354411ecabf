"""Training curves drawn with PIL from the log.jsonl files of the three stages."""
import json
import os

from PIL import Image, ImageDraw

# folder of the stage, key of its log, title, key of a second line
PANELS = [
    ("image", "val_psnr", "image stage: PSNR (dB), 24 validation photos", None),
    ("image", "val_detail", "image stage: detail ratio", None),
    ("segmentation", "val_accuracy", "segmentation stage: pixel accuracy", None),
    ("transformer", "val_nll_segmentation", "transformer: validation NLL given the layout; orange: without", "val_nll_none"),
]
WIDTH, HEIGHT, MARGIN = 420, 240, 42


def series(path, key):
    """(step, value) pairs; a resumed run may repeat steps, the last value counts."""
    points = {}
    with open(path) as f:
        for line in f:
            row = json.loads(line)
            if key in row:
                points[row["step"]] = row[key]
    return sorted(points.items())


def panel(draw, left, top, title, lines):
    every = [v for line in lines for _, v in line]
    low, high, end = min(every), max(every), max(s for line in lines for s, _ in line)
    span = (high - low) or 1.0
    box = (left + MARGIN, top + 24, left + WIDTH - 12, top + HEIGHT - 26)
    draw.rectangle(box, outline="#999999")
    draw.text((left + MARGIN, top + 8), title, fill="black")
    for value, y in ((high, box[1]), (low, box[3] - 10)):
        draw.text((left + 4, y), f"{value:.2f}", fill="#555555")
    draw.text((box[0], box[3] + 6), "0", fill="#555555")
    draw.text((box[2] - 60, box[3] + 6), f"{end} steps", fill="#555555")
    for line, ink in zip(lines, ("#1f5fa8", "#d9822b")):
        at = [(box[0] + s / end * (box[2] - box[0]), box[3] - (v - low) / span * (box[3] - box[1])) for s, v in line]
        draw.line(at, fill=ink, width=2)


def draw_curves(logs, path, panels=tuple(PANELS)):
    page = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    for n, (stage, key, title, second) in enumerate(panels):
        log = os.path.join(logs, stage, "log.jsonl")
        lines = [series(log, k) for k in (key, second) if k] if os.path.exists(log) else []
        lines = [line for line in lines if len(line) > 1]
        if lines:
            panel(draw, n % 2 * WIDTH, n // 2 * HEIGHT, title, lines)
    page.save(path)
