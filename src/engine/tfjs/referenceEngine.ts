import type { TransformerArchitecture } from '../../core/architecture.ts';
import type { ConditionTokens } from '../../core/condition.ts';
import { EMPTY, type TokenGrid } from '../../core/grid.ts';
import { guideLogits } from '../../core/guidance.ts';
import type { Gpt } from '../../networks/transformer/gpt.ts';
import type { DecodeEngine, DecodeRequest, DecodeStats } from '../engine.ts';
import { checkCondition, checkGuidance, conditionLength, sequenceSlice } from './sequence.ts';
import { drawStep } from './tfjsEngine.ts';

/**
 * Does what the original does, as slowly: for every token the whole window is evaluated anew and one of its
 * logits used (reference section 6.2). The measure for the other engines.
 */
export class ReferenceEngine implements DecodeEngine {
  readonly name = 'reference';
  /** It keeps none. */
  readonly maxSlots = Infinity;

  /** @param gpt is the caller's: disposing of the engine leaves it alone */
  constructor(private readonly gpt: Gpt) {}

  get architecture(): TransformerArchitecture {
    return this.gpt.architecture;
  }

  async decode(request: DecodeRequest): Promise<DecodeStats> {
    const { schedule, condition, grid, guidance, signal } = request;
    checkCondition(condition, grid);
    checkGuidance(request);
    const started = performance.now();
    const prefix = conditionLength(condition, schedule);
    const length = prefix + schedule.window.height * schedule.window.width - 1;
    const { vocabulary } = this.architecture;
    let tokens = 0;
    for (const step of schedule.steps) {
      // What is not drawn yet is 0, as in the original; the causal mask hides it.
      const filled: TokenGrid = {
        ...grid,
        tokens: grid.tokens.map((token) => (token === EMPTY ? 0 : token)),
      };
      const at = (prefix - 1 + step.place) * vocabulary;
      const logitsGiven = async (told: ConditionTokens): Promise<Float32Array | null> => {
        const sequence = sequenceSlice(schedule, told, filled, step, 0, length);
        const all = await this.gpt.forward(sequence, signal);
        return all && all.slice(at, at + vocabulary);
      };
      const logits = await logitsGiven(condition);
      const untold = guidance && (await logitsGiven(guidance.untold));
      if (logits === null || untold === null) break;
      drawStep(request, step, untold ? guideLogits(logits, untold, guidance.scale) : logits);
      tokens++;
    }
    const elapsedMs = performance.now() - started;
    return { positions: tokens * length, tokens, elapsedMs, aborted: tokens < schedule.steps.length };
  }

  async forward(tokens: Int32Array): Promise<Float32Array> {
    return (await this.gpt.forward(tokens)) ?? new Float32Array();
  }

  dispose(): void {
    // Nothing is kept between decodes.
  }
}
