import { useEffect, useRef, useState } from 'react';

import { TesseraError } from '../../core/errors.ts';
import { Icon } from '../controls/Icon.tsx';
import { MenuButton } from '../controls/MenuButton.tsx';
import { download } from '../files/download.ts';
import { text } from '../messages/text.ts';
import { tellError } from '../shell/noticeStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { filmType, recordFilm, zipStills, type FilmOptions } from './exportFilm.ts';
import { FilmFrame } from './filmFrame.ts';

/** The run shown as a film or as pictures. While one is written, the button stops that. */
export function FilmButton() {
  const { runs, sessionStore, notices, player } = useStudio();
  const t = text().film;
  const [share, setShare] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  const canExport = useFrom(
    (studio) => studio.runs,
    ({ shown, running }) => shown !== null && running === null && shown.trace.count > 0,
  );
  useEffect(() => () => abort.current?.abort(), []);

  const write = async (make: (frame: FilmFrame, draws: number, options: FilmOptions) => Promise<Blob>) => {
    const { shown } = runs.getState();
    if (!shown) return;
    player.pause();
    const controller = new AbortController();
    abort.current = controller;
    setShare(0);
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--well');
    const frame = new FilmFrame(shown, shown.atlas ?? sessionStore.getState().atlas, ground);
    try {
      const { signal } = controller;
      const film = await make(frame, shown.trace.count, { onProgress: setShare, signal });
      download(film, `tessera-${shown.seed}.${film.type.split('/')[1]}`);
    } catch (error) {
      if (!(error instanceof TesseraError) || error.code !== 'cancelled') tellError(notices, error);
    } finally {
      setShare(null);
    }
  };

  if (share !== null) {
    return (
      <span className="film-progress">
        <span role="progressbar" aria-label={t.writing} aria-valuenow={Math.round(share * 100)}>
          {t.share(share)}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label={t.stop}
          title={t.stop}
          onClick={() => abort.current?.abort()}
        >
          <Icon name="close" />
        </button>
      </span>
    );
  }
  // Holds the place, so that nothing moves when the run ends.
  if (!canExport) return <span className="menu-button" aria-hidden="true" />;
  const type = filmType();
  return (
    <MenuButton
      label={t.export}
      icon="film"
      items={[
        {
          id: 'video',
          label: t.video,
          note: type ? t.videoNote : t.noVideo,
          disabled: type === null,
          onChoose: () =>
            type &&
            void write((frame, draws, options) =>
              recordFilm(frame, draws, runs.getState().speed, type, options),
            ),
        },
        { id: 'stills', label: t.stills, note: t.stillsNote, onChoose: () => void write(zipStills) },
      ]}
    />
  );
}
