import { mkdir } from 'node:fs/promises';

import { writeTinyModel } from '../tests/tiny/writeTinyModel.ts';

/** The tests' tiny model, served beside the shipped ones (playwright.config.ts names the folder). */
export default async function globalSetup(): Promise<void> {
  await mkdir('test-results/models', { recursive: true });
  await writeTinyModel('test-results/models');
}
