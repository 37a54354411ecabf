import { Component, type ReactNode } from 'react';

import { text } from '../messages/text.ts';
import { rememberError } from '../session/diagnostics.ts';

interface ErrorBoundaryState {
  readonly failed: boolean;
}

/** Where a part of the page cannot be shown: said in its place, while all around it stays and works. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failed: true };
  }

  override componentDidCatch(thrown: unknown): void {
    rememberError(thrown);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const t = text().trust.notShown;
    return (
      <div className="error-boundary" role="alert">
        <p className="error-boundary-what">{t.what}</p>
        <p>{t.advice}</p>
        <p className="error-boundary-ways">
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
