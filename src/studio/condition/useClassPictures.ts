import { useEffect, useState } from 'react';

import { CLASS_COLUMNS } from '../../checkpoint/manifest.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** The pictures of all classes, side by side, as a style sheet can use them. */
interface ClassPictures {
  /** null until the file is there. */
  readonly url: string | null;
  readonly rows: number;
}

/** The class pictures of the loaded model; null for models without. A file that cannot be had leaves their place empty. */
export function useClassPictures(): ClassPictures | null {
  const { session } = useStudio();
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  const hasPictures = loaded?.manifest.classPictures !== undefined;
  const [shown, setShown] = useState<{ readonly hash: string; readonly url: string } | null>(null);
  useEffect(() => {
    const { client } = session;
    if (!loaded || !hasPictures || !client) return;
    let url: string | null = null;
    let isOver = false;
    const task = client.askStage<'classes'>({ about: 'classes' });
    const show = async () => {
      const { pictures } = await task.result;
      if (isOver || !pictures) return;
      url = URL.createObjectURL(new Blob([pictures], { type: 'image/webp' }));
      setShown({ hash: loaded.hash, url });
    };
    // Names suffice to choose by, so nothing is told of pictures that fail to come.
    show().catch(() => undefined);
    return () => {
      isOver = true;
      task.cancel();
      if (url) URL.revokeObjectURL(url);
    };
  }, [session, loaded, hasPictures]);
  if (!loaded || !hasPictures) return null;
  const classes = loaded.manifest.conditioning.find(({ kind }) => kind === 'class')?.labels?.length ?? 0;
  return {
    url: shown?.hash === loaded.hash ? shown.url : null,
    rows: Math.max(1, Math.ceil(classes / CLASS_COLUMNS)),
  };
}

/** Shows one of the pictures in a square that it fills. */
export function classPictureStyle({ url, rows }: ClassPictures, index: number): React.CSSProperties {
  if (url === null) return {};
  const [row, column] = [Math.floor(index / CLASS_COLUMNS), index % CLASS_COLUMNS];
  const down = rows === 1 ? 0 : (100 * row) / (rows - 1);
  return {
    backgroundImage: `url(${url})`,
    backgroundSize: `${100 * CLASS_COLUMNS}% ${100 * rows}%`,
    backgroundPosition: `${(100 * column) / (CLASS_COLUMNS - 1)}% ${down}%`,
  };
}
