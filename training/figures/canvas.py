"""A small painter: shapes with soft edges and soft shading, drawn large with PIL and shrunk at the end."""
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

SUPER = 3  # drawn so many times larger
# Light falls from the upper left, shade lies to the right and below
SHADE_STEP = np.array([3.4, 1.6])
SHADE_TINT = np.array([58.0, 40.0, 92.0])


def rgb(colour):
    return np.array([int(colour[k:k + 2], 16) for k in (1, 3, 5)], float) if isinstance(colour, str) else np.asarray(colour, float)


def mixed(a, b, share):
    return rgb(a) * (1 - share) + rgb(b) * share


def shade_of(colour):
    """Darker and a little cooler, as shade is in illustrations."""
    return mixed(rgb(colour) * 0.82, SHADE_TINT, 0.16)


def as_ink(colour):
    return tuple(int(round(float(c))) for c in np.clip(rgb(colour), 0, 255))


def smooth(points, rounds=3):
    """Cuts the corners of a closed outline (Chaikin)."""
    p = np.asarray(points, float)
    for _ in range(rounds):
        n = np.roll(p, -1, 0)
        p = np.stack([0.75 * p + 0.25 * n, 0.25 * p + 0.75 * n], 1).reshape(-1, 2)
    return p


def ellipse(centre, axis, rx, ry, steps=40):
    """Outline of an ellipse whose ry lies along `axis`."""
    t = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    across = np.array([-axis[1], axis[0]])
    return centre + np.outer(rx * np.cos(t), across) + np.outer(ry * np.sin(t), axis)


def limb(points, radii):
    """Outlines whose union is a tube through points, with a radius at each."""
    shapes = []
    for a, b, ra, rb in zip(points, points[1:], radii, radii[1:]):
        d = b - a
        length = np.hypot(*d)
        n = np.array([-d[1], d[0]]) / length if length > 1e-6 else np.array([1.0, 0.0])
        shapes.append([a + n * ra, b + n * rb, b - n * rb, a - n * ra])
    shapes += [ellipse(p, np.array([0.0, 1.0]), r, r, 24) for p, r in zip(points, radii)]
    return shapes


class Shape:
    """A mask on the part of the canvas that it covers."""

    def __init__(self, mask, left, top):
        self.mask, self.left, self.top = mask, left, top

    @property
    def box(self):
        return self.left, self.top, self.left + self.mask.width, self.top + self.mask.height


class Canvas:
    def __init__(self, size):
        self.size, self.side = size, size * SUPER
        self.image = Image.new("RGB", (self.side, self.side))
        self.body = Image.new("L", (self.side, self.side))  # where the figure is

    def shape(self, outlines, without=(), pad=8):
        """Union of closed outlines, less those of `without`."""
        scaled = [np.asarray(o) * SUPER for o in outlines]
        everything = np.concatenate(scaled)
        left, top = np.floor(everything.min(0)).astype(int) - pad * SUPER
        right, bottom = np.ceil(everything.max(0)).astype(int) + pad * SUPER
        left, top, right, bottom = (int(np.clip(v, 0, self.side)) for v in (left, top, right, bottom))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        pen = ImageDraw.Draw(mask)
        for group, ink in ((scaled, 255), ([np.asarray(o) * SUPER for o in without], 0)):
            for outline in group:
                pen.polygon([tuple(p) for p in outline - (left, top)], fill=ink)
        return Shape(mask, left, top)

    def moved(self, shape, by):
        return ImageChops.offset(shape.mask, int(round(by[0] * SUPER)), int(round(by[1] * SUPER)))

    def part(self, outlines, colour, without=(), shade=1.0, cast=0.0, within=None, body=True):
        """Paints a part of the figure. `shade`: strength of the soft shade along its far edge; `cast`: of the shadow
        that it throws on the figure below; `within`: only where another shape is."""
        shape = outlines if isinstance(outlines, Shape) else self.shape(outlines, without)
        if within is not None:
            shape.mask = ImageChops.multiply(shape.mask, self.crop_of(within, shape))
        if cast:
            below = self.body.crop(shape.box)
            shadow = self.moved(shape, (1.8, 2.6)).filter(ImageFilter.BoxBlur(1.2 * SUPER))
            shadow = ImageChops.multiply(shadow, below).point(lambda v: int(v * 0.38 * cast))
            self.image.paste(as_ink(SHADE_TINT * 0.6), shape.box[:2], shadow)
        self.image.paste(as_ink(colour), shape.box[:2], shape.mask)
        if shade:
            far = ImageChops.subtract(shape.mask, self.moved(shape, -SHADE_STEP)).filter(ImageFilter.BoxBlur(1.3 * SUPER))
            far = ImageChops.multiply(far, shape.mask).point(lambda v: min(255, int(v * 0.95 * shade)))
            self.image.paste(as_ink(shade_of(colour)), shape.box[:2], far)
        if body:
            self.body.paste(255, shape.box[:2], shape.mask)
        return shape

    def crop_of(self, other, shape):
        full = Image.new("L", shape.mask.size)
        full.paste(other.mask, (other.left - shape.left, other.top - shape.top))
        return full

    def glow(self, outline, colour, strength, blur, within=None):
        """A soft spot, such as a blush or a shadow on the ground."""
        shape = self.shape([outline], pad=int(3 * blur) + 2)
        mask = shape.mask.filter(ImageFilter.GaussianBlur(blur * SUPER)).point(lambda v: int(v * strength))
        if within is not None:
            mask = ImageChops.multiply(mask, self.crop_of(within, shape))
        self.image.paste(as_ink(colour), shape.box[:2], mask)

    def stroke(self, points, colour, width):
        """A line with round ends."""
        points = np.asarray(points, float)
        self.part(limb(list(points), [width / 2] * len(points)), colour, shade=0, body=False)

    def finished(self):
        """uint8 [size, size, 3] and the share of each pixel that the figure covers, uint8 [size, size]."""
        small = lambda image: np.asarray(image.resize((self.size, self.size), Image.BOX))
        return small(self.image), small(self.body)
