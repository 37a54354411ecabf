/** `tsx scripts/makeIcons.ts`: draws the icons that home screens need, from the wordmark's four tiles. */
import sharp from 'sharp';

/** The tiles of public/icon.svg on a ground of their own. `share` is the part of the side that they take. */
function drawing(share: number, radius: number): string {
  const inset = (1 - share) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="${radius}" fill="#1b1c1f"/>
    <g transform="translate(${32 * inset} ${32 * inset}) scale(${share})" fill="#f6f6f5">
      <rect x="3" y="3" width="12" height="12" rx="2"/>
      <rect x="17" y="3" width="12" height="12" rx="2" opacity=".5"/>
      <rect x="3" y="17" width="12" height="12" rx="2" opacity=".78"/>
      <rect fill="#e6b450" x="17.6" y="17.6" width="12" height="12" rx="2" transform="rotate(9 23.6 23.6)"/>
    </g>
  </svg>`;
}

const ICONS: readonly (readonly [name: string, size: number, share: number, radius: number])[] = [
  ['icon-192', 192, 0.78, 6.5],
  ['icon-512', 512, 0.78, 6.5],
  // Platforms cut these to their own shape; a circle of 80 % of the side is always left.
  ['maskable-512', 512, 0.6, 0],
  ['touch-180', 180, 0.7, 0],
];

for (const [name, size, share, radius] of ICONS) {
  await sharp(Buffer.from(drawing(share, radius)), { density: 72 * (size / 32) })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(`public/icons/${name}.png`);
}
