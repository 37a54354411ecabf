import type { Page, Worker } from 'playwright/test';

const SCRIPT = /\/worker-[\w-]+\.js$/;

/** The worker that holds the model of a page. */
export function computingWorker(page: Page): Worker {
  const worker = page.workers().find((one) => SCRIPT.test(one.url()));
  if (!worker) throw new Error('no worker computes');
  return worker;
}

/** Runs before the script of that worker, on every visit from now on. */
export async function prepareWorker(page: Page, script: string): Promise<void> {
  await page.route(SCRIPT, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `{ ${script} }\n${await response.text()}` });
  });
}
