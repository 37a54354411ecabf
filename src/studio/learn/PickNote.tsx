import { text } from '../messages/text.ts';
import type { OpenWalk } from './useWalk.ts';

/** Figures about one token share which one it is, so that the reader follows it through the page. */
export interface PickProps {
  readonly open: OpenWalk;
  readonly cell: number;
  readonly onPick: (cell: number) => void;
}

/** Which tokens can be picked, and how. */
export function PickNote({ isLive }: { readonly isLive: boolean }) {
  const t = text().learn.pick;
  return <>{isLive ? t.any : t.recorded}</>;
}
