/**
 * JSON without the traps of JSON.parse for untrusted headers: duplicate keys are refused instead of the last
 * one winning silently, and objects become Maps, so no key can reach a prototype.
 */
export type StrictJson = null | boolean | number | string | StrictJson[] | Map<string, StrictJson>;

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Letters are taken in runs: one by one, a text of some megabytes (a picture in the metadata) overflows the matcher's stack.
const STRING =
  // eslint-disable-next-line no-control-regex -- JSON strings may not hold control characters
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SPACE = /[ \t\n\r]*/y;

/** @throws SyntaxError for anything that is not JSON, for duplicate keys and for deep nesting */
export function parseStrictJson(text: string): StrictJson {
  let at = 0;

  const skip = (): void => {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
  };
  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at character ${at}`);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const string = (): string => {
    const found = match(STRING);
    return found === undefined ? fail('a text was expected') : (JSON.parse(found) as string);
  };

  const value = (depth: number): StrictJson => {
    if (depth > MAX_DEPTH) fail('nesting is too deep');
    skip();
    const first = text[at];
    if (first === '{') return object(depth);
    if (first === '[') return array(depth);
    if (first === '"') return string();
    for (const [word, meaning] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    const found = match(NUMBER);
    return found === undefined ? fail('a value was expected') : Number(found);
  };

  const object = (depth: number): Map<string, StrictJson> => {
    const result = new Map<string, StrictJson>();
    at++;
    skip();
    if (text[at] === '}') {
      at++;
      return result;
    }
    for (;;) {
      skip();
      const key = string();
      if (result.has(key)) fail(`the key ${JSON.stringify(key.slice(0, 80))} appears twice`);
      skip();
      if (text[at++] !== ':') fail('a colon was expected');
      result.set(key, value(depth + 1));
      skip();
      const mark = text[at++];
      if (mark === '}') return result;
      if (mark !== ',') fail('a comma was expected');
    }
  };

  const array = (depth: number): StrictJson[] => {
    const result: StrictJson[] = [];
    at++;
    skip();
    if (text[at] === ']') {
      at++;
      return result;
    }
    for (;;) {
      result.push(value(depth + 1));
      skip();
      const mark = text[at++];
      if (mark === ']') return result;
      if (mark !== ',') fail('a comma was expected');
    }
  };

  const result = value(0);
  skip();
  if (at !== text.length) fail('more text follows');
  return result;
}
