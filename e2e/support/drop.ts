import type { Page } from 'playwright/test';

/** Drops a file onto the page, as a file manager does. */
export async function drop(page: Page, name: string, type: string, data: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, file, mime }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const given = new DataTransfer();
      given.items.add(new File([bytes], file, { type: mime }));
      return given;
    },
    { base64: Buffer.from(data).toString('base64'), file: name, mime: type },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
