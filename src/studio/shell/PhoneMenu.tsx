import { useStore } from 'zustand';

import { MenuButton, type MenuItem } from '../controls/MenuButton.tsx';
import { chooseLanguage, LANGUAGES, languageStore } from '../language/language.ts';
import { tellLanguageRefused } from '../language/tellRefused.ts';
import { text } from '../messages/text.ts';
import { chooseTheme, THEMES, themeStore } from '../theme/theme.ts';
import { useStudio } from '../useStudio.ts';
import { linkTo } from './routes.ts';
import { THEME_ICONS } from './ThemeSwitch.tsx';

/** What the head of a wide page shows side by side, where there is room for one button. */
export function PhoneMenu() {
  const { notices } = useStudio();
  const theme = useStore(themeStore, (state) => state.theme);
  const language = useStore(languageStore, (state) => state.language);
  const t = text();
  const items: readonly MenuItem[] = [
    ...THEMES.map((value) => ({
      id: value,
      label: t.themes[value],
      icon: THEME_ICONS[value],
      checked: value === theme,
      onChoose: () => chooseTheme(value),
    })),
    ...LANGUAGES.map((value) => ({
      id: value,
      label: t.languages.names[value],
      icon: 'language' as const,
      checked: value === language,
      onChoose: () => void chooseLanguage(value).catch(() => tellLanguageRefused(notices)),
    })),
    {
      id: 'diagnostics',
      label: t.pages.diagnostics,
      icon: 'gauge' as const,
      onChoose: () => location.assign(linkTo('diagnostics')),
    },
  ];
  return (
    <div className="phone-menu">
      <MenuButton label={t.shell.more} icon="menu" items={items} />
    </div>
  );
}
