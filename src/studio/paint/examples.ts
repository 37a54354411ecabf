import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { importLayout } from './importLayout.ts';

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
