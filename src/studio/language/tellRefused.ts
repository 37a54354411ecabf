import { TesseraError } from '../../core/errors.ts';
import { text } from '../messages/text.ts';
import { tellError, type NoticeStore } from '../shell/noticeStore.ts';

/** The words of a language could not be fetched; the page stays in the one it has. */
export function tellLanguageRefused(notices: NoticeStore): void {
  const t = text().languages;
  tellError(notices, new TesseraError('language-not-loaded', t.failed, t.failedAdvice));
}
