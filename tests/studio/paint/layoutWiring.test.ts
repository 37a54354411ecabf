import { expect, it } from 'vitest';

import { createLayoutStore } from '../../../src/studio/paint/layoutStore.ts';
import { settleEmptyLayout } from '../../../src/studio/paint/layoutWiring.ts';
import { createNoticeStore, tell } from '../../../src/studio/shell/noticeStore.ts';

it('the first stroke answers the complaint about an empty layout, and no other', () => {
  const [layout, notices] = [createLayoutStore(), createNoticeStore()];
  settleEmptyLayout({ layout, notices });
  for (const code of ['layout-empty', 'network-failed']) {
    tell(notices, { tone: 'error', code, message: code, advice: '' });
  }
  layout.setState({ revision: 1 });
  expect(notices.getState().notices).toHaveLength(2);
  layout.setState({ blank: false });
  expect(notices.getState().notices.map(({ code }) => code)).toEqual(['network-failed']);
});
