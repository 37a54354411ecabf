import { useEffect, useState } from 'react';

import './files.css';
import { Icon } from '../controls/Icon.tsx';
import { isTyping } from '../actions/shortcuts.ts';
import { droppedFiles } from '../library/pickedFiles.ts';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { openPasted } from './paste.ts';

/** The whole page takes files that are dropped or pasted, and says so while they are over it. */
export function DropTarget() {
  const studio = useStudio();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the outermost counts.
    let depth = 0;
    const isOurs = (event: DragEvent) =>
      !event.defaultPrevented && event.dataTransfer?.types.includes('Files');
    const track = (change: 1 | -1) => (event: DragEvent) => {
      // A part of the page that takes drops itself has used the event up.
      if (!isOurs(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const handlers = {
      dragenter: track(1),
      dragleave: track(-1),
      dragover: (event: DragEvent) => {
        if (isOurs(event)) event.preventDefault();
      },
      drop: (event: DragEvent) => {
        depth = 0;
        setOver(false);
        if (!isOurs(event) || !event.dataTransfer) return;
        event.preventDefault();
        void droppedFiles(event.dataTransfer).then((files) => studio.intake.open(files));
      },
      paste: (event: ClipboardEvent) => {
        if (isTyping(event.target) || !event.clipboardData) return;
        const { clipboardData } = event;
        // A dialog that asks about one file must be answered before the next.
        if (document.querySelector('dialog[open]')) return;
        void openPasted(studio, {
          files: [...clipboardData.files],
          text: clipboardData.getData('text/plain'),
        });
      },
    };
    const entries = Object.entries(handlers) as [string, EventListener][];
    for (const [type, handler] of entries) window.addEventListener(type, handler);
    return () => {
      for (const [type, handler] of entries) window.removeEventListener(type, handler);
    };
  }, [studio]);
  if (!over) return null;
  const t = text().files;
  return (
    <div className="drop-target" aria-hidden="true">
      <p>
        <Icon name="import" /> {t.drop}
      </p>
      <small>{t.dropHelp}</small>
    </div>
  );
}
