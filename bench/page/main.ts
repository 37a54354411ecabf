import { choose } from './elements.ts';
import { benchPage } from './benchPage.ts';
import { MESSAGES } from './messages.ts';

/** The part of Trusted Types that we use; the DOM library of TypeScript does not know it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | null }): unknown;
}

/** Adapters that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

// The security policy wants to know which addresses may become workers: those of this site.
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
});

const site = new URL('../', location.href).href;
const page = benchPage(site);
document.getElementById('root')!.replaceWith(page.root);
void chooseBackend();

/** WebGPU where there is an adapter, else WASM, and says so. */
async function chooseBackend(): Promise<void> {
  page.note.textContent = MESSAGES.lookingForAdapter;
  const adapter = navigator.gpu ? await navigator.gpu.requestAdapter().catch(() => null) : null;
  if (adapter === null) {
    page.note.textContent = navigator.gpu ? MESSAGES.noAdapter : MESSAGES.noWebGpu;
    page.backend.querySelector<HTMLInputElement>('input[value="webgpu"]')!.disabled = true;
    choose(page.backend, 'wasm');
    return;
  }
  const { vendor, architecture, description } = adapter.info;
  const isSoftware = SOFTWARE.test(`${vendor} ${architecture} ${description}`);
  page.note.textContent = isSoftware ? MESSAGES.software : '';
  if (isSoftware) choose(page.backend, 'wasm');
}
