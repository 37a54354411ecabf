import type { Studio } from '../studio.ts';
import { moveCell } from './tokenAt.ts';

/** The keyboard's way through the token grid. @returns how to stop listening */
export function listenForKeys(element: HTMLElement, studio: Studio): () => void {
  const { inspectStore } = studio;
  const onKey = (event: KeyboardEvent) => {
    if (takesKey(event, studio)) event.preventDefault();
  };
  const onFocus = () => {
    const { cursor, pinned } = inspectStore.getState();
    // By keyboard only: a click brings its own cell.
    if (element.matches(':focus-visible')) inspectStore.setState({ cursor: cursor ?? pinned ?? 0 });
  };
  const onBlur = () => inspectStore.setState({ cursor: null });
  element.addEventListener('keydown', onKey);
  element.addEventListener('focus', onFocus);
  element.addEventListener('blur', onBlur);
  return () => {
    element.removeEventListener('keydown', onKey);
    element.removeEventListener('focus', onFocus);
    element.removeEventListener('blur', onBlur);
  };
}

function takesKey(event: KeyboardEvent, studio: Studio): boolean {
  const { runs, inspectStore, inspector, whatIf, whatIfStore } = studio;
  const trace = runs.getState().shown?.trace;
  if (!trace) return false;
  const { cursor, pinned } = inspectStore.getState();
  const cell = cursor ?? pinned ?? 0;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'z') return false;
    if (event.shiftKey) whatIf.redo();
    else whatIf.undo();
    return true;
  }
  const moved = moveCell(event.key, cell, trace);
  if (moved !== null) {
    inspectStore.setState({ cursor: moved });
    return true;
  }
  if (event.key === 'Enter') {
    const { tool, code } = whatIfStore.getState();
    if (tool === 'tile') whatIf.lay([cell], code);
    else inspector.pin(cell);
    return true;
  }
  if (event.key !== 'Escape' || pinned === null) return false;
  inspector.unpin();
  return true;
}
