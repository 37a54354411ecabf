/** The paper's small number against division by zero. */
const DELTA = 1e-6;
/** Where the reference cuts the weight off (taming/modules/losses/vqperceptual.py). */
const MOST = 1e4;

/** Equation 5 for one photo and one reconstruction: what the judge wants large. */
export function adversarialLoss(real: number, made: number): number {
  return Math.log(real) + Math.log(1 - made);
}

/** Equation 7: lambda from the lengths of both gradients at the decoder's last layer. */
export function balance(reconstruction: number, adversarial: number): number {
  return Math.min(MOST, reconstruction / (adversarial + DELTA));
}
