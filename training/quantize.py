"""Vector quantisation of the latent grid (Taming Transformers, eq. 2-4; the reference's VectorQuantizer2)."""
import torch
from torch import nn
import torch.nn.functional as F

BETA = 0.25


class VectorQuantizer(nn.Module):
    """Nearest code of a learned codebook, with the straight-through gradient.

    The loss keeps the reference's "legacy" placement of beta, with which all published models were
    trained: weight 1 on the commitment term, beta on the codebook term.
    """

    def __init__(self, n_embed, embed_dim, beta=BETA):
        super().__init__()
        self.n_embed, self.embed_dim, self.beta = n_embed, embed_dim, beta
        self.embedding = nn.Embedding(n_embed, embed_dim)
        self.embedding.weight.data.uniform_(-1.0 / n_embed, 1.0 / n_embed)

    def nearest(self, vectors):
        """[N, D] -> [N] ids. |z|^2 is the same for every code, so it is left out of the distance."""
        codes = self.embedding.weight
        with torch.autocast(vectors.device.type, enabled=False):
            distance = (codes ** 2).sum(1) - 2.0 * vectors.float() @ codes.t()
        return distance.argmin(1)

    def forward(self, z):
        """[B, D, h, w] -> straight-through latents [B, D, h, w], loss, ids [B, h, w]."""
        z = z.float()
        flat = z.permute(0, 2, 3, 1).reshape(-1, self.embed_dim)
        ids = self.nearest(flat.detach()).view(z.shape[0], *z.shape[2:])
        q = self.lookup(ids)
        loss = F.mse_loss(q.detach(), z) + self.beta * F.mse_loss(q, z.detach())
        return z + (q - z).detach(), loss, ids

    def lookup(self, ids):
        """[B, h, w] -> codes [B, D, h, w]."""
        return self.embedding(ids).permute(0, 3, 1, 2)


@torch.no_grad()
def kmeans_(codebook, vectors, generator, iterations=10):
    """Initialise a codebook in place with k-means over encoder outputs [N, D], N >= the number of codes."""
    codes = codebook.embedding.weight
    pick = torch.randperm(len(vectors), generator=generator)[:len(codes)]
    codes.copy_(vectors[pick.to(vectors.device)])
    for _ in range(iterations):
        ids = codebook.nearest(vectors)
        count = torch.bincount(ids, minlength=len(codes)).unsqueeze(1)
        total = torch.zeros_like(codes).index_add_(0, ids, vectors)
        codes.copy_(torch.where(count > 0, total / count.clamp(min=1), codes))


def latent_vectors(z):
    """[B, D, h, w] -> [B*h*w, D]"""
    return z.permute(0, 2, 3, 1).flatten(0, 2)


@torch.no_grad()
def change_latents_(weights, t):
    """Puts latents z -> T z into the 1x1 convolutions around the codebook, T z -> z behind it: the same network."""
    weights["quant_conv.weight"].copy_((t @ weights["quant_conv.weight"].flatten(1)).view_as(weights["quant_conv.weight"]))
    weights["quant_conv.bias"].copy_(t @ weights["quant_conv.bias"])
    back = weights["post_quant_conv.weight"]
    back.copy_((back.flatten(1) @ torch.linalg.inv(t)).view_as(back))


class CodeUsage:
    """Counts codes over a stretch of steps and moves the unused ones onto current encoder outputs.

    A code that is never nearest gets no gradient and would stay dead for ever; put on a latent that
    the encoder really produces, it takes a share of that neighbourhood.
    """

    def __init__(self, n_embed, device="cpu"):
        self.counts = torch.zeros(n_embed, dtype=torch.int64, device=device)

    def add(self, ids):
        self.counts += torch.bincount(ids.flatten(), minlength=len(self.counts))

    @torch.no_grad()
    def reset_dead(self, codebook, vectors, generator):
        """Replace unused codes by randomly drawn rows of vectors [N, D]; returns their ids, clears the counts."""
        dead = (self.counts == 0).nonzero().flatten()
        if len(dead) > len(vectors):
            dead = dead[torch.randperm(len(dead), generator=generator)[:len(vectors)].to(dead.device)]
        pick = torch.randperm(len(vectors), generator=generator)[:len(dead)].to(vectors.device)
        codebook.embedding.weight[dead] = vectors[pick].to(codebook.embedding.weight)
        self.counts.zero_()
        return dead
