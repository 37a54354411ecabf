"""The transformer with a key/value cache in eager PyTorch, for `tessera bench`.

Reads one JSON object a line on stdin and answers one a line on stdout. The first describes the transformer:
{"layers", "heads", "width", "vocabulary", "blockSize", "threads"}, answered by {"ready": "torch 2.1, cpu float32"}.
Every further one is a run: {"prompt": [ids], "tokens": n, "codes": n, "topK": n}, answered by {"elapsedMs"}.
Weights are made up here: speed does not depend on their values. On CUDA half precision is used.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

if not hasattr(torch, "inference_mode"):
    torch.inference_mode = torch.no_grad


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln1 = nn.LayerNorm(width)
        self.ln2 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x, cache, mask):
        rows, width = x.shape
        size = width // self.heads
        query, key, value = self.qkv(self.ln1(x)).view(rows, 3, self.heads, size).permute(1, 2, 0, 3)
        start = cache["length"]
        cache["keys"][:, start:start + rows] = key
        cache["values"][:, start:start + rows] = value
        keys, values = cache["keys"][:, :start + rows], cache["values"][:, :start + rows]
        scores = query @ keys.transpose(1, 2) * size ** -0.5
        if mask is not None:
            scores = scores + mask
        attended = (scores.softmax(-1) @ values).transpose(0, 1).reshape(rows, width)
        x = x + self.proj(attended)
        return x + self.down(F.gelu(self.up(self.ln2(x))))


class Transformer(nn.Module):
    def __init__(self, layers, heads, width, vocabulary, block):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(block, width))
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.block = block

    def new_cache(self):
        like = self.positions
        layer = self.layers[0]
        shape = (layer.heads, self.block, like.shape[1] // layer.heads)
        return [{"length": 0, "keys": like.new_zeros(shape), "values": like.new_zeros(shape)} for _ in self.layers]

    def append(self, ids, cache):
        start, rows = cache[0]["length"], len(ids)
        mask = None
        if rows > 1:
            mask = torch.full((rows, start + rows), float("-inf"), dtype=self.positions.dtype, device=ids.device)
            mask = mask.triu(start + 1)
        x = self.tokens(ids) + self.positions[start:start + rows]
        for layer, held in zip(self.layers, cache):
            x = layer(x, held, mask)
            held["length"] += rows
        return self.head(self.norm(x[-1]))


def run(model, cache, device, job):
    for held in cache:
        held["length"] = 0
    ids = torch.tensor(job["prompt"], device=device)
    if device == "cuda":
        torch.cuda.synchronize()
    started = time.perf_counter()
    for _ in range(job["tokens"]):
        logits = model.append(ids, cache)[:job["codes"]].float()
        kept, order = logits.topk(min(job["topK"], len(logits)))
        ids = order[torch.multinomial(kept.softmax(-1), 1)]
    ids.cpu()
    return (time.perf_counter() - started) * 1000


def main():
    shape = json.loads(sys.stdin.readline())
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if shape["threads"] > 0:
        torch.set_num_threads(shape["threads"])
    model = Transformer(shape["layers"], shape["heads"], shape["width"], shape["vocabulary"], shape["blockSize"])
    model = model.to(device, torch.float16 if device == "cuda" else torch.float32).eval()
    cache = model.new_cache()
    kind = "cuda float16" if device == "cuda" else "cpu float32"
    print(json.dumps({"ready": "torch " + torch.__version__ + ", " + kind}), flush=True)
    with torch.inference_mode():
        for line in sys.stdin:
            print(json.dumps({"elapsedMs": run(model, cache, device, json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
