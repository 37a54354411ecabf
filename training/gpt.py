"""Autoregressive transformer: the reference's minGPT with its keys (pre-norm, untied bias-free head, erf GELU)."""
import torch
from torch import nn
import torch.nn.functional as F


class CausalSelfAttention(nn.Module):
    """Masked multi-head attention; `mask` has an all-ones top-left square of n_unmasked positions."""

    def __init__(self, width, heads, block_size, n_unmasked=0):
        super().__init__()
        self.key, self.query, self.value, self.proj = (nn.Linear(width, width) for _ in range(4))
        mask = torch.tril(torch.ones(block_size, block_size))
        mask[:n_unmasked, :n_unmasked] = 1
        self.register_buffer("mask", mask.view(1, 1, block_size, block_size))
        self.heads, self.n_unmasked = heads, n_unmasked

    def forward(self, x):
        b, t, c = x.shape
        split = lambda y: y.view(b, t, self.heads, c // self.heads).transpose(1, 2)
        q, k, v = (split(m(x)) for m in (self.query, self.key, self.value))
        mask = self.mask[0, 0, :t, :t] > 0
        if x.is_cuda and hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        else:
            y = self.attend_in_chunks(q * q.shape[-1] ** -0.5, k, v, mask)
        return self.proj(y.transpose(1, 2).reshape(b, t, c))


    def attend_in_chunks(self, q, k, v, mask, chunk=128):
        """softmax(q k^T) v for a chunk of queries at a time, up to the last key that the chunk may see: on a CPU
        the masked half of the scores would cost as much as the other. Shapes [B, heads, T, head width]."""
        bias = torch.zeros_like(mask, dtype=q.dtype).masked_fill_(~mask, float("-inf"))
        parts = []
        for start in range(0, q.shape[2], chunk):
            end = min(max(start + chunk, self.n_unmasked), q.shape[2])
            scores = q[:, :, start:start + chunk] @ k[:, :, :end].transpose(2, 3) + bias[start:start + chunk, :end]
            parts.append(scores.softmax(-1) @ v[:, :, :end])
        return torch.cat(parts, 2)


class Block(nn.Module):
    def __init__(self, width, heads, block_size, n_unmasked, dropout):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = CausalSelfAttention(width, heads, block_size, n_unmasked)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        x = x + self.drop(self.attn(self.ln1(x)))
        return x + self.drop(self.mlp(self.ln2(x)))


class GPT(nn.Module):
    """ids [B, T] -> logits [B, T, V], T <= block_size."""

    def __init__(self, vocab_size, block_size, n_layer, n_head, n_embd, n_unmasked=0, dropout=0.0):
        super().__init__()
        self.block_size = block_size
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.pos_emb = nn.Parameter(torch.zeros(1, block_size, n_embd))
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(n_embd, n_head, block_size, n_unmasked, dropout) for _ in range(n_layer))
        self.ln_f = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab_size, bias=False)
        self.apply(self._init)

    @staticmethod
    def _init(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, 0.0, 0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def hidden(self, ids):
        """[B, T] -> [B, T, width], what the head reads."""
        if ids.shape[1] > self.block_size:
            raise ValueError(f"{ids.shape[1]} tokens do not fit a block of {self.block_size}")
        x = self.drop(self.tok_emb(ids) + self.pos_emb[:, :ids.shape[1]])
        for block in self.blocks:
            x = block(x)
        return self.ln_f(x)

    def forward(self, ids):
        return self.head(self.hidden(ids))

    @torch.no_grad()
    def embed_codes_(self, codes, offset=0, generator=None):
        """Starts the rows of a codebook [n, D] as a random projection of its codes, so that ids of similar
        patches are similar from the first step on. Same scale as the plain initialisation."""
        codes = (codes - codes.mean(0)) / (codes.std() * codes.shape[1] ** 0.5)
        rows = slice(offset, offset + len(codes))
        for weight in (self.tok_emb.weight, self.head.weight):
            projection = torch.randn(codes.shape[1], weight.shape[1], generator=generator)
            weight[rows] = 0.02 * (codes @ projection + 0.3 * torch.randn(len(codes), weight.shape[1], generator=generator)).to(weight)

    @torch.no_grad()
    def place_positions_(self, side=16, amplitude=0.16):
        """Starts the positions as places of a side x side window, and some heads of the first two blocks as looks at
        fixed offsets from the cell that is to be predicted: its own layout cell and the ones to the right and below,
        the image cells to the left and above. Learned from zeros, each of the 256 places has to find its layout cell
        by itself, and after 800 steps the layout was worth 0.01 nats.

        A place is a one-hot row beside a one-hot column. Three ranges of the width hold it: the place of a layout
        token, the place of the token that comes next, the place of an image token. Architecture and keys stay as they are.
        """
        cells, width = side * side, 2 * side
        heads = self.blocks[0].attn.heads
        head_width = self.pos_emb.shape[2] // heads
        if self.pos_emb.shape[1] != 2 * cells or head_width < width or self.pos_emb.shape[2] < 3 * width:
            raise ValueError(f"places need a block of two windows, heads of {width} and three times that in width")
        cell = torch.arange(cells)
        place = torch.cat([F.one_hot(cell // side, side), F.one_hot(cell % side, side)], 1).to(self.pos_emb)
        layout, following, own = (slice(k * width, (k + 1) * width) for k in range(3))
        position = self.pos_emb[0]
        position[:cells, layout] = amplitude * place
        position[cells - 1:2 * cells - 1, following] = amplitude * place
        position[cells:, own] = amplitude * place
        # the most telling first: a model of few heads starts with those
        looks = [(layout, 0, 0), (own, 0, -1), (own, -1, 0), (own, -1, -1), (own, -1, 1), (layout, 0, 1), (layout, 1, 0)]
        for block, count in zip(self.blocks[:2], (heads, 1)):
            for head, (target, down, right) in enumerate(looks[:count]):
                rows = slice(head * head_width, head * head_width + width)
                step = torch.block_diag(*(torch.diag(torch.ones(side - abs(k)), -k) for k in (down, right)))
                block.attn.query.weight[rows, following] = step.to(position)
                block.attn.key.weight[rows, target] = torch.eye(width).to(position)

    def optimizer_groups(self, weight_decay=0.01):
        """Decay on the weights of Linear layers only, as the reference does."""
        decayed = [m.weight for m in self.modules() if isinstance(m, nn.Linear)]
        chosen = {id(p) for p in decayed}
        return [{"params": decayed, "weight_decay": weight_decay},
                {"params": [p for p in self.parameters() if id(p) not in chosen], "weight_decay": 0.0}]


def image_nll(model, condition, image, n_codes, seen=None):
    """Cross-entropy in nats of image tokens [B, Tz] after condition tokens [B, Tc]: paper eq. 9 (mean over B, Tz).

    Only the first n_codes ids can be image codes; the others (condition codes) are left out of the softmax,
    as they are when sampling. `seen` are the image tokens that the model reads, where they differ from the targets.
    """
    sequence = torch.cat([condition, image if seen is None else seen], 1)[:, :-1]
    hidden = model.hidden(sequence)[:, condition.shape[1] - 1:]
    logits = F.linear(hidden, model.head.weight[:n_codes]).float()
    return F.cross_entropy(logits.flatten(0, 1), image.flatten())
