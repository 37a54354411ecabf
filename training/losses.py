"""Losses of the image stage (paper eq. 4-7): what the reconstruction is compared on, and the adversarial game."""
import torch
import torch.nn.functional as F


def gradients(x):
    """Horizontal and vertical finite differences."""
    return x[..., :, 1:] - x[..., :, :-1], x[..., 1:, :] - x[..., :-1, :]


def gradient_loss(reconstruction, photo):
    """L1 between image gradients: edges in place and of the right strength."""
    return sum((a - b).abs().mean() for a, b in zip(gradients(reconstruction), gradients(photo)))


def opponents(x):
    """[B, 3, H, W] -> opponent colours [B, 2, H, W]: red against green, blue against yellow. In landscapes the
    first varies far less, yet it is what tells a meadow from earth: it counts double."""
    return torch.stack([2.0 * (x[:, 0] - x[:, 1]), x[:, 2] - 0.5 * (x[:, 0] + x[:, 1])], 1)


def colour_loss(reconstruction, photo, cell=8):
    """L1 between cell averages of the image and of its opponent colours.

    Pixel L1 alone is content with the median colour, which turns greens brown; and hue varies so much less
    than brightness that a young codebook would not spend codes on it.
    """
    a, b = F.avg_pool2d(reconstruction, cell), F.avg_pool2d(photo, cell)
    return (a - b).abs().mean() + 2.0 * (opponents(a) - opponents(b)).abs().mean()


def hinge_discriminator_loss(real, fake):
    return 0.5 * (F.relu(1.0 - real).mean() + F.relu(1.0 + fake).mean())


def adaptive_weight(reconstruction_gradient, adversarial_gradient, limit):
    """lambda of eq. 7: how much the reconstruction loss pulls on the last layer over how much the adversarial does."""
    return (reconstruction_gradient.norm() / (adversarial_gradient.norm() + 1e-4)).clamp(0.0, limit).detach()


def backward_with_adversary(reconstruction, nll, adversarial, vq_loss, last_layer, weight=1.0, limit=1e4):
    """Backpropagates nll + weight * lambda * adversarial + vq_loss; returns lambda.

    Both image losses are first differentiated down to the reconstruction only, so the perceptual net and the
    discriminator are run backwards once each; the pull on the last layer follows from there.
    """
    g_nll, = torch.autograd.grad(nll, reconstruction)
    g_adv, = torch.autograd.grad(adversarial, reconstruction)
    pull = [torch.autograd.grad(reconstruction, last_layer, g, retain_graph=True)[0] for g in (g_nll, g_adv)]
    lam = adaptive_weight(*pull, limit)
    torch.autograd.backward([reconstruction, vq_loss], [g_nll + weight * lam * g_adv, torch.ones_like(vq_loss)])
    return lam
