"""Patch discriminator (pix2pix's PatchGAN, as in the reference): a grid of real/fake logits over the image."""
from torch import nn


class PatchDiscriminator(nn.Module):
    """4x4 convolutions with strides 2 (n_layers times), 1, 1; LeakyReLU 0.2; batch normalisation between."""

    def __init__(self, channels=3, ndf=64, n_layers=3):
        super().__init__()
        layers = [nn.Conv2d(channels, ndf, 4, 2, 1), nn.LeakyReLU(0.2)]
        width = ndf
        for n in range(1, n_layers + 1):
            wider, stride = ndf * min(2 ** n, 8), 2 if n < n_layers else 1
            layers += [nn.Conv2d(width, wider, 4, stride, 1, bias=False), nn.BatchNorm2d(wider), nn.LeakyReLU(0.2)]
            width = wider
        self.main = nn.Sequential(*layers, nn.Conv2d(width, 1, 4, 1, 1))
        self.apply(self._init)

    @staticmethod
    def _init(module):
        if isinstance(module, nn.Conv2d):
            nn.init.normal_(module.weight, 0.0, 0.02)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)

    def forward(self, x):
        return self.main(x).float()
