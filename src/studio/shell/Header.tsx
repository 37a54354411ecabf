import './shell.css';
import { IconButton } from '../controls/IconButton.tsx';
import { LanguageField } from '../language/LanguageField.tsx';
import { PhoneMenu } from './PhoneMenu.tsx';
import { Wordmark } from './Wordmark.tsx';
import { text } from '../messages/text.ts';
import { linkTo, PAGES, type Page } from './routes.ts';
import { StatusLine } from './StatusLine.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

export function Header({ page }: { readonly page: Page }) {
  const t = text();
  return (
    <header className="header">
      <Wordmark />
      <nav aria-label={t.shell.navigation}>
        <ul className="nav">
          {PAGES.map((other) => (
            <li key={other}>
              <a href={linkTo(other)} aria-current={other === page ? 'page' : undefined}>
                {t.pages[other]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <StatusLine />
      <IconButton action="commands" icon="search" />
      <LanguageField />
      <ThemeSwitch />
      <IconButton action="help" icon="help" />
      <PhoneMenu />
    </header>
  );
}
