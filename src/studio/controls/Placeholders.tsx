interface PlaceholdersProps {
  /** How many are filled already: those after them are kept. */
  readonly from: number;
  readonly to: number;
}

/** Empty places in a strip of small pictures that are on their way, so that nothing moves when they come. */
export function Placeholders({ from, to }: PlaceholdersProps) {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => (
    <li key={from + at} className="placeholder" aria-hidden="true">
      <div />
      <span />
    </li>
  ));
}
