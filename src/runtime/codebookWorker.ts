/** Entry of the worker for maps and orders of a codebook: one job, told as it goes. */
import { arrange } from '../core/codebook/arrangement.ts';
import { neighbourEmbedding } from '../core/codebook/embedding.ts';
import { principalProjection } from '../core/codebook/pca.ts';
import type { CodebookJob, CodebookJobResult, FromCodebookWorker } from './codebookJobs.ts';

/** Steps of progress that are told; more would only be traffic. */
const STEPS = 200;

self.onmessage = ({ data }: MessageEvent<CodebookJob>) => {
  try {
    post({ result: perform(data) });
  } catch (error) {
    post({ failure: error instanceof Error ? error.message : String(error) });
  }
};

function perform({ kind, codebook, seed }: CodebookJob): CodebookJobResult {
  let told = 0;
  const onProgress = (share: number): void => {
    if (share - told < 1 / STEPS) return;
    told = share;
    post({ share });
  };
  switch (kind) {
    case 'components':
      return principalProjection(codebook);
    case 'neighbours':
      return { points: neighbourEmbedding(codebook, seed, onProgress), shares: null };
    case 'arrangement':
      return { order: arrange(codebook, seed, onProgress) };
  }
}

function post(message: FromCodebookWorker): void {
  self.postMessage(message);
}
