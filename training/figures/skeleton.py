"""Poses: a skeleton of joint angles within human limits, seen from the front, and its OpenPose keypoints.

Lengths are in pixels of a 256x256 picture for a figure of scale 1. Angles are degrees from straight down, positive
away from the body; the figure's right side is on the left of the picture.
"""
from dataclasses import dataclass, field, replace

import numpy as np

SIZE = 256
GROUND = 230.0  # of a sole that stands
MARGIN = 6.0
RIGHT, LEFT = -1, 1


@dataclass
class Build:
    """Proportions of one body."""
    scale: float
    shoulder: float
    hip: float
    head: float
    girth: float  # of limbs and waist, 1 = medium
    long: float  # legs


@dataclass
class Arm:
    lift: float  # upper arm
    bend: float  # forearm against the upper arm; positive bends inwards and up
    short: float = 1.0  # foreshortening of the forearm
    front: bool = True


@dataclass
class Leg:
    lift: float
    bend: float  # shin against thigh; positive bends back inwards
    thigh: float = 1.0  # foreshortening
    shin: float = 1.0


@dataclass
class Pose:
    name: str
    right: Arm
    left: Arm
    right_leg: Leg
    left_leg: Leg
    lean: float = 0.0  # of the trunk, degrees to the right of the picture
    tilt: float = 0.0  # of the head against the trunk
    turn: float = 0.0  # of the face, -1 to 1: to the left or right of the picture
    hip_drop: float = 0.0
    seated: bool = False
    lifted: float = 0.0  # both feet off the ground


@dataclass
class Skeleton:
    """Keypoints [18, 3] and what the drawing needs to know besides."""
    keypoints: np.ndarray
    build: Build
    pose: Pose
    head: np.ndarray = field(default=None)  # centre
    head_angle: float = 0.0
    pelvis: np.ndarray = field(default=None)


def random_build(rng):
    return Build(scale=rng.uniform(0.9, 1.06), shoulder=rng.uniform(18.5, 24.0), hip=rng.uniform(11.0, 14.5), head=rng.uniform(0.92, 1.1),
                 girth=rng.choice([0.86, 1.0, 1.0, 1.16]) * rng.uniform(0.95, 1.05), long=rng.uniform(0.94, 1.05))


def hanging(rng):
    return Arm(rng.uniform(4, 22), rng.uniform(-2, 28))


def standing_leg(rng):
    return Leg(rng.uniform(-1, 9), rng.uniform(-2, 5))


ARMS = {
    "hanging": hanging,
    "on the hip": lambda rng: Arm(rng.uniform(38, 52), rng.uniform(88, 106)),
    "out": lambda rng: Arm(rng.uniform(60, 100), rng.uniform(-8, 40)),
    "waving": lambda rng: Arm(rng.uniform(68, 105), rng.uniform(55, 100)),
    "raised": lambda rng: Arm(rng.uniform(135, 168), rng.uniform(-4, 30)),
    "to the head": lambda rng: Arm(rng.uniform(112, 130), rng.uniform(105, 125)),
    "to the chest": lambda rng: Arm(rng.uniform(14, 30), rng.uniform(105, 135), rng.uniform(0.75, 1)),
    "before the belly": lambda rng: Arm(rng.uniform(12, 28), rng.uniform(62, 92), rng.uniform(0.75, 1)),
    "behind": lambda rng: Arm(rng.uniform(16, 28), rng.uniform(34, 52), rng.uniform(0.8, 1), front=False),
}


def random_arms(rng, kinds, weights):
    one, other = (ARMS[str(rng.choice(kinds, p=np.array(weights) / sum(weights)))] for _ in range(2))
    return one(rng), other(rng) if rng.random() < 0.6 else one(rng)


def stand(rng):
    kinds = ["hanging", "on the hip", "out", "waving", "to the head", "to the chest", "before the belly", "behind"]
    arms = random_arms(rng, kinds, [5, 3, 1.5, 2, 1, 1.2, 1.5, 1])
    return Pose("standing", *arms, standing_leg(rng), standing_leg(rng), lean=rng.normal(0, 2.5))


def stroll(rng):
    """One knee comes forward: seen from the front its shin is shorter and its foot higher."""
    swing = rng.uniform(8, 26)
    arms = [Arm(rng.uniform(8, 20), rng.uniform(10, 40)), Arm(swing, rng.uniform(20, 75), rng.uniform(0.7, 1))]
    legs = [Leg(rng.uniform(0, 6), rng.uniform(-2, 3)), Leg(rng.uniform(-3, 8), rng.uniform(-3, 10), rng.uniform(0.86, 0.97), rng.uniform(0.62, 0.88))]
    if rng.random() < 0.5:
        arms, legs = arms[::-1], legs[::-1]
    return Pose("walking", *arms, *legs, lean=rng.normal(0, 3))


def raise_arms(rng):
    arms = ARMS["raised"](rng), ARMS[str(rng.choice(["raised", "raised", "hanging", "on the hip", "out"]))](rng)
    if rng.random() < 0.5:
        arms = arms[::-1]
    return Pose("arms raised", *arms, standing_leg(rng), standing_leg(rng), lean=rng.normal(0, 4))


def side_lean(rng):
    side = rng.choice([-1, 1])
    over, under = Arm(rng.uniform(120, 165), rng.uniform(0, 40)), ARMS[str(rng.choice(["hanging", "on the hip"]))](rng)
    arms = (over, under) if side > 0 else (under, over)
    return Pose("side lean", *arms, Leg(rng.uniform(6, 14), 0), Leg(rng.uniform(6, 14), 0), lean=side * rng.uniform(10, 24), tilt=side * rng.uniform(0, 8))


def sit(rng):
    """On a stool, thighs towards the viewer."""
    arms = random_arms(rng, ["hanging", "before the belly", "to the chest", "waving", "on the hip", "out"], [4, 4, 1, 1.5, 1, 0.7])
    legs = [Leg(rng.uniform(14, 34), rng.uniform(14, 40), rng.uniform(0.42, 0.58), rng.uniform(0.9, 1)) for _ in range(2)]
    return Pose("sitting", *arms, *legs, lean=rng.normal(0, 3), seated=True)


def jump(rng):
    wide = rng.uniform(20, 36)
    legs = [Leg(wide + rng.normal(0, 3), rng.uniform(-4, 18)) for _ in range(2)]
    arms = [Arm(rng.uniform(95, 150), rng.uniform(-6, 30)) for _ in range(2)]
    return Pose("star", *arms, *legs, lean=rng.normal(0, 4), lifted=float(rng.choice([0, 0, 14])))


def dance(rng):
    bent = Leg(rng.uniform(24, 48), rng.uniform(45, 100), rng.uniform(0.8, 1), rng.uniform(0.75, 1))
    legs = [Leg(rng.uniform(-2, 10), rng.uniform(-2, 6)), bent]
    arms = list(random_arms(rng, ["out", "raised", "waving", "on the hip", "to the head"], [3, 3, 2, 2, 1]))
    if rng.random() < 0.5:
        legs = legs[::-1]
    return Pose("dancing", *arms, *legs, lean=rng.normal(0, 7))


def lunge(rng):
    legs = [Leg(rng.uniform(30, 44), rng.uniform(35, 50)), Leg(rng.uniform(26, 38), rng.uniform(-3, 5))]
    arms = list(random_arms(rng, ["out", "on the hip", "hanging", "raised"], [3, 2, 1, 1]))
    if rng.random() < 0.5:
        legs = legs[::-1]
    return Pose("lunge", *arms, *legs, lean=rng.normal(0, 6))


POSES = ((stand, 8), (stroll, 4), (raise_arms, 3), (side_lean, 2), (sit, 3), (jump, 2), (dance, 3), (lunge, 2))


def random_pose(rng):
    weights = np.array([w for _, w in POSES], float)
    pose = POSES[int(rng.choice(len(POSES), p=weights / weights.sum()))][0](rng)
    pose.tilt += rng.normal(0, 4)
    pose.turn = float(np.clip(rng.normal(0, 0.45), -1, 1))
    pose.hip_drop = rng.normal(0, 1.2)
    return pose


def rotated(vector, degrees):
    a = np.radians(degrees)
    return np.array([vector[0] * np.cos(a) - vector[1] * np.sin(a), vector[0] * np.sin(a) + vector[1] * np.cos(a)])


def downwards(degrees, side, length):
    """A bone that hangs `degrees` away from the body on one side."""
    a = np.radians(degrees)
    return np.array([side * np.sin(a) * length, np.cos(a) * length])


def build_skeleton(pose, build, place=0.5):
    """`place`: where across the room that the figure leaves free it stands, 0 to 1. A figure that would not fit is made smaller."""
    skeleton = assembled(pose, replace(build, scale=build.scale * 1.12) if pose.seated else build, place)
    points = skeleton.keypoints[skeleton.keypoints[:, 2] > 0]
    s = skeleton.build.scale
    top = min(points[:, 1].min() - 12 * s, skeleton.head[1] - 26 * s)
    width = np.ptp(points[:, 0]) + 28 * s
    fit = min(1.0, (GROUND - MARGIN) / (GROUND - top), (SIZE - 2 * MARGIN) / width)
    return skeleton if fit == 1.0 else assembled(pose, replace(skeleton.build, scale=fit * s), place)


def assembled(pose, build, place):
    s, k = build.scale, np.zeros((18, 3))
    up = rotated(np.array([0.0, -1.0]), pose.lean)
    across = np.array([-up[1], up[0]])  # to the right of the picture
    pelvis = np.zeros(2)
    neck = pelvis + up * 61 * s
    k[1, :2] = neck
    drop = np.array([0.0, pose.hip_drop])
    for side, arm, leg, points in ((RIGHT, pose.right, pose.right_leg, (2, 3, 4, 8, 9, 10)), (LEFT, pose.left, pose.left_leg, (5, 6, 7, 11, 12, 13))):
        # a raised arm takes its shoulder with it
        rise = max(0.0, arm.lift - 80) / 90
        shoulder = neck + across * side * build.shoulder * s * (1 - 0.12 * rise) + up * (-4 + 6 * rise) * s
        elbow = shoulder + rotated(downwards(arm.lift, side, 33 * s), 0.6 * pose.lean)
        # a hanging arm folds inwards across the body, a lifted one upwards
        forearm = downwards(arm.lift + (arm.bend if arm.lift > 55 else -arm.bend), side, 30 * s * arm.short)
        hip = pelvis + side * (across * 0.6 + np.array([0.4, 0])) * build.hip * s + side * drop
        knee = hip + downwards(leg.lift, side, 45 * s * build.long * leg.thigh)
        ankle = knee + downwards(leg.lift - leg.bend, side, 43 * s * build.long * leg.shin)
        for n, point in zip(points, (shoulder, elbow, elbow + rotated(forearm, 0.6 * pose.lean), hip, knee, ankle)):
            k[n, :2] = point
    angle = pose.lean + pose.tilt
    axis = rotated(np.array([0.0, -1.0]), angle)
    side = np.array([-axis[1], axis[0]])
    h = build.head * s
    head = neck + axis * 30 * h
    nose = head + side * 7.5 * pose.turn * h - axis * 2.5 * h
    k[0, :2] = nose
    for n, sign in ((14, -1), (15, 1)):
        k[n, :2] = head + side * (sign * 7.2 + 5.5 * pose.turn) * h + axis * 2.6 * h
    for n, sign in ((16, -1), (17, 1)):
        k[n, :2] = head + side * (sign * 16.5 + 1.5 * pose.turn) * h + axis * 0.5 * h
    k[:, 2] = 1.0
    # the ear on the side that the face turns to is out of sight
    if abs(pose.turn) > 0.55:
        k[17 if pose.turn > 0 else 16, 2] = 0.0
    skeleton = Skeleton(k, build, pose, head, angle, pelvis)
    move_onto_ground(skeleton, place)
    k[k[:, 2] == 0] = 0.0
    return skeleton


def move_onto_ground(skeleton, place):
    k, s = skeleton.keypoints, skeleton.build.scale
    feet = max(k[10, 1], k[13, 1]) + 9 * s
    left, right = k[:, 0].min() - 20 * s, k[:, 0].max() + 20 * s
    room = max(0.0, SIZE - (right - left))
    x = -left + room * (0.5 + 0.4 * (place - 0.5)) if room else SIZE / 2 - (left + right) / 2
    by = np.array([x, GROUND - feet - skeleton.pose.lifted])
    k[:, :2] += by
    skeleton.head, skeleton.pelvis = skeleton.head + by, skeleton.pelvis + by
