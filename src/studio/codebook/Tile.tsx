import type { Atlas } from '../replay/atlas.ts';

/** The tile of one code at any size, cut out of the atlas by the style sheet. */
export function Tile({
  atlas,
  code,
  side,
}: {
  readonly atlas: Atlas;
  readonly code: number;
  readonly side: number;
}) {
  const rows = Math.ceil(atlas.count / atlas.columns);
  return (
    <span
      className="tile"
      style={{
        width: side,
        height: side,
        backgroundImage: `url(${atlas.url})`,
        backgroundSize: `${side * atlas.columns}px ${side * rows}px`,
        backgroundPosition: `${-(code % atlas.columns) * side}px ${-Math.floor(code / atlas.columns) * side}px`,
      }}
    />
  );
}
