"""What every training command shares: processes, precision, moving average, checkpoints, log lines."""
import contextlib
import json
import os

import torch
import torch.distributed as dist


class Processes:
    """One process, or several under torchrun. Gradients are averaged by hand after backward: the adversarial
    step differentiates parts of the graph on its own, which a wrapper hooked into backward does not see."""

    def __init__(self, threads=0):
        self.world = int(os.environ.get("WORLD_SIZE", 1))
        self.rank = int(os.environ.get("RANK", 0))
        cuda = torch.cuda.is_available()
        if self.world > 1:
            dist.init_process_group("nccl" if cuda else "gloo")
        self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
        if cuda:
            torch.cuda.set_device(self.device)
        elif threads:
            torch.set_num_threads(threads)

    @property
    def main(self):
        return self.rank == 0

    def average_gradients(self, parameters):
        if self.world == 1:
            return
        grads = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.flatten() for g in grads])
        dist.all_reduce(flat)
        for g, part in zip(grads, (flat / self.world).split([g.numel() for g in grads])):
            g.copy_(part.view_as(g))

    def sum_(self, tensor):
        if self.world > 1:
            dist.all_reduce(tensor)

    def share(self, tensors):
        """Copies rank 0's values to all."""
        if self.world > 1:
            for t in tensors:
                dist.broadcast(t, 0)


def autocast(device, enabled=True):
    """bfloat16 for convolutions and products; weights stay float32."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if enabled else contextlib.nullcontext()


class ThreadTuner:
    """Chooses the number of CPU threads while training on a shared machine.

    Threads of one operation wait for the slowest; beside other programs two threads can be slower than one by
    a factor. So every `period` steps each count is timed for a few steps and the faster one kept.
    """

    PROBE = 3

    def __init__(self, most, period=60):
        self.counts, self.period, self.step, self.times = list(range(1, most + 1)), period, 0, {}

    def tick(self, seconds):
        """Called after every step with its duration."""
        k = self.step % self.period // self.PROBE
        if k < len(self.counts):
            self.times.setdefault(self.counts[k], []).append(seconds)
        self.step += 1
        k = self.step % self.period // self.PROBE
        if k < len(self.counts):
            torch.set_num_threads(self.counts[k])
        elif self.times:
            torch.set_num_threads(min(self.times, key=lambda n: min(self.times[n])))
            self.times = {}


class MovingAverage:
    """Exponential average of a model's parameters, updated every `every` steps at the equivalent decay;
    young averages forget faster."""

    def __init__(self, model, decay=0.999, every=4):
        self.decay, self.every = decay ** every, every
        self.values = {k: v.detach().clone() for k, v in model.named_parameters()}

    @torch.no_grad()
    def update(self, model, step):
        if step % self.every == 0:
            for k, v in model.named_parameters():
                self.values[k].lerp_(v, 1.0 - min(self.decay, step / (step + 10.0 * self.every)))

    def state_dict(self, model):
        """The model's state dict with averaged parameters."""
        return {**model.state_dict(), **self.values}


def save(path, content):
    """Writes beside and renames, so that a reader or an interrupted run never meets half a file."""
    torch.save(content, path + ".part")
    os.replace(path + ".part", path)


class Log:
    """One JSON object a line, on the screen and in a file that the curves are drawn from."""

    def __init__(self, path, enabled=True):
        self.path = path if enabled else None

    def write(self, **fields):
        if self.path:
            line = json.dumps({k: round(v, 5) if isinstance(v, float) else v for k, v in fields.items()})
            print(line, flush=True)
            with open(self.path, "a") as f:
                f.write(line + "\n")
