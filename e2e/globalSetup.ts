import { mkdir } from 'node:fs/promises';

import {
  writeTinyConditionsModel,
  writeTinyModel,
  writeTinyPoseModel,
} from '../tests/tiny/writeTinyModel.ts';

/** The tests' tiny models, served beside the shipped ones (playwright.config.ts names the folder). */
export default async function globalSetup(): Promise<void> {
  await mkdir('test-results/models', { recursive: true });
  await writeTinyModel('test-results/models');
  await writeTinyConditionsModel('test-results/models');
  await writeTinyPoseModel('test-results/models');
}
