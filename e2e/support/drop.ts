import type { Page } from 'playwright/test';

export interface DroppedFile {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** Drops a file onto the page, as a file manager does. */
export function drop(page: Page, name: string, type: string, data: Uint8Array): Promise<void> {
  return dropFiles(page, [{ name, type, data }]);
}

/** Drops several files at once. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (dropped) => {
      const given = new DataTransfer();
      for (const { base64, name, type } of dropped) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        given.items.add(new File([bytes], name, { type }));
      }
      return given;
    },
    files.map(({ name, type, data }) => ({ name, type, base64: Buffer.from(data).toString('base64') })),
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
