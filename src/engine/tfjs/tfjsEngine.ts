import type { TransformerArchitecture } from '../../core/architecture.ts';
import type { ConditionTokens } from '../../core/condition.ts';
import { drawToken } from '../../core/draw.ts';
import { guideLogits } from '../../core/guidance.ts';
import type { Step } from '../../core/schedule.ts';
import type { KeyValueCache } from '../../networks/transformer/cache.ts';
import type { Gpt } from '../../networks/transformer/gpt.ts';
import { Breather } from '../../networks/yieldToLoop.ts';
import type { DecodeEngine, DecodeRequest, DecodeStats } from '../engine.ts';
import { checkCondition, checkGuidance, conditionLength, sequenceSlice } from './sequence.ts';

/** Memory for key/value caches. */
const CACHE_BYTES = 2 ** 30;

/** A cache and the window whose sequence it holds. */
interface Slot {
  readonly cache: KeyValueCache;
  /** The same window without its condition; only where draws are guided. */
  readonly untold: KeyValueCache | null;
  top: number;
  left: number;
}

/**
 * Executes schedules with tfjs, one step after the other: a slot whose window moved starts afresh, the missing
 * positions are appended, and the logits of the last one decide the token.
 */
export class TfjsEngine implements DecodeEngine {
  readonly name = 'tfjs';

  /** @param gpt is the caller's: disposing of the engine leaves it alone */
  constructor(private readonly gpt: Gpt) {}

  get architecture(): TransformerArchitecture {
    return this.gpt.architecture;
  }

  get maxSlots(): number {
    const { layers, blockSize, width } = this.architecture;
    const keysAndValues = 2 * Float32Array.BYTES_PER_ELEMENT * layers * blockSize * width;
    return Math.max(1, Math.floor(CACHE_BYTES / keysAndValues));
  }

  async decode(request: DecodeRequest): Promise<DecodeStats> {
    const { schedule, grid, signal } = request;
    checkCondition(request.condition, grid);
    checkGuidance(request);
    const started = performance.now();
    const breather = new Breather();
    const slots = new Map<number, Slot>();
    let positions = 0;
    let tokens = 0;
    try {
      for (const step of schedule.steps) {
        const slot = this.slotFor(slots, step, request);
        const before = slot.cache.length;
        const logits = await this.logitsFor(request, step, slot, breather);
        if (logits === null) break;
        positions += slot.cache.length - before;
        drawStep(request, step, logits);
        tokens++;
        await breather.breathe();
        if (signal?.aborted) break;
      }
    } finally {
      for (const { cache, untold } of slots.values()) {
        cache.reset();
        untold?.reset();
      }
    }
    const elapsedMs = performance.now() - started;
    return { positions, tokens, elapsedMs, aborted: tokens < schedule.steps.length };
  }

  async forward(tokens: Int32Array): Promise<Float32Array> {
    return (await this.gpt.forward(tokens)) ?? new Float32Array();
  }

  dispose(): void {
    // Caches live as long as one decode.
  }

  private async logitsFor(
    request: DecodeRequest,
    step: Step,
    { cache, untold }: Slot,
    breather: Breather,
  ): Promise<Float32Array | null> {
    const { condition, guidance, signal } = request;
    const append = (to: KeyValueCache, told: ConditionTokens) =>
      this.gpt.append(to, missingTokens(request, told, step, to.length), breather, signal);
    const logits = await append(cache, condition);
    if (logits === null || untold === null || guidance === undefined) return logits;
    const without = await append(untold, guidance.untold);
    return without && guideLogits(logits, without, guidance.scale);
  }

  private slotFor(slots: Map<number, Slot>, step: Step, { guidance }: DecodeRequest): Slot {
    let slot = slots.get(step.slot);
    if (slot === undefined) {
      const untold = guidance ? this.gpt.newCache() : null;
      slot = { cache: this.gpt.newCache(), untold, top: step.top, left: step.left };
      slots.set(step.slot, slot);
    } else if (slot.top !== step.top || slot.left !== step.left) {
      slot.cache.reset();
      slot.untold?.reset();
      slot.top = step.top;
      slot.left = step.left;
    }
    return slot;
  }
}

function missingTokens(
  { schedule, grid }: DecodeRequest,
  condition: ConditionTokens,
  step: Step,
  held: number,
): Int32Array {
  const needed = conditionLength(condition, schedule) + step.place;
  return sequenceSlice(schedule, condition, grid, step, held, needed);
}

/** Draws, writes the token into the grid and tells the caller. */
export function drawStep(request: DecodeRequest, step: Step, logits: Float32Array): void {
  const { grid, draw, codes } = request;
  const { row, column } = step;
  const u = draw.greedy ? 0 : request.uniform(row, column);
  const token = drawToken(logits, draw, codes, u);
  grid.tokens[row * grid.width + column] = token;
  request.onDrawn?.({
    step,
    token,
    u,
    ...(request.wantLogits?.(row, column) ? { logits } : {}),
  });
}
