import { useStore } from 'zustand';

import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { chooseLanguage, LANGUAGES, languageStore, type Language } from './language.ts';
import './language.css';
import { tellLanguageRefused } from './tellRefused.ts';

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
        onChange={(event) => {
          chooseLanguage(event.target.value as Language).catch(() => tellLanguageRefused(notices));
        }}
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
