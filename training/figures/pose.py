"""The pose picture: a skeleton of OpenPose's 18 COCO keypoints as coloured limbs on black, to the byte as in the app
(src/conditioning/pose.ts). tests/fixtures/pose holds cases for both."""
import hashlib

import numpy as np

KEYPOINTS = (
    "nose", "neck", "right shoulder", "right elbow", "right wrist", "left shoulder", "left elbow", "left wrist", "right hip",
    "right knee", "right ankle", "left hip", "left knee", "left ankle", "right eye", "left eye", "right ear", "left ear",
)
# from, to, colour; a later limb lies over an earlier one
LIMBS = (
    (1, 2, "#ff0000"), (1, 5, "#ff5500"), (2, 3, "#ffaa00"), (3, 4, "#ffff00"), (5, 6, "#aaff00"), (6, 7, "#55ff00"),
    (1, 8, "#00ff00"), (8, 9, "#00ff55"), (9, 10, "#00ffaa"), (1, 11, "#00ffff"), (11, 12, "#00aaff"), (12, 13, "#0055ff"),
    (1, 0, "#0000ff"), (0, 14, "#5500ff"), (14, 16, "#aa00ff"), (0, 15, "#ff00ff"), (15, 17, "#ff00aa"),
)
# Half the width of a limb in a picture of height 256
HALF_WIDTH = 4.0
# Right and left exchanged, as a mirror does
MIRRORED = (0, 1, 5, 6, 7, 2, 3, 4, 11, 12, 13, 8, 9, 10, 15, 14, 17, 16)


def bytes_of(colour):
    return tuple(int(colour[k:k + 2], 16) for k in (1, 3, 5))


def pose_picture(keypoints, height, width):
    """Keypoints [18, 3] (x, y in pixels, confidence; 0 = missing) -> uint8 [height, width, 3]. No antialiasing: a pixel
    belongs to a limb when its centre is at most HALF_WIDTH * height / 256 away from it."""
    k = np.asarray(keypoints, np.float64)
    picture = np.zeros((height, width, 3), np.uint8)
    reach = HALF_WIDTH * height / 256
    for start, end, colour in LIMBS:
        if not (k[start, 2] > 0 and k[end, 2] > 0):
            continue
        (ax, ay), (bx, by) = k[start, :2], k[end, :2]
        # only the pixels whose centres can be near enough
        left, right = (int(np.clip(n, 0, width)) for n in (np.floor(min(ax, bx) - reach) - 1, np.ceil(max(ax, bx) + reach) + 1))
        top, bottom = (int(np.clip(n, 0, height)) for n in (np.floor(min(ay, by) - reach) - 1, np.ceil(max(ay, by) + reach) + 1))
        x, y = np.arange(left, right)[None, :] + 0.5, np.arange(top, bottom)[:, None] + 0.5
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0.0, 1.0) if length > 0 else 0.0
        ex, ey = x - (ax + t * dx), y - (ay + t * dy)
        picture[top:bottom, left:right][ex * ex + ey * ey <= reach * reach] = bytes_of(colour)
    return picture


def mirrored(keypoints, width):
    """The same pose seen in a mirror."""
    k = np.array(keypoints, np.float64)[list(MIRRORED)]
    k[:, 0] = np.where(k[:, 2] > 0, width - k[:, 0], k[:, 0])
    return k


def digest(picture):
    """SHA-256 of the rows, RGB byte by byte."""
    return hashlib.sha256(np.ascontiguousarray(picture).tobytes()).hexdigest()
