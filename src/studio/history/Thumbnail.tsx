import { useEffect, useRef } from 'react';

import type { HistoryEntry } from './entry.ts';

/** The small picture of a run; its place has the right shape before it is there. */
export function Thumbnail({ entry }: { readonly entry: HistoryEntry }) {
  const image = useRef<HTMLImageElement>(null);
  const { thumbnail, width, height } = entry;
  useEffect(() => {
    if (thumbnail.length === 0 || !image.current) return;
    const url = URL.createObjectURL(new Blob([thumbnail], { type: 'image/jpeg' }));
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [thumbnail]);
  return (
    <span className="thumbnail" style={{ aspectRatio: width / height }}>
      {thumbnail.length > 0 && <img ref={image} alt="" />}
    </span>
  );
}
