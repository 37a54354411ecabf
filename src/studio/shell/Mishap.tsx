import { Component, type ReactNode } from 'react';

import { text } from '../messages/text.ts';
import { rememberError } from '../session/diagnostics.ts';

interface MishapState {
  readonly failed: boolean;
}

/** Where a part of the page cannot be shown: said in its place, while all around it stays and works. */
export class Mishap extends Component<{ readonly children: ReactNode }, MishapState> {
  override state: MishapState = { failed: false };

  static getDerivedStateFromError(): MishapState {
    return { failed: true };
  }

  override componentDidCatch(thrown: unknown): void {
    rememberError(thrown);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const t = text().trust.mishap;
    return (
      <div className="mishap" role="alert">
        <p className="mishap-what">{t.what}</p>
        <p>{t.advice}</p>
        <p className="mishap-ways">
          <button type="button" className="button" onClick={() => this.setState({ failed: false })}>
            {t.again}
          </button>
          <button type="button" className="button" onClick={() => location.reload()}>
            {t.reload}
          </button>
        </p>
      </div>
    );
  }
}
