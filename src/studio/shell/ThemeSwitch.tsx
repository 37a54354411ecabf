import { useStore } from 'zustand';

import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { chooseTheme, THEMES, themeStore, type Theme } from '../theme/theme.ts';

export const THEME_ICONS: Record<Theme, IconName> = {
  system: 'system',
  light: 'sun',
  dark: 'moon',
  contrast: 'contrast',
};

export function ThemeSwitch() {
  const theme = useStore(themeStore, (state) => state.theme);
  const t = text().themes;
  return (
    <RadioGroup
      className="segmented theme-switch"
      label={t.label}
      value={theme}
      options={THEMES.map((value) => ({ value, label: t[value] }))}
      onChange={chooseTheme}
      render={({ value }) => <Icon name={THEME_ICONS[value]} />}
    />
  );
}
