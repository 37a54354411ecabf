import type { ReactNode } from 'react';

/** Line icons on a 16-pixel grid, drawn for this page. */
const PATHS = {
  brush: (
    <>
      <path d="M13.6 2.4c-2.7.9-5.6 3.7-6.9 6.1l1.1 1.1c2.4-1.3 4.9-4.5 5.8-7.2z" />
      <path d="M6 9.3c-1.7.2-2.3 1.3-2.4 2.4-.1.8-.5 1.3-1.3 1.6 2.3.7 4.9.1 5.2-2.2" />
    </>
  ),
  eraser: (
    <>
      <path d="M6.3 13.5 2.7 9.9a1 1 0 0 1 0-1.4l5.7-5.7a1 1 0 0 1 1.4 0l3.5 3.5a1 1 0 0 1 0 1.4L7.5 13.5z" />
      <path d="m5.5 5.7 4.9 4.9M6.3 13.5h7.2" />
    </>
  ),
  fill: (
    <>
      <path d="m7 2.3 5.2 5.2-4.6 4.6a1.2 1.2 0 0 1-1.7 0L2.4 8.6a1.2 1.2 0 0 1 0-1.7L7 2.3z" />
      <path d="M2.2 7.7h9.8M5.3 1.2 7.8 3.7" />
      <path d="M13.7 10.3c.7 1 1.1 1.6 1.1 2.2a1.1 1.1 0 0 1-2.2 0c0-.6.4-1.2 1.1-2.2z" />
    </>
  ),
  pick: (
    <>
      <path d="m8.7 4.8 2.5 2.5-5.7 5.7-2.9.5.5-2.9 5.6-5.8z" />
      <path d="m7.6 3.7 4.7 4.7M9.8 5.9l2-2.9c.5-.6 1.3-.6 1.8-.1s.5 1.3-.1 1.8l-2.6 2.3" />
    </>
  ),
  line: (
    <>
      <path d="M3.7 12.300 12.300 3.700" />
      <circle cx="3" cy="13" r="1" />
      <circle cx="13" cy="3" r="1" />
    </>
  ),
  rectangle: <rect x="2.5" y="3.8" width="11" height="8.400" rx="0.8" />,
  polygon: <path d="M8.300 2.500 13.500 6.600 11.400 13.200H4.200L2.500 7.600z" />,
  lasso: (
    <>
      <path d="M5 10.300c-1.600-.7-2.600-1.900-2.600-3.300 0-2.400 2.500-4.200 5.600-4.200s5.600 1.800 5.600 4.200-2.500 4.100-5.600 4.100c-.6 0-1.200-.1-1.700-.2" />
      <path d="M6.300 10.900a1.300 1.300 0 1 0-1.500.900c.5 1.100.200 1.900-.9 2.200" />
    </>
  ),
  mirrorSides: (
    <>
      <path d="M8 2.200v1.600M8 6v1.400M8 9.400v1.400M8 12.600v1.200" />
      <path d="M5.800 4.300v7.400H1.800z" fill="currentColor" />
      <path d="M10.200 4.300v7.400h4z" />
    </>
  ),
  mirrorEnds: (
    <>
      <path d="M2.200 8h1.600M6 8h1.400M9.400 8h1.400M12.600 8h1.200" />
      <path d="M4.300 5.800h7.400v-4z" fill="currentColor" />
      <path d="M4.300 10.200h7.400v4z" />
    </>
  ),
  zoomIn: <path d="M8 3.200v9.600M3.200 8h9.600" />,
  zoomOut: <path d="M3.200 8h9.600" />,
  fit: (
    <path d="M2.700 5.600V2.700h2.900M10.400 2.700h2.900v2.900M13.300 10.400v2.900h-2.900M5.600 13.300H2.700v-2.900" />
  ),
  pencil: <path d="m10.9 2.8 2.3 2.3-7.6 7.6-3 .7.7-3 7.6-7.6zM9.3 4.4l2.3 2.3" />,
  raise: <path d="M2.4 12.6c2.6 0 3-4.4 5.6-4.4s3 4.4 5.6 4.4M8 5.6V1.9M6.2 3.7 8 1.9l1.8 1.8" />,
  lower: <path d="M2.4 8.4c2.6 0 3 4.6 5.6 4.6s3-4.6 5.6-4.6M8 2v4.6M6.2 4.8 8 6.6l1.8-1.8" />,
  smooth: <path d="M1.8 9.8c1.6 0 1.9-3.4 3.9-3.4s2.5 3.6 4.4 3.6 2.3-2.4 4.1-2.4M2.4 13h11.2" />,
  linear: (
    <>
      <rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1.6" />
      <path d="M2.8 6h10.4M2.8 8.6h10.4M2.8 10.4h10.4M2.8 11.8h10.4" />
    </>
  ),
  radial: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <circle cx="8" cy="8" r="3.2" />
      <circle cx="8" cy="8" r="1.1" fill="currentColor" stroke="none" />
    </>
  ),
  photo: (
    <>
      <rect x="2.2" y="3.2" width="11.6" height="9.6" rx="1.6" />
      <path d="m2.6 11.4 3.3-3.6 2.5 2.6 1.9-1.8 3.2 3.2" />
      <circle cx="10.6" cy="6" r="0.9" />
    </>
  ),
  undo: <path d="M6 3.2 2.8 6.4 6 9.6M3.2 6.4h6.3a3.5 3.5 0 0 1 0 7H6.8" />,
  redo: <path d="m10 3.2 3.2 3.2L10 9.6M12.8 6.4H6.5a3.5 3.5 0 0 0 0 7h2.7" />,
  clear: <path d="M3 4.3h10M6.3 4.3V2.8h3.4v1.5M4.2 4.3l.6 9h6.4l.6-9M6.8 6.8v4M9.2 6.8v4" />,
  import: <path d="M8 10.2V2.6M5 5.4l3-3 3 3M2.8 10.3v2.9h10.4v-2.9" />,
  download: <path d="M8 2.6v7.6M5 7.4l3 3 3-3M2.8 10.3v2.9h10.4v-2.9" />,
  dice: (
    <>
      <rect x="2.6" y="2.6" width="10.8" height="10.8" rx="2.2" />
      <g fill="currentColor" stroke="none">
        <circle cx="5.6" cy="5.6" r="1" />
        <circle cx="10.4" cy="5.6" r="1" />
        <circle cx="8" cy="8" r="1" />
        <circle cx="5.6" cy="10.4" r="1" />
        <circle cx="10.4" cy="10.4" r="1" />
      </g>
    </>
  ),
  locked: (
    <>
      <rect x="3.2" y="7.2" width="9.6" height="6.4" rx="1.4" />
      <path d="M5.2 7.2V5.1a2.8 2.8 0 0 1 5.6 0v2.1" />
    </>
  ),
  unlocked: (
    <>
      <rect x="3.2" y="7.2" width="9.6" height="6.4" rx="1.4" />
      <path d="M5.2 7.2V5.1a2.8 2.8 0 0 1 5.4-1" />
    </>
  ),
  play: <path d="M5 3.2v9.6L12.6 8z" fill="currentColor" />,
  pause: <path d="M5.3 3.3v9.4M10.7 3.3v9.4" strokeWidth="2.4" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.9" />
      <path d="M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1" />
    </>
  ),
  moon: <path d="M13.2 9.7A5.6 5.6 0 0 1 6.3 2.8a5.6 5.6 0 1 0 6.9 6.9z" />,
  system: (
    <>
      <rect x="2" y="2.9" width="12" height="8.2" rx="1.4" />
      <path d="M5.6 13.5h4.8" />
    </>
  ),
  contrast: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 2.200a5.800 5.800 0 0 1 0 11.600z" fill="currentColor" />
    </>
  ),
  menu: <path d="M2.600 4.400h10.800M2.600 8h10.800M2.600 11.600h10.800" />,
  language: (
    <>
      <circle cx="8" cy="8" r="5.800" />
      <path d="M2.400 8h11.200M8 2.200c1.700 1.600 2.500 3.500 2.500 5.800s-.8 4.200-2.500 5.800c-1.700-1.600-2.500-3.500-2.500-5.800s.8-4.200 2.500-5.800z" />
    </>
  ),
  gauge: <path d="M2.400 11.800a5.900 5.900 0 1 1 11.200 0M8 9.600l2.600-3.200" />,
  help: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.3 6.3a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2M8 11.2v.1" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  warning: <path d="M8 2.4 14.3 13.2H1.7zM8 6.6v3.2M8 11.6v.1" />,
  check: <path d="m3 8.4 3.3 3.3L13 4.8" />,
  previous: <path d="m9.7 3.6-4.4 4.4 4.4 4.4" />,
  up: <path d="m4.6 9.6 3.4-3.4 3.4 3.4" />,
  more: <path d="m4.6 6.4 3.4 3.4 3.4-3.4" />,
  copy: (
    <>
      <rect x="5.6" y="5.6" width="7.8" height="7.8" rx="1.4" />
      <path d="M10.4 5.6V4A1.4 1.4 0 0 0 9 2.6H4A1.4 1.4 0 0 0 2.6 4v5A1.4 1.4 0 0 0 4 10.4h1.6" />
    </>
  ),
  layout: (
    <>
      <rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1.4" />
      <path d="M2.6 9.2c2.4-2.2 4.2-2.2 5.6-.4s3.2 1.2 5.2-.8" />
    </>
  ),
  record: (
    <path d="M6.2 2.8c-2 0-1.4 1.8-1.4 3.2S4 8 3.2 8c.8 0 1.6.6 1.6 2s-.6 3.2 1.4 3.2M9.8 2.8c2 0 1.4 1.8 1.4 3.2s.8 2 1.6 2c-.8 0-1.6.6-1.6 2s.6 3.2-1.4 3.2" />
  ),
  archive: (
    <>
      <rect x="2.6" y="2.8" width="10.8" height="3.2" rx=".8" />
      <path d="M3.6 6v6a1.2 1.2 0 0 0 1.2 1.2h6.4a1.2 1.2 0 0 0 1.2-1.2V6M6.6 8.6h2.8" />
    </>
  ),
  link: (
    <>
      <path d="M6.8 9.2a2.7 2.7 0 0 0 3.9 0l2-2a2.75 2.75 0 0 0-3.9-3.9l-.9.9" />
      <path d="M9.2 6.8a2.7 2.7 0 0 0-3.9 0l-2 2a2.75 2.75 0 0 0 3.9 3.9l.9-.9" />
    </>
  ),
  history: (
    <>
      <path d="M2.7 8a5.4 5.4 0 1 0 1.7-3.9L2.7 5.7M2.7 2.7v3h3" />
      <path d="M8 5.2V8l2 1.3" />
    </>
  ),
  star: <path d="m8 2.3 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.1l-3.5 1.9.8-3.9-2.9-2.7 3.9-.5z" />,
  starred: (
    <path d="m8 2.3 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.1l-3.5 1.9.8-3.9-2.9-2.7 3.9-.5z" fill="currentColor" />
  ),
  queue: <path d="M2.8 4h7M2.8 8h4.6M2.8 12h4.6M11.6 8.2v5.2M9 10.8h5.2" />,
  next: <path d="m6.3 3.6 4.4 4.4-4.4 4.4" />,
  look: <path d="M3.4 2.6 12.8 7l-4 1.5L7.3 12.600z" />,
  tile: (
    <>
      <path d="M2.7 2.700h10.600v10.600H2.700zM8 2.700v10.600M2.7 8h10.6" />
      <path d="M8 8h5.300v5.300H8z" fill="currentColor" />
    </>
  ),
  region: (
    <path d="M2.7 5V2.700H5M11 2.700h2.300V5M13.3 11v2.300H11M5 13.300H2.700V11M7 2.700h2M7 13.300h2M2.7 7v2M13.3 7v2" />
  ),
  compare: (
    <>
      <path d="M2.7 3.700h10.600v8.600H2.700zM8 1.900v12.2" />
      <path d="M8 3.700h5.300v8.600H8z" fill="currentColor" stroke="none" opacity="0.45" />
    </>
  ),
  film: (
    <path d="M2.5 3.300h11v9.400h-11zM5 3.300v9.400M11 3.300v9.400M2.5 6.400H5M2.5 9.600H5M11 6.400h2.500M11 9.600h2.5" />
  ),
  search: <path d="M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.300 10.300l3.300 3.300" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.35"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
