import { createElement } from 'react';

import { text } from '../messages/text.ts';
import { EQUATIONS, type EquationNumber } from './equations.ts';

/** An equation with its number in the paper, and what it says in words for readers that do not speak MathML. */
export function Equation({ number }: { readonly number: EquationNumber }) {
  const t = text().learn;
  return (
    <div className="equation" role="math" aria-label={`${t.equation(number)}: ${t.equations[number]}`}>
      {createElement('math', { display: 'block', 'aria-hidden': true }, EQUATIONS[number])}
      <span className="equation-number" aria-hidden="true" title={t.equation(number)}>
        ({number})
      </span>
    </div>
  );
}
