import { useEffect } from 'react';

import { text } from '../messages/text.ts';
import { tell } from '../shell/noticeStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { addressOf, linkToEntry } from './address.ts';

/** Arrow keys walk faster than browsers let addresses change. */
const PAUSE_MS = 300;

/** Keeps the page and its address together: `#/codebook/<model>/<n>` opens an entry, and a chosen entry is named there. */
export function useAddress(count: number): void {
  const { codebook, session, notices } = useStudio();
  const { models, model, loaded } = useFrom(
    (studio) => studio.sessionStore,
    (state) => state,
  );
  const selected = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.selected,
  );

  useEffect(() => {
    const follow = () => {
      const { view, entry } = addressOf(location.hash);
      if (view) codebook.store.setState({ view });
      if (!entry || models.length === 0) return;
      const t = text().codebook.address;
      const wanted = models.find(({ id }) => id === entry.model);
      if (!wanted) {
        tell(notices, {
          tone: 'error',
          code: 'entry-of-unknown-model',
          message: t.unknownModel(entry.model),
          advice: t.unknownAdvice,
        });
        return;
      }
      if (wanted.id !== model?.id) void session.open(wanted);
      codebook.store.setState({ view: 'tiles', filter: 'all', selected: entry.code });
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
    // The model that is open now changes the address, and must not be changed back by it.
  }, [codebook, session, notices, models.length > 0]);

  const id = model?.id;
  // Only the loaded model says how many codes there are.
  const known = loaded !== null;
  useEffect(() => {
    if (!known || count === 0 || selected < count) return;
    const message = text().codebook.address.beyond(selected, count - 1);
    tell(notices, { tone: 'info', code: 'entry-beyond', message, advice: '' });
    codebook.select(count - 1);
  }, [known, count, selected, codebook, notices]);

  useEffect(() => {
    if (!id || !known || selected >= count) return;
    const wait = setTimeout(() => {
      const { entry } = addressOf(location.hash);
      const isNamed = entry?.model === id && entry.code === selected;
      const isPlain = selected === 0 && entry === null;
      if (!isNamed && !isPlain) history.replaceState(history.state, '', linkToEntry(id, selected));
    }, PAUSE_MS);
    return () => clearTimeout(wait);
  }, [id, known, selected, count]);
}
