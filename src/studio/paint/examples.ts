import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { importLayout } from './importLayout.ts';
import { translateLayout } from './translateLayout.ts';

/** A layout that ships with the page, as label ids of the landscapes palette. */
export interface ExampleLayout {
  readonly id: string;
  readonly title: string;
  readonly map: LabelMap;
}

export interface Examples {
  readonly labels: readonly Label[];
  readonly layouts: readonly ExampleLayout[];
}

interface ExampleIndex {
  readonly labels: readonly Label[];
  readonly layouts: readonly { readonly id: string; readonly file: string }[];
}

/** Those that a palette has labels for, in its ids. */
export function examplesFor({ labels: from, layouts }: Examples, labels: readonly Label[]): ExampleLayout[] {
  return layouts.flatMap((example) => {
    const map = translateLayout(example.map, from, labels);
    return map ? [{ ...example, map }] : [];
  });
}

export async function fetchExamples(base: string, titles: Record<string, string>): Promise<Examples> {
  const folder = new URL('layouts/', base);
  const index = (await (await fetch(new URL('index.json', folder))).json()) as ExampleIndex;
  const layouts = await Promise.all(
    index.layouts.map(async ({ id, file }) => {
      const bytes = new Uint8Array(await (await fetch(new URL(file, folder))).arrayBuffer());
      return { id, title: titles[id] ?? id, map: importLayout(bytes, index.labels).map };
    }),
  );
  return { labels: index.labels, layouts };
}
