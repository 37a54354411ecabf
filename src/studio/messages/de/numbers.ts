import { decimal } from '../format.ts';

/** `24,7 Mio.` */
export function millionen(value: number): string {
  return `${decimal(value / 1e6, value < 1e7 ? 1 : 0)} Mio.`;
}

/** `40 %` of a share, with so many digits after the comma */
export function prozent(share: number, digits = 0): string {
  return `${decimal(share * 100, digits)} %`;
}

export function masse({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width} × ${height}`;
}
