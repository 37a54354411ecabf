import { useMemo } from 'react';

import type { Atlas } from '../replay/atlas.ts';
import { TileCanvas } from './TileCanvas.tsx';

interface TileButtonProps {
  readonly atlas: Atlas;
  readonly code: number;
  readonly side: number;
  readonly label: string;
  readonly onClick: () => void;
}

export function TileButton({ atlas, code, side, label, onClick }: TileButtonProps) {
  const codes = useMemo(() => Int32Array.of(code), [code]);
  return (
    <button type="button" className="tile-button" aria-label={label} title={label} onClick={onClick}>
      <TileCanvas atlas={atlas} codes={codes} side={side} gap={0} />
    </button>
  );
}
