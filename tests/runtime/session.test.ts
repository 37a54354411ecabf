import { expect, it } from 'vitest';

import { reportOf, TesseraError } from '../../src/core/errors.ts';
import { Session } from '../../src/runtime/session.ts';

it('remembers the last ten errors, and nothing that was cancelled on purpose', () => {
  const session = new Session(
    () => undefined,
    'test',
    () => undefined,
  );
  for (let n = 0; n < 12; n++)
    session.remember(reportOf(new TesseraError(`error-${n}`, 'it broke', 'mend it')));
  session.remember(reportOf(new TesseraError('cancelled', 'this was cancelled', 'start it again')));
  expect(session.diagnostics().errors.map(({ code }) => code)).toEqual(
    Array.from({ length: 10 }, (_, n) => `error-${n + 2}`),
  );
});
