import { type DragEvent, type ReactNode, useRef, useState } from 'react';

import { Icon } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import { droppedFiles } from './pickedFiles.ts';

interface DropAreaProps {
  readonly children: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The whole page takes dropped files; the button does the same for everyone else. */
export function DropArea({ children, onFiles }: DropAreaProps) {
  const [over, setOver] = useState(false);
  // entering a child leaves its parent: only the outermost counts
  const depth = useRef(0);
  const track = (change: 1 | -1) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current += change;
    setOver(depth.current > 0);
  };
  return (
    <div
      className="drop-area"
      onDragEnter={track(1)}
      onDragLeave={track(-1)}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      {children}
      {over && (
        <div className="drop-here" aria-hidden="true">
          <p>
            <Icon name="import" /> {text().imports.drop}
          </p>
        </div>
      )}
    </div>
  );
}
