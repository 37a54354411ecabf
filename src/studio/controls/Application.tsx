import type { ComponentProps } from 'react';

interface ApplicationProps extends Omit<ComponentProps<'div'>, 'role' | 'tabIndex' | 'aria-label'> {
  readonly label: string;
}

/** An area with keys and pointer of its own: under this role screen readers hand it every key. */
export function Application({ label, ...rest }: ApplicationProps) {
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the rule does not know that the role takes keys
  return <div {...rest} role="application" aria-label={label} tabIndex={0} />;
}
