import { expect, it } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';

it('repeats a name out of a file in one line that no terminal obeys', () => {
  const error = new TesseraError(
    'a-code',
    'the entry x\n\u001b[2Jerror: all\u2028is\u202e well',
    'do\r\nthis',
  );
  expect(error.line).toBe('a-code: the entry x [2Jerror: all is  well; do this');
});
