import { text } from '../messages/text.ts';

/** Four tiles, the last one being laid. */
export function Wordmark() {
  return (
    <a className="wordmark" href="#/" aria-label={text().shell.home}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <g fill="currentColor">
          <rect x="1" y="1" width="8.4" height="8.4" rx="1.4" />
          <rect x="10.6" y="1" width="8.4" height="8.4" rx="1.4" opacity=".5" />
          <rect x="1" y="10.6" width="8.4" height="8.4" rx="1.4" opacity=".78" />
        </g>
        <rect
          className="wordmark-laid"
          x="11"
          y="11"
          width="8.4"
          height="8.4"
          rx="1.4"
          transform="rotate(9 15.2 15.2)"
        />
      </svg>
      <span>{text().name}</span>
    </a>
  );
}
