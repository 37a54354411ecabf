import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import type { TokenGrid } from '../../core/grid.ts';
import { moveInGrid } from '../codebook/gridKeys.ts';
import { Application } from '../controls/Application.tsx';
import { nearestCell } from '../inspect/tokenAt.ts';
import { text } from '../messages/text.ts';
import { drawTile, type Atlas } from '../replay/atlas.ts';

interface TokenFigureProps {
  readonly grid: TokenGrid;
  readonly atlas: Atlas;
  /** A cell was pointed at or walked to. */
  readonly onCode: (code: number) => void;
}

/** The tokens as plain tiles. Pointing at one, or walking with the arrow keys, says which code it is. */
export function TokenFigure({ grid, atlas, onCode }: TokenFigureProps) {
  const t = text().codebook.bench;
  const { height, width, tokens } = grid;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chosen, setChosen] = useState<{ readonly of: TokenGrid; readonly cell: number } | null>(null);
  const cell = chosen?.of === grid ? chosen.cell : null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    tokens.forEach((code, i) => {
      drawTile(
        context,
        atlas,
        code,
        (i % width) * atlas.size,
        Math.floor(i / width) * atlas.size,
        atlas.size,
      );
    });
  }, [atlas, tokens, width]);
  const choose = (next: number) => {
    setChosen({ of: grid, cell: next });
    onCode(tokens[next]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveInGrid(event.key, cell ?? 0, { count: tokens.length, columns: width, page: 4 });
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const said = cell === null ? '' : t.tokenAt(tokens[cell], Math.floor(cell / width), cell % width);
  return (
    <Application
      label={t.tokensFigure(width, height)}
      className="token-figure"
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        choose(nearestCell({ height, width }, box, { x: event.clientX, y: event.clientY }));
      }}
    >
      <canvas ref={canvas} width={width * atlas.size} height={height * atlas.size} aria-hidden="true" />
      {cell !== null && (
        <span
          className="token-mark"
          style={{
            left: `${((cell % width) / width) * 100}%`,
            top: `${(Math.floor(cell / width) / height) * 100}%`,
            width: `${100 / width}%`,
            height: `${100 / height}%`,
          }}
        />
      )}
      <span className="token-said" role="status">
        {said}
      </span>
    </Application>
  );
}
