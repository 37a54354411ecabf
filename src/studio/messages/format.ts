let locale = 'en';
let whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

/** Writes numbers as people of this language do (BCP 47), from now on. */
export function formatFor(language: string): void {
  locale = language;
  whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
}

/** `0.92`, `0,92`: exactly so many digits, or as many as the number has. */
export function decimal(value: number, digits?: number): string {
  const options = { minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? 6 };
  return new Intl.NumberFormat(locale, options).format(value);
}

/** `22 Nov 2026, 07:15` as the language has it, in the local time zone */
export function dateAndTime(milliseconds: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

/** `1,024` */
export function count(value: number): string {
  return whole.format(value);
}

/** `1.4` below ten, whole numbers above */
export function rate(value: number): string {
  return value < 10 ? decimal(value, 1) : whole.format(value);
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** `31.4 MB` (decimal, as browsers and operating systems show downloads) */
export function bytes(value: number): string {
  let unit = 0;
  let scaled = value;
  while (scaled >= 1000 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  const digits = unit > 0 && scaled < 100 ? 1 : 0;
  return `${decimal(scaled, digits)} ${UNITS[unit]}`;
}

/** `9 s`, `2 min 05 s`, `1 h 10 min` */
export function duration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return `${minutes} min ${String(rounded % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `24.7 M` */
export function millions(value: number): string {
  return `${decimal(value / 1e6, value < 1e7 ? 1 : 0)} M`;
}

/** Messages of errors are parts of a sentence; on the page they stand alone. Names of files stay as they are. */
export function sentence(part: string): string {
  const isName = /^[\w-]+\.\w/.test(part);
  const start = isName ? part : part.charAt(0).toUpperCase() + part.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
