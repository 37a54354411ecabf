import type { ReactNode } from 'react';

import { Equation } from './Equation.tsx';
import type { EquationNumber } from './equations.ts';

interface LearnSectionProps {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Numbers of the paper's equations that this section is about. */
  readonly equations?: readonly EquationNumber[];
  readonly children: ReactNode;
}

export function LearnSection({ id, title, paragraphs, equations = [], children }: LearnSectionProps) {
  return (
    <section id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {equations.map((number) => (
        <Equation key={number} number={number} />
      ))}
      {children}
    </section>
  );
}
