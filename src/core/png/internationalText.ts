import type { PngChunk } from './chunks.ts';

/** What an iTXt chunk holds (PNG specification, 11.3.4.5). */
export interface InternationalText {
  /** 1 to 79 Latin-1 characters. */
  readonly keyword: string;
  /** Whether `text` is a zlib stream. */
  readonly compressed: boolean;
  /** UTF-8, or a zlib stream of it; a view into the file. */
  readonly text: Uint8Array;
}

const LONGEST_KEYWORD = 79;

/** @returns null for other chunks, and for such that break the rules of iTXt */
export function readInternationalText({ type, data }: PngChunk): InternationalText | null {
  if (type !== 'iTXt') return null;
  const keywordEnd = data.indexOf(0);
  if (keywordEnd < 1 || keywordEnd > LONGEST_KEYWORD) return null;
  const flag = data[keywordEnd + 1];
  const method = data[keywordEnd + 2];
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (flag > 1 || method !== 0 || translatedEnd < 0) return null;
  return {
    keyword: String.fromCharCode(...data.subarray(0, keywordEnd)),
    compressed: flag === 1,
    text: data.subarray(translatedEnd + 1),
  };
}

export function writeInternationalText({ keyword, compressed, text }: InternationalText): PngChunk {
  const data = new Uint8Array(keyword.length + 5 + text.length);
  for (let i = 0; i < keyword.length; i++) data[i] = keyword.charCodeAt(i);
  data[keyword.length + 1] = compressed ? 1 : 0;
  // Method 0 is zlib; language and translated keyword stay empty.
  data.set(text, keyword.length + 5);
  return { type: 'iTXt', data };
}
