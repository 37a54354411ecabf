/** Small pictures of classes that shipped models drew themselves (scripts/makeClassPictures.ts). */
const PICTURES = import.meta.glob<string>('./classPictures/*.webp', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
});

/** Address of the picture of a class; null for models without. */
export function classPicture(model: string, id: number): string | null {
  return PICTURES[`./classPictures/${model}-${id}.webp`] ?? null;
}
