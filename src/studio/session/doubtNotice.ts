import type { ModelDoubt } from '../../runtime/protocol.ts';
import { text } from '../messages/text.ts';
import type { Notice } from '../shell/noticeStore.ts';

/** What is said when a model may not be what its description says; stays until it is dismissed. */
export function doubtNotice(doubt: ModelDoubt, model: string): Omit<Notice, 'id'> {
  const t = text().trust;
  return {
    tone: 'info',
    lasts: true,
    code: 'model-doubted',
    message: messageOf(doubt, model),
    advice: t.doubtAdvice[doubt.about],
  };
}

function messageOf(doubt: ModelDoubt, model: string): string {
  const { doubts } = text().trust;
  switch (doubt.about) {
    case 'guesses':
      return doubts.guesses(model, doubt.evenness);
    case 'heads':
      return doubts.heads(model, doubt.stated, doubt.shown);
    case 'codebook':
      return doubts.codebook(model);
  }
}
