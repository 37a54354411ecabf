import { codebook } from './de/codebook.ts';
import { complete } from './de/complete.ts';
import { conditions } from './de/conditions.ts';
import { diagnostics } from './de/diagnostics.ts';
import { files } from './de/files.ts';
import { film } from './de/film.ts';
import { history } from './de/history.ts';
import { imports } from './de/imports.ts';
import { inspect } from './de/inspect.ts';
import { learn } from './de/learn.ts';
import { library } from './de/library.ts';
import { offline } from './de/offline.ts';
import { paint } from './de/paint.ts';
import { palette } from './de/palette.ts';
import { queue } from './de/queue.ts';
import { share } from './de/share.ts';
import { shell } from './de/shell.ts';
import { studio } from './de/studio.ts';
import { trust } from './de/trust.ts';
import { whatIf } from './de/whatIf.ts';
import type { Messages } from './en.ts';

/** Every word on the page, in German. Loaded only where it is read (language/language.ts). */
export const de: Messages = {
  ...shell,
  ...studio,
  codebook,
  complete,
  conditions,
  diagnostics,
  files,
  film,
  history,
  imports,
  inspect,
  learn,
  library,
  offline,
  paint,
  palette,
  queue,
  share,
  trust,
  whatIf,
};
