"""Drawing images in PyTorch, for the sample sheets: one 16x16 window per image, with a key-value cache."""
import torch
import torch.nn.functional as F


class CachedDecoder:
    """Runs a GPT token by token; keys and values of earlier positions are kept per layer."""

    def __init__(self, model):
        self.model, self.cache, self.position = model, [None] * len(model.blocks), 0

    def feed(self, ids):
        """[B, T] new ids -> what the head reads at the last of them, [B, width]."""
        model, t = self.model, ids.shape[1]
        x = model.tok_emb(ids) + model.pos_emb[:, self.position:self.position + t]
        for layer, block in enumerate(model.blocks):
            x = x + self.attend(layer, block.attn, block.ln1(x))
            x = x + block.mlp(block.ln2(x))
        self.position += t
        return model.ln_f(x[:, -1])

    def attend(self, layer, attn, x):
        b, t, c = x.shape
        q, k, v = (m(x).view(b, t, attn.heads, c // attn.heads).transpose(1, 2) for m in (attn.query, attn.key, attn.value))
        if self.cache[layer] is not None:
            k, v = (torch.cat(pair, 2) for pair in zip(self.cache[layer], (k, v)))
        self.cache[layer] = (k, v)
        scores = q @ k.transpose(2, 3) * q.shape[-1] ** -0.5
        mask = attn.mask[:, :, self.position:self.position + t, :self.position + t]
        y = scores.masked_fill(mask == 0, float("-inf")).softmax(-1) @ v
        return attn.proj(y.transpose(1, 2).reshape(b, t, c))


@torch.no_grad()
def sample_window(model, condition, n_codes, generator, temperature=1.0, top_k=100, steps=256, guidance=0.0, untold=None):
    """Condition ids [B, Tc] -> image ids [B, steps], drawn in raster order. With `guidance` every draw weighs what the
    condition changes (classifier-free guidance, Ho and Salimans 2022); `untold` is the id that withholds it."""
    decoder, drawn = CachedDecoder(model), []
    ids = torch.cat([condition, torch.full_like(condition, untold)]) if guidance else condition
    for _ in range(steps):
        logits = F.linear(decoder.feed(ids), model.head.weight[:n_codes])
        if guidance:
            told, without = logits.chunk(2)
            logits = told + guidance * (told - without)
        logits = logits / temperature
        if top_k:
            logits = logits.masked_fill(logits < logits.topk(top_k)[0][:, -1:], float("-inf"))
        token = torch.multinomial(logits.softmax(-1), 1, generator=generator)
        ids = torch.cat([token, token]) if guidance else token
        drawn.append(token)
    return torch.cat(drawn, 1)
