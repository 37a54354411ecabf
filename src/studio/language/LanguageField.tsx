import { useStore } from 'zustand';

import { TesseraError } from '../../core/errors.ts';
import { text } from '../messages/text.ts';
import { tellError, type NoticeStore } from '../shell/noticeStore.ts';
import { useStudio } from '../useStudio.ts';
import { chooseLanguage, LANGUAGES, languageStore, type Language } from './language.ts';
import './language.css';

/** Two letters that open the list of languages. */
export function LanguageField() {
  const { notices } = useStudio();
  const language = useStore(languageStore, (state) => state.language);
  const t = text().languages;
  return (
    <div className="language-field">
      <span aria-hidden="true">{language.toUpperCase()}</span>
      <select
        aria-label={t.label}
        title={t.label}
        value={language}
        onChange={(event) => void switchLanguage(event.target.value as Language, notices)}
      >
        {LANGUAGES.map((value) => (
          <option key={value} value={value} lang={value}>
            {t.names[value]}
          </option>
        ))}
      </select>
    </div>
  );
}

export async function switchLanguage(language: Language, notices: NoticeStore): Promise<void> {
  try {
    await chooseLanguage(language);
  } catch {
    const t = text().languages;
    tellError(notices, new TesseraError('language-not-loaded', t.failed, t.failedAdvice));
  }
}
