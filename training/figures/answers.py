"""Does a picture answer its pose? Three shares, each beside the same for wrongly paired poses."""
import numpy as np

from .canvas import rgb, shade_of
from .outfit import SKIN
from .pose import LIMBS
from .skeleton import GROUND

BORDER = 10
LEAST = 26  # of 255, in the channel that differs most
# Below this row the figure's shadow begins
FEET = int(GROUND) - 16
WRISTS = (4, 7)
NEAR = 8
SKIN_TONES = np.array([tone for c in SKIN for tone in (rgb(c), (rgb(c) + shade_of(c)) / 2)])
SKIN_DISTANCE = 42


def drawn_cover(picture):
    """uint8 [H, W, 3] -> bool [H, W]: where a row differs from the room at both of its ends."""
    p = picture.astype(int)
    room = np.median(np.concatenate([p[:, :BORDER], p[:, -BORDER:]], 1), 1)
    return np.abs(p - room[:, None]).max(2) > LEAST


def overlap(a, b):
    """Intersection over union above the shadow."""
    a, b = a[:FEET], b[:FEET]
    return (a & b).sum() / max(1, (a | b).sum())


def limb_points(keypoints, steps=12):
    """Points on arms, legs and trunk, as rows and columns."""
    found = []
    for start, end, _ in LIMBS[:12]:
        if keypoints[start, 2] > 0 and keypoints[end, 2] > 0:
            t = (np.arange(steps) + 0.5)[:, None] / steps
            found.append(keypoints[start, :2] * (1 - t) + keypoints[end, :2] * t)
    points = np.concatenate(found).round().astype(int)
    inside = (points >= 0).all(1) & (points[:, 0] < 256) & (points[:, 1] < FEET)
    return points[inside, 1], points[inside, 0]


def limb_share(picture, keypoints):
    """Share of points on the limbs where there is figure."""
    return drawn_cover(picture)[limb_points(keypoints)].mean()


def is_skin(picture):
    distance = np.sqrt(((picture[..., None, :].astype(float) - SKIN_TONES) ** 2).sum(-1))
    return (distance.min(-1) < SKIN_DISTANCE) & drawn_cover(picture)


def wrist_share(picture, keypoints):
    """Share of the wrists that have something skin-coloured, standing out from the room, within NEAR pixels."""
    skin = is_skin(picture)
    y, x = np.mgrid[:256, :256]
    hits = [skin[(x - keypoints[n, 0]) ** 2 + (y - keypoints[n, 1]) ** 2 <= NEAR ** 2].any() for n in WRISTS if keypoints[n, 2] > 0]
    return float(np.mean(hits)) if hits else 0.0


def answers(pictures, keypoints, covers):
    """Figures for pictures drawn from poses; `covers`: bool, what the generator's own figures cover."""
    def paired(shift):
        of = [(n, (n + shift) % len(pictures)) for n in range(len(pictures))]
        return {"overlap": float(np.mean([overlap(drawn_cover(pictures[n]), covers[m]) for n, m in of])),
                "limbs": float(np.mean([limb_share(pictures[n], keypoints[m]) for n, m in of])),
                "wrists": float(np.mean([wrist_share(pictures[n], keypoints[m]) for n, m in of]))}
    return {"right": paired(0), "wrong": paired(1)}
