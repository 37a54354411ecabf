"""Trains the pose stage: python3 -m training.figures.train_pose --data DIR --out DIR

training.train_condition, with all its options, on pose pictures drawn from the keypoints of the figures.
"""
import sys

from .. import train_condition
from ..data import normalise
from .config import POSE_STAGE
from .dataset import Figures
from .pose import pose_picture
from .skeleton import SIZE

DEFAULTS = ["--kind", "pose", "--steps", "900", "--batch", "8", "--size", "192", "--threads", "1"]


class PosePictures:
    """The picture of each pose, float32 [3, 256, 256], drawn when asked for."""

    def __init__(self, keypoints):
        self.keypoints = keypoints

    def __len__(self):
        return len(self.keypoints)

    def __getitem__(self, n):
        return normalise(pose_picture(self.keypoints[n], SIZE, SIZE))


def main():
    opt = train_condition.options(DEFAULTS + sys.argv[1:], kinds=("pose",))
    val = PosePictures(Figures(opt.data, "val", limit=24).keypoints)
    train_condition.train(opt, POSE_STAGE, PosePictures(Figures(opt.data, "train").keypoints), [val[n] for n in range(len(val))])


if __name__ == "__main__":
    main()
