import { createElement, type ReactNode } from 'react';

/** Numbers of equations of Esser, Rombach and Ommer, "Taming Transformers for High-Resolution Image Synthesis" (CVPR 2021). */
export type EquationNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

// MathML: every element takes its children in place.
const element =
  (name: string, attributes: Record<string, string> | null = null) =>
  (...children: ReactNode[]): ReactNode =>
    createElement(name, attributes, ...children);
const row = element('mrow');
const name = element('mi');
const upright = element('mi', { mathvariant: 'normal' });
const sign = element('mo');
const number = element('mn');
const below = element('msub');
const above = element('msup');
const fraction = element('mfrac');
const root = element('msqrt');
const under = element('munder');
const hatted = (letter: string) => element('mover', { accent: 'true' })(name(letter), sign('^'));
const script = (letter: string, index: string) => below(name(letter), upright(index));
const of = (what: ReactNode, ...inside: ReactNode[]) =>
  row(what, sign('('), ...inside.flatMap((one, i) => (i ? [sign(','), one] : [one])), sign(')'));
const squared = (...inside: ReactNode[]) => above(row(sign('‖'), ...inside, sign('‖')), number('2'));
const loss = (index: string) => below(name('ℒ'), upright(index));
const space = element('mspace', { width: '0.3em' })();
const wide = element('mspace', { width: '1em' })();
const quantized = below(name('z'), name('q'));
const latent = of(name('E'), name('x'));
const stopped = (inside: ReactNode) => row(upright('sg'), sign('['), inside, sign(']'));
const parts = row(sign('{'), name('E'), sign(','), name('G'), sign(','), name('𝒵'), sign('}'));
const before = below(name('s'), row(sign('<'), name('i')));
const overPhotos = below(name('𝔼'), row(name('x'), sign('∼'), name('p')));
const pull = (index: string) => row(below(sign('∇'), below(name('G'), name('L'))), loss(index));

export const EQUATIONS: Readonly<Record<EquationNumber, ReactNode>> = {
  1: row(
    of(upright('Attn'), name('Q'), name('K'), name('V')),
    sign('='),
    of(
      upright('softmax'),
      fraction(row(name('Q'), above(name('K'), sign('⊤'))), root(below(name('d'), name('k')))),
    ),
    name('V'),
  ),
  2: row(
    quantized,
    sign('='),
    of(name('q'), hatted('z')),
    sign(':='),
    under(upright('arg min'), row(below(name('z'), name('k')), sign('∈'), name('𝒵'))),
    space,
    row(sign('‖'), below(hatted('z'), name('ij')), sign('−'), below(name('z'), name('k')), sign('‖')),
  ),
  3: row(hatted('x'), sign('='), of(name('G'), quantized), sign('='), of(name('G'), of(name('q'), latent))),
  4: row(
    loss('VQ'),
    sign('='),
    squared(name('x'), sign('−'), hatted('x')),
    sign('+'),
    squared(stopped(latent), sign('−'), quantized),
    sign('+'),
    squared(stopped(quantized), sign('−'), latent),
  ),
  5: row(
    loss('GAN'),
    sign('='),
    upright('log'),
    of(name('D'), name('x')),
    sign('+'),
    upright('log'),
    row(sign('('), number('1'), sign('−'), of(name('D'), hatted('x')), sign(')')),
  ),
  6: row(
    above(name('𝒬'), sign('*')),
    sign('='),
    under(upright('arg min'), row(name('E'), sign(','), name('G'), sign(','), name('𝒵'))),
    space,
    under(upright('max'), name('D')),
    space,
    overPhotos,
    space,
    row(
      sign('['),
      of(loss('VQ'), name('E'), name('G'), name('𝒵')),
      sign('+'),
      name('λ'),
      of(loss('GAN'), parts, name('D')),
      sign(']'),
    ),
  ),
  7: row(name('λ'), sign('='), fraction(pull('rec'), row(pull('GAN'), sign('+'), name('δ')))),
  8: row(
    below(name('s'), name('ij')),
    sign('='),
    name('k'),
    wide,
    upright('where'),
    wide,
    below(row(sign('('), quantized, sign(')')), name('ij')),
    sign('='),
    script('z', 'k'),
  ),
  9: row(
    loss('Transformer'),
    sign('='),
    overPhotos,
    space,
    row(sign('['), sign('−'), upright('log'), of(name('p'), name('s')), sign(']')),
  ),
  10: row(
    row(name('p'), sign('('), name('s'), sign('|'), name('c'), sign(')')),
    sign('='),
    under(sign('∏'), name('i')),
    row(
      name('p'),
      sign('('),
      below(name('s'), name('i')),
      sign('|'),
      before,
      sign(','),
      name('c'),
      sign(')'),
    ),
  ),
};
