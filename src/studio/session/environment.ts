/** What a browser must have to compute here, and what this one lacks. Recorded runs need none of it. */
export function missingFeatures(): readonly string[] {
  const missing: string[] = [];
  if (typeof Worker === 'undefined') missing.push('Web Workers');
  const hasGpu = 'gpu' in navigator;
  if (!hasGpu && typeof WebAssembly === 'undefined') missing.push('WebGPU', 'WebAssembly');
  return missing;
}

/** The page's own address without query and hash; everything static lies below it. */
export function pageBase(): string {
  return new URL('.', document.baseURI).href;
}

export interface PageOptions {
  readonly backend: 'webgpu' | 'wasm' | 'auto';
  /** Folder of a model that is opened instead of a shipped one. */
  readonly modelUrl: string | null;
}

export function pageOptions(search: string): PageOptions {
  const query = new URLSearchParams(search);
  const backend = query.get('backend');
  return {
    backend: backend === 'webgpu' || backend === 'wasm' ? backend : 'auto',
    modelUrl: query.get('model'),
  };
}
