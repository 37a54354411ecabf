import { count, decimal } from './format.ts';

const place = (row: number, column: number) => `row ${row + 1}, column ${column + 1}`;

/** Words of the page that explains the method. */
export const learn = {
  title: 'How a picture is laid',
  lead: 'Tessera draws the way a mosaic is laid: from a fixed box of tiles, one tile at a time, each chosen by looking at those already in place. Every figure on this page can be moved, and the ten numbered equations are those of the paper.',
  contents: 'Steps of the walk',
  numbered: (number: number, title: string) => `${number}. ${title}`,
  equation: (number: number) => `Equation ${number}`,
  equationsOf: (numbers: readonly number[]) => `Eq. ${numbers.join(', ')}`,
  equations: {
    1: 'attention of Q, K and V is the softmax of Q times K transposed over the root of d k, times V',
    2: 'z q is the quantized z hat: in every cell the code z k whose distance to z hat is least',
    3: 'x hat is the decoder G of z q, which is G of the quantized encoding E of x',
    4: 'the loss V Q is the squared difference of x and x hat, plus that of the held encoding and z q, plus that of the held z q and the encoding',
    5: 'the loss G A N is the logarithm of D of x, plus the logarithm of one minus D of x hat',
    6: 'the best networks are those for which the loss V Q plus lambda times the loss G A N is least, against the discriminator for which it is most',
    7: 'lambda is the gradient of the reconstruction loss at the last layer over the gradient of the loss G A N there plus delta',
    8: 's i j is the number k of the code that lies at i j',
    9: 'the loss of the transformer is the expected negative logarithm of p of s',
    10: 'p of s given c is the product over all i of p of s i given what comes before it and c',
  },
  pick: {
    recorded:
      'The marked tokens are recorded and need no weights: press one, or use the arrow keys. It stays chosen in the other figures. As soon as the model is loaded, any token can be picked.',
    any: 'The model that drew this is loaded, so any token can be picked, also with the arrow keys. It stays chosen in the other figures.',
    asking: 'Asking the model …',
  },
  tiles: {
    title: 'A box of tiles',
    text: [
      'An encoder E, a box of tiles and a decoder G learned together, from thousands of photographs, to describe a picture x by few numbers. The box is called the codebook; each tile, a code. Sixteen by sixteen pixels are replaced by the number of the code that describes them best, so that a picture of 256 × 256 pixels becomes 256 numbers, and the decoder makes a picture of them again.',
      'Drag the divider: on the left the codes as plain tiles, on the right the picture that the decoder makes of the same numbers. The decoder looks at neighbours, which is why seams vanish.',
    ],
    divider: 'Divider between tiles and picture',
    hover: (code: number, row: number, column: number) => `Code ${code} at ${place(row, column)}`,
    hint: 'Point at a tile to see its number.',
    none: 'This site ships no recorded run, so the figure is missing.',
    picture: 'The same tokens as tiles and as a picture',
    more: 'All codes are on the Codebook page.',
  },
  quantize: {
    title: 'The nearest tile',
    text: [
      'The encoder gives every cell of the picture a vector ẑ, which may lie anywhere. Quantizing moves it to the nearest code of the codebook 𝒵: that is all that is kept of it.',
      'Below are all codes of the model, flattened to the two directions in which they differ most; every field holds the places that are nearest to its code. Drag the ring. (In truth the vectors have more dimensions, where more codes are neighbours than a plane can show.)',
    ],
    figure: 'Plane of all codes with a vector to drag; arrow keys move it too',
    nearest: 'Nearest codes',
    code: (code: number) => `Code ${code}`,
    distance: (distance: number) => decimal(distance, 1),
    said: (code: number, distance: number) =>
      `The vector becomes code ${code}, at a distance of ${decimal(distance, 1)}.`,
  },
  pull: {
    title: 'How the tiles were found',
    text: [
      'Choosing the nearest has no gradient, so training copies the gradient of the picture across the gap and adds two terms that close it. In both, sg[ ] holds one side still: the second term of the equation moves the code towards the vectors that chose it, the third keeps the encoder close to the code it chose. The first asks that the picture be like the photograph.',
      'Press the button to take steps. The reference weighs the third term with a quarter, so that codes follow the encoder rather than the other way round.',
    ],
    figure: 'Part of the plane; the code and the vector move towards each other',
    step: 'One step',
    again: 'From the start',
    weight: 'Weight of the third term',
    said: (steps: number, code: number, gap: number) =>
      `After ${steps === 1 ? '1 step' : `${count(steps)} steps`}: the gap to code ${code} has the square ${decimal(gap, 1)}, in both terms.`,
  },
  balance: {
    title: 'A judge for sharpness',
    text: [
      'Judged by its pixels alone, a network of this kind paints mush: the mean of all textures that could be there. So a second network D, the judge, learns to tell photographs x from reconstructions x̂, patch by patch, and the decoder learns to be taken for real.',
      'How loud the judge may be is decided anew at every step: λ makes its pull on the decoder’s last layer as strong as that of the reconstruction. Move the gradients, then switch λ to 1 and move them again.',
    ],
    real: 'D(x): how real a photograph seems',
    made: 'D(x̂): how real a reconstruction seems',
    loss: (loss: number, even: number) =>
      `log D(x) + log(1 − D(x̂)) = ${decimal(loss, 2)}. The judge wants this large (at most 0), the decoder small; a judge that can only guess stands at ${decimal(even, 2)}.`,
    reconstructionPull: '‖∇ of the reconstruction loss‖',
    adversarialPull: '‖∇ of the judge’s loss‖',
    weight: 'Weight λ',
    ways: { adaptive: 'λ of equation 7', fixed: 'λ = 1' },
    reconstruction: 'Reconstruction pulls with',
    adversarial: 'Judge pulls with',
    pull: (value: number) => decimal(value, 2),
    said: (lambda: number) =>
      `λ = ${lambda >= 1e4 ? `${count(lambda)}, where the reference cuts it off` : decimal(lambda, 2)}`,
  },
  order: {
    title: 'A picture as a sentence',
    text: [
      'Now every picture is a grid of numbers s, and a grid read from the top left, row by row, is a sentence. A transformer writes it as a language model writes words: before each number it gives every code a score, and one code is drawn. What is drawn stays, and the next choice depends on it.',
    ],
    position: 'Tokens laid',
    figure: 'The picture while it is laid',
  },
  attention: {
    title: 'Where it looks',
    text: [
      'To give its scores, the transformer asks every token before: each offers a key (a row of K) and something to tell (a row of V); the query Q of the place to be filled is compared with all keys, and the answer is the mean of what they tell, weighted by the softmax of the comparisons. This happens in several heads side by side, and again in every layer.',
      'Gold is where the step of the chosen token looked. Choose a layer; look at the tokens of the picture or at those of the layout.',
    ],
    figure: 'Picture with the attention of one token’s step',
    layer: 'Layer',
    allLayers: 'Mean of all',
    layerOf: (layer: number, layers: number) => `${layer} of ${layers}`,
    onto: 'Attention onto',
    ontoWhat: { picture: 'Tokens laid', condition: 'Layout' },
    said: (row: number, column: number, share: number) =>
      `Step of ${place(row, column)}: ${Math.round(share * 100)} % of its attention lies on the layout.`,
  },
  draw: {
    title: 'Drawing a code',
    text: [
      'The scores become probabilities. Temperature sharpens or flattens them, top-k keeps the k best, top-p keeps the best that together reach a share. What is left is laid end to end, and a number u between 0 and 1 points at one of them.',
      'These are the scores with which the chosen token of this picture was drawn. Move the sliders to see what else could have been laid.',
    ],
    picture: 'Picture with the token whose draw is shown',
    figure: 'The twenty most probable codes',
    number: 'Number u',
    said: (code: number, kept: number, entropy: number) =>
      `u picks code ${code}. ${kept === 1 ? 'Only one code' : `${count(kept)} codes`} could be drawn; entropy ${decimal(entropy, 2)} nats.`,
    bar: (code: number, percent: string) => `Code ${code}: ${percent}`,
  },
  surprise: {
    title: 'What training asks for',
    text: [
      'Training shows the transformer the grids of real pictures and asks only this: give the number that comes next a high probability. The loss is the mean of −log p, the surprise, in nats.',
      'Left the tokens, right the surprise at each. Shuffle them: every tile is still there, but they no longer follow from one another, and the transformer is surprised at almost all of them.',
    ],
    way: 'Order of the tokens',
    ways: { drawn: 'As they were drawn', shuffled: 'Shuffled' },
    picture: 'The tokens',
    figure: 'Surprise at each token',
    mean: (nats: number, codes: number) =>
      `${decimal(nats, 2)} nats a token on average: as unsure as among ${count(codes)} codes alike.`,
    at: (row: number, column: number, nats: number) => `At ${place(row, column)}: ${decimal(nats, 2)} nats.`,
  },
  condition: {
    title: 'Told by a layout',
    text: [
      'How does it know where water goes? The layout c is turned into tokens by a codebook of its own and written in front of the sentence. Nothing else changes: every probability is now one given c.',
      'Below, the tokens before the chosen one are always the same, and only the layout is another: the run’s own, one label everywhere, or nothing. A gold bar is the code that was drawn.',
    ],
    told: 'The transformer is told',
    own: 'Its own layout',
    nothing: 'Nothing',
    picture: 'Picture with the token whose probabilities are shown',
    figure: 'The most probable codes under this layout',
    said: (codes: number, share: number, told: string) =>
      `Told “${told}”, the ${count(codes)} codes above hold ${Math.round(share * 100)} % of the probability.`,
  },
  window: {
    title: 'The window',
    text: [
      'The transformer sees 16 × 16 tokens at a time. For a larger picture this window slides, and the token that is drawn sits in its middle except near the borders. Below is a grid of 40 × 26 tokens. Point at a cell (or move with the arrow keys): gold is the window, the strong cells are the tokens it can already see.',
      'Moving the window at every token costs dearly, as everything in it must be computed anew. The stride modes let it stay where it is for four or eight tokens.',
    ],
    mode: 'Window mode',
    figure: 'Grid of tokens with the window of one of them',
    said: (row: number, column: number, seen: number) =>
      `Row ${row + 1}, column ${column + 1}: ${count(seen)} tokens of the picture are in sight.`,
    cost: (positions: string, ratio: string) =>
      `The whole grid takes ${positions} steps of the transformer${ratio}.`,
    ratio: (times: number) => `, ${times < 10 ? times.toFixed(1) : count(times)} times fewer than Exact`,
    count,
  },
  seed: {
    title: 'The seed',
    text: [
      'The number u that decides each draw comes from the seed and the place of the cell, and from nothing else. So the same seed gives the same picture, in whatever order cells are drawn, on a graphics card or without one; and a run that was interrupted goes on as if nothing had happened.',
      'Each square is the number of one cell: dark is 0, light is 1.',
    ],
    figure: 'The numbers of 32 × 16 cells for this seed',
    seed: 'Seed',
  },
  end: {
    title: 'That is all',
    text: 'Two networks, one list of numbers. The method is from Esser, Rombach and Ommer, “Taming Transformers for High-Resolution Image Synthesis” (CVPR 2021). On the studio’s pictures every token can be questioned in the same way: press one.',
    start: 'Paint something',
  },
};
