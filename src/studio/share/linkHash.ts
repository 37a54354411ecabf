/** Where a share link keeps its payload: in the hash, which no server is ever sent. */
const LINK = /#\/s\/(\d{1,3}\.[A-Za-z0-9_-]+)/;

/** The payload of a share link in an address or a text; null where there is none. */
export function linkIn(text: string): string | null {
  return LINK.exec(text)?.[1] ?? null;
}

/** Whether a hash was meant to be a link, whatever has become of it on the way. */
export function isMeantAsLink(hash: string): boolean {
  return hash.startsWith('#/s/');
}

export function hashOfLink(payload: string): string {
  return `#/s/${payload}`;
}
