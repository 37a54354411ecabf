"""Convolutional autoencoder with a quantised latent grid: the reference's layers, order and state-dict keys.

One extension: `patch` p. A space-to-depth (pixel_unshuffle, channel = c*p*p + dy*p + dx) stands before the
encoder's first convolution and a depth-to-space (pixel_shuffle) after the decoder's last, so the convolutions
work at 1/p of the image size. p travels in the state dict as the int64 scalar `patch`; with p = 1 the network
is exactly the reference's. The configured resolution is that of the inner network, image size / p.
"""
import torch
from torch import nn
import torch.nn.functional as F

from .quantize import VectorQuantizer


def swish(x):
    return F.silu(x)


class Norm(nn.GroupNorm):
    """GroupNorm of 32 groups, eps 1e-6."""

    def __init__(self, channels):
        super().__init__(32, channels, eps=1e-6)

    def forward(self, x):
        if x.dtype == torch.float32 or x.is_cuda:
            return super().forward(x)
        return super().forward(x.float()).to(x.dtype)  # the CPU kernel does not mix bf16 input and f32 weights


def conv3(c_in, c_out):
    return nn.Conv2d(c_in, c_out, 3, 1, 1)


class ResBlock(nn.Module):
    """shortcut(x) + conv2(swish(norm2(conv1(swish(norm1(x))))))"""

    def __init__(self, c_in, c_out):
        super().__init__()
        self.norm1, self.conv1 = Norm(c_in), conv3(c_in, c_out)
        self.norm2, self.conv2 = Norm(c_out), conv3(c_out, c_out)
        if c_in != c_out:
            self.nin_shortcut = nn.Conv2d(c_in, c_out, 1)

    def forward(self, x):
        h = self.conv1(swish(self.norm1(x)))
        h = self.conv2(swish(self.norm2(h)))
        return (self.nin_shortcut(x) if hasattr(self, "nin_shortcut") else x) + h


class AttnBlock(nn.Module):
    """Single-head self-attention over all positions; scores are scaled by C^-0.5."""

    def __init__(self, channels):
        super().__init__()
        self.norm = Norm(channels)
        self.q, self.k, self.v = (nn.Conv2d(channels, channels, 1) for _ in range(3))
        self.proj_out = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        n = self.norm(x)
        q, k, v = (m(n).flatten(2) for m in (self.q, self.k, self.v))  # [B, C, N]
        scores = q.transpose(1, 2) @ k * q.shape[1] ** -0.5  # [B, N (query), N (key)]
        o = v @ scores.float().softmax(2).to(v.dtype).transpose(1, 2)
        return x + self.proj_out(o.view_as(x))


class Downsample(nn.Module):
    """Halving with the reference's asymmetric padding: one row below and one column to the right."""

    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, 2, 0)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Upsample(nn.Module):
    """Nearest-neighbour doubling, then a 3x3 convolution."""

    def __init__(self, channels):
        super().__init__()
        self.conv = conv3(channels, channels)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Level(nn.Module):
    """One resolution: ResBlocks, each followed by attention where the configuration asks for it."""

    def __init__(self, c_in, c_out, blocks, attention):
        super().__init__()
        self.block = nn.ModuleList(ResBlock(c_in if b == 0 else c_out, c_out) for b in range(blocks))
        self.attn = nn.ModuleList(AttnBlock(c_out) for _ in range(blocks if attention else 0))

    def forward(self, x):
        for b, block in enumerate(self.block):
            x = block(x)
            if len(self.attn):
                x = self.attn[b](x)
        return x


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block_1, self.attn_1, self.block_2 = ResBlock(channels, channels), AttnBlock(channels), ResBlock(channels, channels)

    def forward(self, x):
        return self.block_2(self.attn_1(self.block_1(x)))


class Encoder(nn.Module):
    """[B, in_channels, H, W] -> [B, z_channels, floor(H/f), floor(W/f)], f = 2^(len(ch_mult) - 1)."""

    def __init__(self, dd, in_channels):
        super().__init__()
        ch, mult, n = dd["ch"], dd["ch_mult"], len(dd["ch_mult"])
        self.conv_in = conv3(in_channels, ch)
        self.down = nn.ModuleList()
        for i in range(n):
            attention = dd["resolution"] >> i in dd["attn_resolutions"]
            level = Level(ch * ([1] + mult)[i], ch * mult[i], dd["num_res_blocks"], attention)
            if i < n - 1:
                level.downsample = Downsample(ch * mult[i])
            self.down.append(level)
        self.mid = Middle(ch * mult[-1])
        self.norm_out, self.conv_out = Norm(ch * mult[-1]), conv3(ch * mult[-1], dd["z_channels"])

    def forward(self, x):
        h = self.conv_in(x)
        for level in self.down:
            h = level(h)
            if hasattr(level, "downsample"):
                h = level.downsample(h)
        return self.conv_out(swish(self.norm_out(self.mid(h))))


class Decoder(nn.Module):
    """[B, z_channels, h, w] -> [B, out_channels, f*h, f*w]; one ResBlock a level more than the encoder."""

    def __init__(self, dd, out_channels):
        super().__init__()
        ch, mult, n = dd["ch"], dd["ch_mult"], len(dd["ch_mult"])
        self.conv_in = conv3(dd["z_channels"], ch * mult[-1])
        self.mid = Middle(ch * mult[-1])
        self.up = nn.ModuleList()  # index = resolution level, run from the coarsest down to 0
        for i in range(n):
            attention = dd["resolution"] >> i in dd["attn_resolutions"]
            level = Level(ch * mult[min(i + 1, n - 1)], ch * mult[i], dd["num_res_blocks"] + 1, attention)
            if i > 0:
                level.upsample = Upsample(ch * mult[i])
            self.up.append(level)
        self.norm_out, self.conv_out = Norm(ch * mult[0]), conv3(ch * mult[0], out_channels)

    def forward(self, z):
        h = self.mid(self.conv_in(z))
        for level in reversed(self.up):
            h = level(h)
            if hasattr(level, "upsample"):
                h = level.upsample(h)
        return self.conv_out(swish(self.norm_out(h)))


class VQModel(nn.Module):
    """Image stage: encode to ids, decode from codes. Images are NCHW in [-1, 1]."""

    def __init__(self, ddconfig, n_embed, embed_dim):
        super().__init__()
        p = ddconfig.get("patch", 1)
        self.encoder = Encoder(ddconfig, ddconfig["in_channels"] * p * p)
        self.decoder = Decoder(ddconfig, ddconfig["out_ch"] * p * p)
        self.quantize = VectorQuantizer(n_embed, embed_dim)
        self.quant_conv = nn.Conv2d(ddconfig["z_channels"], embed_dim, 1)
        self.post_quant_conv = nn.Conv2d(embed_dim, ddconfig["z_channels"], 1)
        self.register_buffer("patch", torch.tensor(p, dtype=torch.int64))
        self.p = p

    def prequant(self, x):
        """Latents before quantisation, [B, embed_dim, h, w]."""
        if self.p > 1:
            x = F.pixel_unshuffle(x, self.p)
        return self.quant_conv(self.encoder(x.contiguous(memory_format=torch.channels_last)))

    def encode(self, x):
        """-> straight-through codes [B, embed_dim, h, w], vq loss, ids [B, h, w]"""
        return self.quantize(self.prequant(x))

    def decode(self, q):
        """Codes [B, embed_dim, h, w] -> image or logits, float32."""
        y = self.decoder(self.post_quant_conv(q)).float()
        return F.pixel_shuffle(y, self.p) if self.p > 1 else y

    def decode_ids(self, ids):
        return self.decode(self.quantize.lookup(ids))

    def forward(self, x):
        q, loss, ids = self.encode(x)
        return self.decode(q), loss, ids

    @property
    def last_layer(self):
        """The weight on which the adaptive discriminator weight compares gradients."""
        return self.decoder.conv_out.weight


class VQSegmentationModel(VQModel):
    """Condition stage over one-hot label maps; the decoder gives class logits. `colorize` is for display only."""

    def __init__(self, ddconfig, n_embed, embed_dim, n_labels):
        super().__init__(ddconfig, n_embed, embed_dim)
        self.register_buffer("colorize", torch.randn(3, n_labels, 1, 1))
        self.n_labels = n_labels

    def one_hot(self, labels):
        """[B, H, W] integers -> [B, n_labels, H, W]"""
        return F.one_hot(labels.long(), self.n_labels).permute(0, 3, 1, 2).float()
