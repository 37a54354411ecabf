interface Named {
  readonly label: string;
  readonly enabled: boolean;
}

/** Case and accents do not matter: `gross` finds Groß, `uberlagerung` finds Überlagerung. */
function plain(words: string): string {
  return words
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
}

/**
 * How well a name answers what was typed: 0 a name that begins so, 1 a word that does, 2 somewhere inside, 3 only with
 * its group (`theme dark`); null when a word that was typed is in neither.
 */
function rank(label: string, group: string, typed: string): number | null {
  const name = plain(label);
  const whole = plain(typed).trim();
  if (name.startsWith(whole)) return 0;
  const words = whole.split(/\s+/);
  const starts = name.split(/[^\p{Letter}\p{Number}]+/u);
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const all = `${plain(group)} ${name}`;
  return words.every((word) => all.includes(word)) ? 3 : null;
}

/** Those that answer what was typed, best first; among equals what can be done now, then the order given. */
export function matching<Item extends Named>(
  items: readonly Item[],
  typed: string,
  groupOf: (item: Item) => string,
): readonly Item[] {
  if (typed.trim() === '') return items;
  return items
    .map((item) => ({ item, rank: rank(item.label, groupOf(item), typed) }))
    .filter((one): one is { item: Item; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank || Number(b.item.enabled) - Number(a.item.enabled))
    .map(({ item }) => item);
}
