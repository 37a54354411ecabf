/** The part of Trusted Types that we use; the DOM library of TypeScript does not know it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | null }): unknown;
}

/** Whether a worker may be started from an address: only files of this site. */
export function isOwnScript(url: string, page: string): boolean {
  const { origin, protocol } = new URL(url, page);
  return origin === new URL(page).origin && (protocol === 'https:' || protocol === 'http:');
}

/**
 * The policy of the page demands that strings which become scripts are vouched for. Addresses of workers are, when they
 * are ours; there is no rule for markup and none for code, so those are refused.
 */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => (isOwnScript(url, location.href) ? url : null),
  });
}
