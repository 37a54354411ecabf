import type { ReactNode } from 'react';

import type { ErrorReport } from '../../core/errors.ts';
import { sentence } from '../messages/format.ts';
import './controls.css';
import { Icon } from './Icon.tsx';

interface ErrorNoteProps {
  readonly error: Pick<ErrorReport, 'message' | 'advice'>;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** An error in its place on the page: what happened, and what to do. */
export function ErrorNote({ error, children }: ErrorNoteProps) {
  return (
    <div className="error-note" role="alert">
      <Icon name="warning" />
      <p>
        <span>{sentence(error.message)}</span>
        {error.advice && <span className="error-advice"> {sentence(error.advice)}</span>}
      </p>
      {children}
    </div>
  );
}
