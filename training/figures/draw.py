"""Draws a clothed figure: python3 -m training.figures.draw OUT.jpg [SEED] makes a sheet of them.

Everything follows from a seed: build, pose, clothes, room. Painted from back to front as a flat illustration with
soft shade; the keypoints are those the drawing was made from.
"""
import sys

import numpy as np
from PIL import Image

from ..sheets import sheet
from .canvas import Canvas, ellipse, limb, mixed, shade_of, smooth
from .head import Head
from .outfit import random_outfit
from .pose import pose_picture
from .skeleton import GROUND, LEFT, RIGHT, SIZE, build_skeleton, random_build, random_pose

DOWN = np.array([0.0, 1.0])
ARM = {RIGHT: (2, 3, 4), LEFT: (5, 6, 7)}
LEG = {RIGHT: (8, 9, 10), LEFT: (11, 12, 13)}


def between(a, b, share):
    return a + (b - a) * share


class Figure:
    def __init__(self, skeleton, outfit):
        self.skeleton, self.outfit, self.canvas = skeleton, outfit, Canvas(SIZE)
        self.k, self.s = skeleton.keypoints[:, :2], skeleton.build.scale
        self.g = self.s * skeleton.build.girth
        self.head = Head(self.canvas, skeleton, outfit)

    def draw(self):
        """uint8 [256, 256, 3] and the figure's cover, uint8 [256, 256]."""
        pose = self.skeleton.pose
        arms = {RIGHT: pose.right, LEFT: pose.left}
        self.room()
        if pose.seated:
            self.stool()
        self.head.behind()
        for side, arm in arms.items():
            if not arm.front:
                self.arm(side)
        legs = {RIGHT: pose.right_leg, LEFT: pose.left_leg}
        for side in sorted(legs, key=lambda n: -legs[n].shin):  # the leg that comes forward over the other
            self.leg(side)
        self.lower()
        self.trunk()
        for side, arm in arms.items():
            if arm.front:
                self.arm(side)
        self.head.draw()
        return self.canvas.finished()

    def room(self):
        o, c = self.outfit, self.canvas
        side = c.side
        rise = np.linspace(0, 1, side)[:, None]
        wall = mixed(o.wall, "#ffffff", 0.35) * (1 - rise) + o.wall * rise
        floor = mixed(o.floor, "#ffffff", 0.25) * (1 - rise) + mixed(o.floor, "#ffffff", -0.05) * rise
        rows = np.where(rise * SIZE < o.horizon, wall, floor)
        c.image.paste(Image.fromarray(rows[:, None, :].clip(0, 255).astype(np.uint8)).resize((side, side), Image.NEAREST))
        feet = (self.k[10] + self.k[13]) / 2
        half = abs(self.k[13, 0] - self.k[10, 0]) / 2 + 24 * self.s
        c.glow(ellipse(np.array([feet[0] + 4, GROUND - 1]), DOWN, half, 6.5 * self.s), mixed(shade_of(o.floor), "#40304a", 0.35), 0.62, 2.2)

    def stool(self):
        c, s, o = self.canvas, self.s, self.outfit
        wood, centre = mixed("#b98a5e", o.floor, 0.25), (self.k[8] + self.k[11]) / 2
        top = centre[1] + 9 * s
        for u, foot in ((-15, -18), (15, 18), (-6, -7), (6, 7)):
            c.part(limb([np.array([centre[0] + u * s, top]), np.array([centre[0] + foot * s, GROUND - 3])], [2.6 * s, 2.2 * s]), shade_of(wood), shade=0.6, body=False)
        c.part([ellipse(np.array([centre[0], top]), DOWN, 25 * s, 6.5 * s)], wood, body=False)

    def leg(self, side):
        c, o, g = self.canvas, self.outfit, self.g
        hip, knee, ankle = (self.k[n] for n in LEG[side])
        bare = o.bottom in ("shorts", "skirt", "long skirt", "dress", "long dress")
        over = o.shoes == "boots" and o.bottom not in ("trousers", "wide")  # boots over what is slim, under what is wide
        if not over:
            self.shoe(side)
        if bare:
            c.part(limb([hip if o.bottom == "shorts" else between(hip, knee, 0.3), knee, ankle], [8.4 * g, 7.0 * g, 4.6 * g]), o.skin, cast=0.5)
            if o.bottom == "shorts":
                c.part(limb([hip, between(hip, knee, 0.72)], [9.2 * g, 10.0 * g]), o.bottom_colour, cast=0.5)
        else:
            radii = {"trousers": (9.2, 8.4, 7.2), "slim": (8.8, 7.4, 5.4), "wide": (9.6, 10.6, 11.4)}[o.bottom]
            end = between(knee, ankle, 1.0 if o.bottom != "slim" else 0.93)
            if o.bottom == "slim":
                c.part(limb([between(knee, ankle, 0.8), ankle], [4.6 * g, 4.4 * g]), o.skin)
            c.part(limb([hip, knee, end], [r * g for r in radii]), o.bottom_colour, cast=0.5)
        if over:
            self.shoe(side)

    def shoe(self, side):
        c, o, s = self.canvas, self.outfit, self.s
        knee, ankle = self.k[LEG[side][1]], self.k[LEG[side][2]]
        toe = ankle + np.array([side * 7.5, 6.0]) * s
        heel = ankle + np.array([-side * 1.0, 4.8]) * s
        if o.shoes == "boots":
            c.part([*limb([between(ankle, knee, 0.34), ankle], [6.9 * self.g, 6.2 * self.g]), *limb([heel, toe], [5.6 * s, 4.8 * s])], o.shoe_colour, cast=0.4)
        else:
            c.part([*limb([heel, toe], [5.2 * s, 4.6 * s])], o.shoe_colour)
        if o.shoes == "sneakers":
            low = DOWN * 3.8 * s
            c.part(limb([heel + low, toe + low], [1.7 * s, 1.7 * s]), "#fbfaf6" if o.shoe_colour.sum() < 700 else "#c9c4bd", shade=0)

    def frame(self):
        """Corners of the trunk: shoulders, waist, hips, and the directions along and across."""
        k = self.k
        neck, hips = k[1], (k[8] + k[11]) / 2
        along = (hips - neck) / np.hypot(*(hips - neck))
        across = np.array([along[1], -along[0]])
        return neck, hips, along, across

    def lower(self):
        """Seat of trousers, or a skirt."""
        c, o, s, g = self.canvas, self.outfit, self.s, self.g
        _, hips, along, across = self.frame()
        wide = self.skeleton.build.hip * s + 4.5 * g
        waist = hips - along * 20 * s
        if o.bottom not in ("skirt", "long skirt", "dress", "long dress"):
            c.part([smooth([waist - across * wide * 0.86, waist + across * wide * 0.86, hips + across * wide * 1.03, hips + across * wide * 0.8 + DOWN * 7 * s,
                            hips + DOWN * 8 * s, hips - across * wide * 0.8 + DOWN * 7 * s, hips - across * wide * 1.03])], o.bottom_colour, shade=0.5)
            return
        reach = 1.62 if "long" in o.bottom else 0.86
        hems = []
        for side in (RIGHT, LEFT):
            hip, knee, ankle = (self.k[n] for n in LEG[side])
            low = between(hip, knee, reach) if reach <= 1 else between(knee, ankle, reach - 1)
            flare = (9.0 if reach < 1 else 12.0) * g
            hems.append(low + np.array([side * flare, 3.0 * s]))
        middle = (hems[0] + hems[1]) / 2 + DOWN * 5 * s
        fold = shade_of(o.bottom_colour)
        outline = smooth([waist - across * wide * 0.8, waist + across * wide * 0.8, hips + across * wide * 1.12, hems[1] - DOWN * 2, hems[1], middle + (hems[1] - hems[0]) * 0.2,
                          middle - (hems[1] - hems[0]) * 0.2, hems[0], hems[0] - DOWN * 2, hips - across * wide * 1.12], 2)
        skirt = c.part([outline], o.bottom_colour, cast=0.8)
        for share in (0.34, 0.66):
            c.part(limb([between(hips, between(hems[0], hems[1], share), 0.25), between(hems[0], hems[1], share) + DOWN * 3 * s], [0.3, 1.2 * s]), mixed(o.bottom_colour, fold, 0.55), shade=0, within=skirt)

    def trunk(self):
        c, o, s, g = self.canvas, self.outfit, self.s, self.g
        neck, hips, along, across = self.frame()
        right, left = self.k[2], self.k[5]
        axis = (self.head.centre - neck) / np.hypot(*(self.head.centre - neck))
        c.part(limb([neck + along * 3 * s, neck + axis * 17 * s], [6.4 * s, 5.8 * s]), o.skin, cast=0.4)
        wide = self.skeleton.build.hip * s + 5.4 * g
        waist = between(neck, hips, 0.64)
        hem = hips + along * (3.0 if not o.dressed else -12) * s
        shoulder = 2.6 * g if o.sleeve != "none" else 0.0
        bottom = 1.04 if o.top in ("jacket", "hoodie", "long") else 0.98
        body = smooth([neck - across * 8 * s - along * 4.5 * s, right - across * shoulder - along * 4.0 * s, right - across * (shoulder + 1.5) + along * 8 * s,
                       waist - across * wide * (0.93 if not o.dressed else 0.82), hips - across * wide * bottom, hem - across * wide * bottom * 0.97, hem + across * wide * bottom * 0.97,
                       hips + across * wide * bottom, waist + across * wide * (0.93 if not o.dressed else 0.82), left + across * (shoulder + 1.5) + along * 8 * s,
                       left + across * shoulder - along * 4.0 * s, neck + across * 8 * s - along * 4.5 * s], 2)
        shell = c.part([body], o.top_colour, cast=0.6)
        deep = {"tank": 13, "tee": 8, "long": 7, "jacket": 9, "hoodie": 8}[o.top] * s
        if o.top == "jacket":
            c.part([[neck - across * 5 * s - along * 6 * s, neck + across * 5 * s - along * 6 * s, hem + across * 6.5 * s + along * 4 * s, hem - across * 6.5 * s + along * 4 * s]], o.inner_colour, shade=0, within=shell)
        c.part([ellipse(neck - along * 3.5 * s, along, (7.4 if o.top != "tank" else 9.4) * s, deep)], o.skin, shade=0, within=shell)
        if o.top == "hoodie":
            c.part(limb([neck - across * 9 * s - along * 3 * s, neck + along * 6 * s, neck + across * 9 * s - along * 3 * s], [3.6 * s, 3.2 * s, 3.6 * s]), mixed(o.top_colour, "#ffffff", 0.12), shade=0.8)
        if o.band:
            middle = between(neck, hips, 0.36)
            c.part(limb([middle - across * 40 * s, middle + across * 40 * s], [5 * s, 5 * s]), o.inner_colour, shade=0, within=shell)
        if o.dressed:
            c.part(limb([waist - across * wide, waist + across * wide], [2.6 * s, 2.6 * s]), shade_of(o.top_colour), shade=0, within=shell)

    def arm(self, side):
        c, o, g = self.canvas, self.outfit, self.g
        shoulder, elbow, wrist = (self.k[n] for n in ARM[side])
        reach = (wrist - elbow) / max(1e-6, np.hypot(*(wrist - elbow)))
        hand = wrist + reach * 5.0 * self.s
        c.part(limb([shoulder, elbow, wrist, hand], [6.2 * g, 5.0 * g, 4.0 * g, 5.0 * self.s]), o.skin, cast=0.9)
        if o.sleeve == "short":
            c.part(limb([shoulder, between(shoulder, elbow, 0.55)], [7.8 * g, 7.8 * g]), o.top_colour, shade=0.8)
        elif o.sleeve == "long":
            loose = 1.18 if o.top in ("jacket", "hoodie") else 1.0
            c.part(limb([shoulder, elbow, between(elbow, wrist, 0.92)], [7.4 * g, 6.3 * loose * g, 5.3 * loose * g]), o.top_colour, shade=0.9)


def figure(seed, n, outfit_of=None):
    """The n-th figure of a seed: picture uint8 [256, 256, 3], keypoints [18, 3], cover uint8 [256, 256]. `outfit_of`
    dresses it as another number of the seed: the same pose in other clothes."""
    rng = np.random.default_rng([seed, n])
    build, pose = random_build(rng), random_pose(rng)
    skeleton = build_skeleton(pose, build, rng.random())
    outfit = random_outfit(np.random.default_rng([seed, n if outfit_of is None else outfit_of, 1]))
    picture, cover = Figure(skeleton, outfit).draw()
    return picture, skeleton.keypoints, cover


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    rows = [[figure(seed, 8 * r + c)[0] for c in range(8)] for r in range(4)]
    rows.append([pose_picture(figure(seed, c)[1], SIZE, SIZE) for c in range(8)])
    sheet(rows, sys.argv[1], quality=92)


if __name__ == "__main__":
    main()
