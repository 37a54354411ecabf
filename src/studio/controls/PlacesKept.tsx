interface PlacesKeptProps {
  /** How many are filled already: those after them are kept. */
  readonly from: number;
  readonly to: number;
}

/** Empty places in a strip of small pictures that are on their way, so that nothing moves when they come. */
export function PlacesKept({ from, to }: PlacesKeptProps) {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => (
    <li key={from + at} className="place-kept" aria-hidden="true">
      <div />
      <span />
    </li>
  ));
}
