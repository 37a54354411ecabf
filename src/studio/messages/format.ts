const LOCALE = 'en';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** `1,024` */
export function count(value: number): string {
  return whole.format(value);
}

/** `1.4` below ten, whole numbers above */
export function rate(value: number): string {
  return value < 10 ? value.toFixed(1) : whole.format(value);
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
  return `${scaled.toFixed(digits)} ${UNITS[unit]}`;
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
  return `${(value / 1e6).toFixed(value < 1e7 ? 1 : 0)} M`;
}

/** Messages of errors are parts of a sentence; on the page they stand alone. Names of files stay as they are. */
export function sentence(part: string): string {
  const isName = /^[\w-]+\.\w/.test(part);
  const start = isName ? part : part.charAt(0).toUpperCase() + part.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
