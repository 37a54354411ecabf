import type { RunRecord } from '../core/runRecord.ts';
import type { Pixels } from './pixels.ts';

/** Questions about a run, answered from its record by the model that drew it. */
export type Question =
  /** The logits that a token was drawn from. */
  | { readonly about: 'token'; readonly record: RunRecord; readonly row: number; readonly column: number }
  /** Entropy and probability of every token drawn in one window position. */
  | { readonly about: 'window'; readonly record: RunRecord; readonly top: number; readonly left: number }
  /** What the step of a token attended to, in every layer and head. */
  | { readonly about: 'attention'; readonly record: RunRecord; readonly row: number; readonly column: number }
  /** Pixels of a part of the grid, in cells, decoded with some cells around it. */
  | {
      readonly about: 'part';
      readonly height: number;
      readonly width: number;
      readonly tokens: Int32Array;
      readonly part: {
        readonly top: number;
        readonly left: number;
        readonly height: number;
        readonly width: number;
      };
    };

export type Answer =
  | {
      readonly about: 'token';
      /** Raw logits [codes], before temperature. */
      readonly logits: Float32Array;
      /** The number of the record's seed for this cell; 0 when greedy. */
      readonly u: number;
      /** What these logits and u give: not the recorded token where that was kept from elsewhere or laid by hand. */
      readonly drawn: number;
    }
  | {
      readonly about: 'window';
      /** Row-major indices. */
      readonly cells: Int32Array;
      /** Nats. */
      readonly entropy: Float32Array;
      /** 0 where the token could not have been drawn. */
      readonly probability: Float32Array;
    }
  | {
      readonly about: 'attention';
      readonly layers: number;
      readonly heads: number;
      /** Positions of the step's sequence: condition first, then tokens of the window in order. */
      readonly length: number;
      /** [layers, heads, length]; each row sums to 1. */
      readonly weights: Float32Array;
    }
  | { readonly about: 'part'; readonly pixels: Pixels };

export type AnswerTo<About extends Question['about']> = Extract<Answer, { about: About }>;
export type QuestionAbout<About extends Question['about']> = Extract<Question, { about: About }>;

export type InspectToWorker =
  | { readonly type: 'inspect'; readonly id: number; readonly question: Question }
  /** Draws the cells of a record that hold -1, from its own condition tokens; answered like `generate`. */
  | { readonly type: 'resample'; readonly id: number; readonly record: RunRecord };

export interface InspectFromWorker {
  readonly type: 'inspected';
  readonly id: number;
  readonly answer: Answer;
}
