import type { Shortcut } from '../actions/shortcuts.ts';
import { chooseLanguage, LANGUAGES, languageStore } from '../language/language.ts';
import { text } from '../messages/text.ts';
import { linkTo, OTHER_PAGES, pageOf, PAGES } from '../shell/routes.ts';
import type { Studio } from '../studio.ts';
import { chooseTheme, THEMES, themeStore } from '../theme/theme.ts';

type Group = 'actions' | 'pages' | 'models' | 'kinds' | 'themes' | 'languages';

/** A line of the palette: an action of the registry, or a choice that is made elsewhere on the page. */
export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly label: string;
  /** Where the help sheet lists it: words that find it too. */
  readonly topic: string;
  readonly shortcuts: readonly Shortcut[];
  readonly enabled: boolean;
  /** It is what applies already. */
  readonly inForce: boolean;
  readonly perform: () => void;
}

/** Everything that can be done now, in the order in which it is listed before anything is typed. */
export function commandsOf(studio: Studio, onRefused: (thrown: unknown) => void): readonly Command[] {
  const { models, model, loaded } = studio.sessionStore.getState();
  const t = text();
  const choice = (
    group: Group,
    id: string,
    label: string,
    inForce: boolean,
    perform: () => void,
  ): Command => ({
    id: `${group}-${id}`,
    group,
    label,
    topic: '',
    shortcuts: [],
    enabled: true,
    inForce,
    perform,
  });

  const kinds = [...new Set(loaded?.manifest.conditioning.map((one) => one.kind))];
  return [
    ...Object.entries(studio.actions)
      .filter(([id]) => id !== 'commands')
      // Nine keys for labels would fill the first screen.
      .sort(([, a], [, b]) => Number(a.group === 'labels') - Number(b.group === 'labels'))
      .map(([id, action]): Command => ({
        id: `actions-${id}`,
        group: 'actions',
        label: action.label,
        topic: t.help.groups[action.group === 'labels' ? 'paint' : action.group],
        shortcuts: action.shortcuts,
        enabled: action.enabled(),
        inForce: false,
        perform: action.perform,
      })),
    ...[...PAGES, ...OTHER_PAGES].map((page) =>
      choice('pages', page, t.pages[page], pageOf(location.hash) === page, () => {
        location.hash = linkTo(page);
      }),
    ),
    ...models.map((entry) =>
      choice(
        'models',
        entry.url,
        entry.name,
        entry.url === model?.url,
        () => void studio.session.open(entry),
      ),
    ),
    ...kinds.map((kind) =>
      choice('kinds', kind, t.settings.kinds[kind], studio.settings.getState().kind === kind, () =>
        studio.settings.setState({ kind }),
      ),
    ),
    ...THEMES.map((theme) =>
      choice('themes', theme, t.themes[theme], themeStore.getState().theme === theme, () =>
        chooseTheme(theme),
      ),
    ),
    ...LANGUAGES.map((language) =>
      choice(
        'languages',
        language,
        t.languages.names[language],
        languageStore.getState().language === language,
        () => void chooseLanguage(language).catch(onRefused),
      ),
    ),
  ];
}
