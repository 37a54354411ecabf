"""Learning rate over a run: linear warm-up, then a cosine down to `floor` times the peak, from `decay_from` on."""
import math


def learning_rate(step, steps, peak, warmup=100, decay_from=0.0, floor=0.02):
    if step < warmup:
        return peak * (step + 1) / warmup
    start = max(decay_from * steps, warmup)
    done = min(max((step - start) / max(steps - start, 1), 0.0), 1.0)
    return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + math.cos(math.pi * done)))


def set_learning_rate(optimizer, lr):
    """Groups may carry a `scale` on the common rate."""
    for group in optimizer.param_groups:
        group["lr"] = lr * group.get("scale", 1.0)
