import type { Messages } from '../en.ts';
import { prozent } from './numbers.ts';

/** Exporting a replay in German. */
export const film: Messages['film'] = {
  export: 'Ablauf exportieren',
  writing: 'Der Ablauf wird geschrieben',
  share: (share) => prozent(share),
  stop: 'Schreiben des Ablaufs anhalten',
  video: 'Video',
  videoNote: 'Im gewählten Tempo; es dauert so lange wie das Abspielen',
  noVideo: 'Dieser Browser schreibt kein Video',
  stills: 'Bilder in einem Zip',
  stillsNote: 'PNG, vom leeren Raster bis zum fertigen Bild',
};
