"""Head, face and hair of a figure, in coordinates of the head: u to the side, v up, 1 = a pixel at medium size."""
import numpy as np

from .canvas import ellipse, limb, mixed, shade_of, smooth
from .skeleton import rotated

RX, RY = 15.0, 17.5


class Head:
    def __init__(self, canvas, skeleton, outfit):
        self.canvas, self.outfit, self.k = canvas, outfit, skeleton.keypoints
        self.h, self.turn = skeleton.build.head * skeleton.build.scale, skeleton.pose.turn
        self.centre, self.axis = skeleton.head, rotated(np.array([0.0, -1.0]), skeleton.head_angle)
        self.side = np.array([-self.axis[1], self.axis[0]])

    def at(self, u, v):
        return self.centre + self.side * u * self.h + self.axis * v * self.h

    def outline(self, points, rounds=3):
        return smooth([self.at(u, v) for u, v in points], rounds)

    def oval(self, u, v, rx, ry):
        return ellipse(self.at(u, v), self.axis, rx * self.h, ry * self.h)

    def behind(self):
        """Hair that falls behind the body."""
        c, o, colour = self.canvas, self.outfit, mixed(self.outfit.hair_colour, shade_of(self.outfit.hair_colour), 0.5)
        if o.hair == "long":
            c.part([self.outline([(-19, 10), (-12, 20), (12, 20), (19, 10), (22, -20), (19, -42), (7, -46), (-7, -46), (-19, -42), (-22, -20)])], colour)
        elif o.hair == "bob":
            c.part([self.outline([(-19, 10), (-12, 20), (12, 20), (19, 10), (22, -12), (19, -23), (-19, -23), (-22, -12)])], colour)
        elif o.hair == "ponytail":
            way = 1 if self.turn < 0 else -1
            c.part([self.outline([(way * 10, 14), (way * 24, 14), (way * 29, -6), (way * 24, -30), (way * 20, -10), (way * 14, 2)])], colour)
        elif o.hair == "curly":
            c.part([self.oval(0, 5, 24, 22), self.oval(-16, -5, 9, 10), self.oval(16, -5, 9, 10)], colour)
        elif o.hair == "scarf":
            c.part([self.outline([(-19, 8), (-12, 20), (12, 20), (19, 8), (20, -18), (14, -26), (-14, -26), (-20, -18)])], shade_of(o.accent))
        elif o.hair == "bun":
            c.part([self.oval(-2 * self.turn, 23.5, 8.5, 7.5)], o.hair_colour)

    def draw(self):
        c, o, t = self.canvas, self.outfit, self.turn
        for ear, u in ((16, -15.5), (17, 15.5)):
            if self.k[ear, 2] > 0 and o.hair not in ("scarf", "long", "bob"):
                c.part([self.oval(u + 1.2 * t, -1, 3.4, 4.6)], mixed(o.skin, shade_of(o.skin), 0.35), shade=0)
        face = c.part([self.outline([(-RX, 4), (-12, RY), (12, RY), (RX, 4), (13.5, -9), (6.5, -17), (-6.5, -17), (-13.5, -9)])], o.skin, cast=0.9)
        self.features(face)
        self.hair_over(face)

    def features(self, face):
        c, o, t, h = self.canvas, self.outfit, self.turn, self.h
        dark = mixed(shade_of(o.skin), "#3a2030", 0.45)
        blush = mixed(o.skin, "#e0565a", 0.55 if o.skin[0] > 150 else 0.35)
        for sign in (-1, 1):
            c.glow(self.oval(sign * 9.2 + 5.2 * t, -5.2, 3.4, 2.3), blush, 0.55, 1.0, within=face)
            u = sign * 6.4 + 5.5 * t
            if o.skin[0] < 150:
                c.part([self.oval(u, 2.2, 2.9, 3.0)], "#f3ebe2", shade=0, within=face)
            c.part([self.oval(u, 2.2, 1.75, 2.45)], "#2c2230", shade=0, within=face)
            brow = mixed(o.hair_colour, "#2b2320", 0.35) if o.hair not in ("beanie", "cap", "scarf", "bald") else dark
            c.stroke([self.at(u - 2.6, 7.0 - 0.5 * sign), self.at(u, 7.7), self.at(u + 2.6, 7.0 + 0.5 * sign)], brow, 1.3 * h)
        if o.beard:
            c.part([self.outline([(-15.5, -1), (-12, -5), (-5 + 4 * t, -5.5), (5 + 4 * t, -5.5), (12, -5), (15.5, -1), (13, -13), (6, -19), (-6, -19), (-13, -13)])],
                   mixed(o.hair_colour, "#000000", 0.08), shade=0.5, within=face)
        c.stroke([self.at(6.6 * t - 0.8 * np.sign(t + 1e-9), -1.0), self.at(7.6 * t + 0.9 * np.sign(t + 1e-9), -3.3), self.at(6.6 * t - 0.5, -3.9)], mixed(o.skin, dark, 0.6), 1.2 * h)
        c.stroke([self.at(-4 + 5 * t, -8.4), self.at(-1.6 + 5 * t, -10.0), self.at(1.6 + 5 * t, -10.0), self.at(4 + 5 * t, -8.4)],
                 mixed("#b5433f", dark, 0.45), 1.7 * h)

    def hair_over(self, face):
        c, o, t = self.canvas, self.outfit, self.turn
        if o.hair == "bald":
            return
        if o.hair in ("beanie", "cap", "scarf"):
            self.hat(face)
            return
        opening = {"short": (0, -6.5, 13.8, 16.2), "swept": (5 if t < 0 else -5, -8, 15.0, 16.5), "bob": (0, -7.5, 12.5, 17.0), "long": (0, -7.0, 12.6, 17.5),
                   "bun": (0, -5.5, 14.2, 16.6), "ponytail": (0, -6.0, 14.0, 16.4), "curly": (0, -7.5, 13.0, 16.5)}[o.hair]
        u, v, rx, ry = opening
        low = {"bob": -20, "long": -20, "curly": -4}.get(o.hair, -2)
        shell = [(-16.5, low), (-18, 8), (-12.5, 21.5), (12.5, 21.5), (18, 8), (16.5, low)]
        if o.hair == "curly":
            outlines = [self.oval(du, dv, 6.2, 6.2) for du, dv in ((-15, 6), (-12, 13), (-5, 18), (4, 18.5), (12, 13.5), (15.5, 6), (-16.5, -1), (16.5, -1))] + [self.outline(shell)]
        else:
            outlines = [self.outline(shell)]
        c.part(outlines, o.hair_colour, without=[self.oval(u + 3.5 * t, v, rx, ry), *self.below(low)], cast=0.5)
        c.stroke([self.at(-9 - t, 15.5), self.at(-4 - t, 18.2), self.at(1 - t, 18.8)], mixed(o.hair_colour, "#ffffff", 0.28), 1.5 * self.h)

    def below(self, low):
        """What short hair leaves free."""
        return [[self.at(-30, low), self.at(30, low), self.at(30, low - 30), self.at(-30, low - 30)]]

    def hat(self, face):
        c, o, t = self.canvas, self.outfit, self.turn
        if o.hair == "scarf":
            c.part([self.outline([(-17.5, 4), (-13, 21), (13, 21), (17.5, 4), (16, -12), (8, -21), (-8, -21), (-16, -12)])], o.accent,
                   without=[self.oval(2.5 * t, -3.5, 11.6, 13.6)], cast=0.5)
            return
        # a little hair below the rim
        c.part([self.outline([(-16.5, -3), (-17, 9), (17, 9), (16.5, -3)], 2)], o.hair_colour, without=[self.oval(3 * t, -7, 13.6, 16)], shade=0.5)
        c.part([self.outline([(-18, 5), (-17, 17), (-9, 25), (9, 25), (17, 17), (18, 5)], 2)], o.accent, without=self.below(6.5), cast=0.5)
        if o.hair == "beanie":
            c.part(limb([self.at(-15.5, 8.6), self.at(0, 9.6), self.at(15.5, 8.6)], [2.9 * self.h] * 3), mixed(o.accent, "#ffffff", 0.18), shade=0.6)
            c.part([self.oval(0, 26, 4.2, 4.2)], mixed(o.accent, "#ffffff", 0.18))
        else:
            c.part([self.outline([(-13 + 9 * t, 8.8), (13 + 9 * t, 8.8), (16 + 10 * t, 5.5), (9 * t, 4.2), (-16 + 10 * t, 5.5)], 2)], shade_of(o.accent), cast=0.8, shade=0)
