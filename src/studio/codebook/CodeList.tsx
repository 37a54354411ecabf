import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { TileButton } from './TileButton.tsx';

export interface CodeLink {
  readonly code: number;
  /** A distance or a share. */
  readonly detail: string;
}

interface CodeListProps {
  readonly title: string;
  readonly help?: string;
  readonly atlas: Atlas;
  readonly codes: readonly CodeLink[];
  readonly onSelect: (code: number) => void;
}

/** Codes beside one another, each the way to its own card. */
export function CodeList({ title, help, atlas, codes, onSelect }: CodeListProps) {
  return (
    <div className="code-list">
      <h4 title={help}>{title}</h4>
      <ul>
        {codes.map(({ code, detail }) => (
          <li key={code}>
            <TileButton
              atlas={atlas}
              code={code}
              side={30}
              label={text().codebook.card.goTo(code, detail)}
              onClick={() => onSelect(code)}
            />
            <small>{detail}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
