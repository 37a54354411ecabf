import { useEffect, useState } from 'react';

import { loadAtlas, type Atlas } from '../replay/atlas.ts';
import { useFrom } from '../useStudio.ts';

/** The tiles of all codes: of the loaded model, of the run shown, or the picture that the chosen model ships. */
export function useAtlas(): Atlas | null {
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.atlas,
  );
  const shown = useFrom(
    (studio) => studio.runs,
    (state) => state.shown?.atlas ?? null,
  );
  const url = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.model?.tiles ?? null,
  );
  const [shipped, setShipped] = useState<Atlas | null>(null);
  const present = loaded ?? shown;
  useEffect(() => {
    if (present || !url) return;
    let stale = false;
    loadAtlas(url)
      .then((atlas) => !stale && setShipped(atlas))
      .catch(() => undefined);
    return () => {
      stale = true;
    };
  }, [present, url]);
  return present ?? shipped;
}
