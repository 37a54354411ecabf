"""Trains the image stage: python3 -m training.train_vqgan --data DIR --perceptual DIR --out DIR

Paper section 3.1: reconstruction (L1, colour, gradient and perceptual terms) + codebook and commitment terms +
patch discriminator with adaptive weight, which joins after a fraction of the steps. With --decoder-only the
encoder and the codebook stay as they are, so tokens made with them remain valid.
"""
import argparse
import os
import time

import torch

from . import losses
from .config import IMAGE_STAGE
from .data import Landscapes, batch_at, centre_crop, normalise
from .discriminator import PatchDiscriminator
from .initial import load_stage
from .metrics import detail, psnr
from .pca import CellComponents, whiten_ends_
from .perceptual import PerceptualDistance
from .quantize import CodeUsage, change_latents_, kmeans_, latent_vectors
from .run import Log, MovingAverage, Processes, ThreadTuner, autocast, save
from .schedule import learning_rate, set_learning_rate
from .sheets import sheet, to_uint8
from .vqgan import VQModel


def options(arguments=None):
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--data", required=True)
    a.add_argument("--perceptual", required=True, help="folder of the pretrained InceptionV3 (nsfwjs, dist/models/inception_v3)")
    a.add_argument("--out", required=True, help="state, log and preview go here; a run found here is resumed")
    a.add_argument("--init", help="checkpoint (full or stage) to start from")
    a.add_argument("--init-disc", metavar="STATE", help="state.pt of the run whose discriminator is taken over")
    a.add_argument("--decoder-only", action="store_true")
    a.add_argument("--steps", type=int, default=3800)
    a.add_argument("--batch", type=int, default=8)
    a.add_argument("--size", type=int, default=128, help="side of the training crops")
    a.add_argument("--lr", type=float, default=4e-4)
    a.add_argument("--beta1", type=float, default=0.9, help="Adam's, of the autoencoder; the reference has 0.5 and 0.9,")
    a.add_argument("--beta2", type=float, default=0.99, help="which is noisy while there is no adversary yet")
    a.add_argument("--decay-from", type=float, default=0.6, help="fraction of the steps after which the rate falls")
    a.add_argument("--disc-from", type=float, default=0.45, help="fraction of the steps after which the discriminator joins")
    a.add_argument("--disc-weight", type=float, default=0.5)
    a.add_argument("--disc-limit", type=float, default=100.0, help="upper limit of the adaptive weight")
    a.add_argument("--perceptual-weight", type=float, default=2.0)
    a.add_argument("--colour-weight", type=float, default=1.0)
    a.add_argument("--gradient-weight", type=float, default=0.5)
    a.add_argument("--codebook-weight", type=float, default=0.25, help="of codebook and commitment terms; 1 is the reference's, "
                   "under which the latents shrank onto brightness and one colour axis")
    a.add_argument("--quantize-from", type=int, default=300, help="steps before the codebook is placed")
    a.add_argument("--reset-every", type=int, default=30, help="steps between resets of unused codes")
    a.add_argument("--reset-until", type=float, default=0.66, help="fraction of the steps with resets")
    a.add_argument("--average", type=float, default=0.999, help="decay of the moving average of weights; shorter for short runs")
    a.add_argument("--save-every", type=int, default=200)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2, help="CPU threads at most")
    return a.parse_args(arguments)


class Trainer:
    """Networks, optimisers and the two half-steps of the adversarial game."""

    def __init__(self, opt, processes, components, architecture=None):
        torch.manual_seed(opt.seed)
        self.opt, self.processes, self.device = opt, processes, processes.device
        self.model = VQModel(**architecture or IMAGE_STAGE).to(self.device, memory_format=torch.channels_last)
        self.disc = PatchDiscriminator(ndf=32, n_layers=2).to(self.device, memory_format=torch.channels_last)
        self.perceptual = PerceptualDistance(opt.perceptual).to(self.device)
        if opt.init:
            load_stage(self.model, opt.init, "first_stage_model.")
        if opt.init_disc:
            self.disc.load_state_dict(torch.load(opt.init_disc, map_location="cpu")["disc"])
        if opt.decoder_only:
            for part in (self.model.encoder, self.model.quant_conv, self.model.quantize):
                part.requires_grad_(False)
        codebook = list(self.model.quantize.parameters())
        rest = [p for n, p in self.model.named_parameters() if not n.startswith("quantize.")]
        groups = [{"params": [p for p in rest if p.requires_grad]}]
        if not opt.decoder_only:
            # an Adam step moves a code by about the rate, however large its gradient: let codes follow the encoder
            groups.append({"params": codebook, "scale": 5.0})
        self.optimizer = torch.optim.Adam(groups, lr=opt.lr, betas=(opt.beta1, opt.beta2))
        self.disc_optimizer = torch.optim.Adam(self.disc.parameters(), lr=opt.lr, betas=(0.5, 0.9))
        self.average = MovingAverage(self.model, opt.average)
        self.usage = CodeUsage(self.model.quantize.n_embed, self.device)
        self.components = components
        self.step = 0
        processes.share(list(self.model.parameters()) + list(self.disc.parameters()))

    def state(self):
        return {"step": self.step, "model": self.model.state_dict(), "average": self.average.values, "disc": self.disc.state_dict(),
                "optimizer": self.optimizer.state_dict(), "disc_optimizer": self.disc_optimizer.state_dict(), "usage": self.usage.counts}

    def resume(self, state):
        self.step = state["step"]
        self.model.load_state_dict(state["model"])
        self.average.values = state["average"]
        self.disc.load_state_dict(state["disc"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.disc_optimizer.load_state_dict(state["disc_optimizer"])
        self.usage.counts = state["usage"].to(self.device)

    def generator(self):
        """Random numbers for this step, the same after a resume."""
        return torch.Generator().manual_seed(self.opt.seed * 1_000_003 + self.step)

    @property
    def quantized(self):
        """False in the first steps, which teach the latents (see pca.py)."""
        return self.step >= self.opt.quantize_from or bool(self.opt.init)

    def cells(self, z, photo):
        """Latents [B, D, h, w] of photos -> the vectors [N, D] among which codes are placed."""
        return latent_vectors(z)

    def compare(self, reconstruction, photo):
        """The terms of the reconstruction loss."""
        return {"l1": (reconstruction - photo).abs().mean(), "colour": losses.colour_loss(reconstruction, photo),
                "gradient": losses.gradient_loss(reconstruction, photo), "perceptual": self.perceptual(reconstruction, photo)}

    def judged(self, picture, photo):
        """What the discriminator sees of a photo or of its reconstruction."""
        return picture

    def place_codes(self, batches):
        """k-means over the latents of several batches, once, where quantisation begins."""
        for weights in (dict(self.model.named_parameters()), self.average.values):
            change_latents_(weights, self.components.unwhiten)
        with torch.no_grad(), autocast(self.device):
            vectors = torch.cat([self.cells(self.model.prequant(x).float(), x) for x in batches])
        kmeans_(self.model.quantize, vectors, self.generator())
        self.processes.share([self.model.quantize.embedding.weight.data])
        self.average.values["quantize.embedding.weight"].copy_(self.model.quantize.embedding.weight.data)

    def train_step(self, photo):
        opt = self.opt
        adversarial_on = self.step >= opt.disc_from * opt.steps
        lr = learning_rate(self.step, opt.steps, opt.lr, decay_from=opt.decay_from)
        set_learning_rate(self.optimizer, lr)
        set_learning_rate(self.disc_optimizer, lr)
        figures = self.generator_step(photo, adversarial_on)
        if adversarial_on:
            figures["disc"] = self.discriminator_step(photo, figures.pop("reconstruction"))
        figures.pop("reconstruction", None)
        self.step += 1
        self.average.update(self.model, self.step)
        if self.quantized and not opt.decoder_only and self.step % opt.reset_every == 0:
            figures["dead"] = self.reset_codes(figures["latents"])
        figures.pop("latents")
        return {"lr": lr, **figures}

    def generator_step(self, photo, adversarial_on):
        opt, model = self.opt, self.model
        with autocast(self.device):
            with torch.set_grad_enabled(not opt.decoder_only):
                z = model.prequant(photo).float()
                if self.quantized:
                    q, vq_loss, ids = model.quantize(z)
                    vq_loss = opt.codebook_weight * vq_loss
                    self.usage.add(ids)
                else:  # the decoder reads the components, the encoder learns to give them
                    with torch.autocast(self.device.type, enabled=False):
                        target = self.components(photo)
                    q, vq_loss = z + (target - z).detach(), (z - target).pow(2).mean()
            reconstruction = model.decode(q)
            terms = self.compare(reconstruction, photo)
            nll = (terms["l1"] + opt.colour_weight * terms["colour"] + opt.gradient_weight * terms["gradient"]
                   + opt.perceptual_weight * terms["perceptual"])
            adversarial = -self.disc(self.judged(reconstruction, photo).contiguous(memory_format=torch.channels_last)).mean() if adversarial_on else None
        self.optimizer.zero_grad(set_to_none=True)
        if opt.decoder_only:
            vq_loss = vq_loss.detach().requires_grad_()
        lam = 0.0
        if adversarial_on:
            lam = losses.backward_with_adversary(
                reconstruction, nll, adversarial, vq_loss, model.last_layer, opt.disc_weight, opt.disc_limit).item()
        else:
            (nll + vq_loss).backward()
        self.processes.average_gradients([p for g in self.optimizer.param_groups for p in g["params"]])
        self.optimizer.step()
        return {**{k: v.item() for k, v in terms.items()}, "vq": vq_loss.item(), "lambda": lam,
                "reconstruction": reconstruction.detach(), "latents": self.cells(z.detach(), photo)}

    def discriminator_step(self, photo, reconstruction):
        self.disc_optimizer.zero_grad(set_to_none=True)
        with autocast(self.device):
            real, fake = (self.disc(self.judged(x, photo).contiguous(memory_format=torch.channels_last)) for x in (photo, reconstruction))
            loss = losses.hinge_discriminator_loss(real, fake)
        loss.backward()
        self.processes.average_gradients(list(self.disc.parameters()))
        self.disc_optimizer.step()
        return loss.item()

    def reset_codes(self, vectors):
        """Moves unused codes onto latents [N, D] of this batch, in the model and in its average."""
        self.processes.sum_(self.usage.counts)
        if self.step > self.opt.reset_until * self.opt.steps:
            unused = int((self.usage.counts == 0).sum())
            self.usage.counts.zero_()
            return unused
        dead = self.usage.reset_dead(self.model.quantize, vectors, self.generator())
        codes = self.model.quantize.embedding.weight
        self.processes.share([codes.data])
        self.average.values["quantize.embedding.weight"][dead] = codes.data[dead]
        return len(dead)


@torch.no_grad()
def preview(model, average, photos, path, device, quantized=True):
    """Figures and a private sheet of the averaged model on a few validation photos."""
    kept = {k: v.detach().clone() for k, v in model.named_parameters()}
    model.load_state_dict(average.state_dict(model))
    x = torch.cat([normalise(p[None]) for p in photos]).to(device)
    with autocast(device):
        z = torch.cat([model.prequant(part).float() for part in x.split(8)])
        q, _, ids = model.quantize(z)
        y = torch.cat([model.decode(part) for part in (q if quantized else z).split(8)])
    model.load_state_dict({**model.state_dict(), **kept})
    rows = [[to_uint8(v) for pair in zip(x[i:i + 3], y[i:i + 3]) for v in pair] for i in range(0, 9, 3)]
    sheet(rows, path)
    return {"val_psnr": psnr(y, x).mean().item(), "val_detail": (detail(y) / detail(x)).mean().item(), "val_codes": len(ids.unique())}


def main():
    opt = options()
    photos = Landscapes(opt.data, "train", labels=False).photos
    train(opt, photos, [centre_crop(p, 256) for p in Landscapes(opt.data, "val", labels=False, limit=24).photos])


def train(opt, photos, val, architecture=None, kind=None, jitter=0.5, mirror=True):
    """Trains on photos (uint8 [H, W, 3] each), with figures and previews on `val` (256x256 each). `kind` of Trainer."""
    processes, architecture = Processes(opt.threads), architecture or IMAGE_STAGE
    os.makedirs(opt.out, exist_ok=True)
    components = None if opt.init else CellComponents(photos, architecture["embed_dim"], seed=opt.seed).to(processes.device)
    trainer = (kind or Trainer)(opt, processes, components, architecture)
    if components:
        whiten_ends_(trainer.model, photos, opt.seed)
        trainer.average = MovingAverage(trainer.model, opt.average)
    state_path = os.path.join(opt.out, "state.pt")
    if os.path.exists(state_path):
        trainer.resume(torch.load(state_path, map_location=processes.device))
    log = Log(os.path.join(opt.out, "log.jsonl"), processes.main)
    tuner = ThreadTuner(opt.threads) if processes.device.type == "cpu" and processes.world == 1 else None

    def photo_batch(step):
        crops = batch_at(photos, step, opt.batch, opt.size, opt.seed, processes.rank, processes.world, jitter=jitter, mirror=mirror)
        return normalise(crops).to(processes.device, memory_format=torch.channels_last)

    while trainer.step < opt.steps:
        start = time.time()
        if trainer.step == opt.quantize_from and not opt.init:
            trainer.place_codes(photo_batch(opt.steps + n) for n in range(20))
        figures = trainer.train_step(photo_batch(trainer.step))
        seconds = time.time() - start
        if tuner:
            tuner.tick(seconds)
        last = trainer.step == opt.steps
        if trainer.step % 20 == 0:
            log.write(step=trainer.step, seconds=seconds, threads=torch.get_num_threads(), **figures)
        if processes.main and (trainer.step % opt.save_every == 0 or last):
            save(state_path, trainer.state())
            save(os.path.join(opt.out, "stage.ckpt"), {"state_dict": trainer.average.state_dict(trainer.model), "global_step": trainer.step})
            log.write(step=trainer.step, **preview(trainer.model, trainer.average, val, os.path.join(opt.out, "preview.png"), processes.device, trainer.quantized))


if __name__ == "__main__":
    main()
