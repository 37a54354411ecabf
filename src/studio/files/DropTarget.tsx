import { useEffect, useState } from 'react';

import './files.css';
import { Icon } from '../controls/Icon.tsx';
import { isTyping } from '../actions/shortcuts.ts';
import { droppedFiles } from '../library/pickedFiles.ts';
import { text } from '../messages/text.ts';
import { linkIn } from '../share/linkHash.ts';
import { useStudio } from '../useStudio.ts';

/** The whole page takes files that are dropped or pasted, and says so while they are over it. */
export function DropTarget() {
  const { intake, links } = useStudio();
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
        void droppedFiles(event.dataTransfer).then((files) => intake.open(files));
      },
      paste: (event: ClipboardEvent) => {
        if (isTyping(event.target) || !event.clipboardData) return;
        const files = [...event.clipboardData.files];
        const pasted = event.clipboardData.getData('text/plain');
        const link = linkIn(pasted);
        if (files.length > 0) void intake.open(files);
        else if (link) void links.open(link);
        else void intake.openText(pasted);
      },
    };
    const entries = Object.entries(handlers) as [string, EventListener][];
    for (const [type, handler] of entries) window.addEventListener(type, handler);
    return () => {
      for (const [type, handler] of entries) window.removeEventListener(type, handler);
    };
  }, [intake, links]);
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
