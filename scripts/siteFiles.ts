/** Questions about the files of a built site, whose names hold their hashes and therefore occur nowhere by accident. */

/** Content of every file by its path in the site. */
export type SiteFiles = ReadonlyMap<string, string | Uint8Array>;

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The page and every file of `assets/` that it can come to need: those that are named in what it needs. */
export function reachable(files: SiteFiles, page: string): readonly string[] {
  const candidates = [...files.keys()].filter((path) => path.startsWith('assets/'));
  return follow(files, [page], (text) => candidates.filter((path) => text.includes(nameOf(path))));
}

/** Of the same, what is fetched when the page opens: static imports and the worker that computes. */
export function fetchedAtOnce(files: SiteFiles, page: string): readonly string[] {
  const worker = reachable(files, page).find((path) => /^assets\/worker-/.test(path));
  return follow(files, worker ? [page, worker] : [page], (text, path) => {
    const names = path.endsWith('.html')
      ? /(?:src|href)="\.\/([^"]+)"/g
      : /(?:from|import)\s*["']\.\/([^"']+)["']/g;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return [...text.matchAll(names)].map(([, name]) => folder + name).filter((name) => files.has(name));
  });
}

function follow(
  files: SiteFiles,
  first: readonly string[],
  next: (text: string, path: string) => readonly string[],
): readonly string[] {
  const found = new Set(first);
  for (const path of found) {
    if (!/\.(html|js|css)$/.test(path)) continue;
    const content = files.get(path);
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    for (const other of next(text, path)) found.add(other);
  }
  return [...found];
}
