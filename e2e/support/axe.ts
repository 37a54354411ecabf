import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, type Page } from 'playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Look {
  readonly theme: 'light' | 'dark' | 'contrast';
  /** What the system asks for; a theme that was chosen wins. */
  readonly colorScheme: 'light' | 'dark';
}

/** What a theme can break, beside what every look has in common. */
const LOOKS: readonly Look[] = [
  { theme: 'light', colorScheme: 'light' },
  { theme: 'dark', colorScheme: 'light' },
  { theme: 'contrast', colorScheme: 'dark' },
];
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

interface AxeWindow {
  readonly axe?: {
    run(
      within: string | Document,
      options: object,
    ): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }>;
  };
}

/**
 * Asks axe for every rule in the first look, and for those about colours in the others.
 * @param within the part of the page that is asked about; where a modal dialog is open, that alone can be reached
 * @param looks one where the same colours were looked at in a wider window or another language
 */
export async function expectAccessible(
  page: Page,
  where: string,
  within: 'page' | 'dialog' = 'page',
  looks: 'every look' | 'one look' = 'every look',
): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  if (within === 'dialog') await expect(page.locator('dialog[open]')).toBeVisible();
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  const found: string[] = [];
  for (const [i, { theme, colorScheme }] of LOOKS.slice(0, looks === 'one look' ? 1 : undefined).entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const violations = await page.evaluate(violationsIn, {
      theme,
      within: within === 'page' ? null : 'dialog[open]',
      rules: i === 0 ? null : COLOUR_RULES,
    });
    found.push(...violations.map((one) => `${where}, ${theme} on ${colorScheme}: ${one}`));
  }
  await page.evaluate((theme) => {
    if (theme === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, before);
  expect(found).toEqual([]);
}

interface Question {
  readonly theme: string;
  readonly within: string | null;
  readonly rules: readonly string[] | null;
}

/** Runs inside the page. */
async function violationsIn({ theme, within, rules }: Question): Promise<readonly string[]> {
  document.documentElement.dataset.theme = theme;
  // Colours change over a moment, even where motion is to be reduced, and what inherits them changes after that.
  for (let still = 0; still < 2;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(changing.map(({ finished }) => finished));
    still = changing.length > 0 ? 0 : still + 1;
  }
  const { axe } = window as unknown as AxeWindow;
  const { violations } = await axe!.run(within ?? document, {
    // What is found to be right need not be described.
    resultTypes: ['violations'],
    // No rule in force reads style sheets.
    preload: false,
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
