import { useRef } from 'react';

import { Icon } from './Icon.tsx';

interface FileButtonProps {
  readonly label: string;
  /** Types that are offered, as a file input's `accept`. */
  readonly accept: string;
  readonly multiple?: boolean;
  readonly primary?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that asks for files. The input behind it is a plain one, so that files can be set by any means. */
export function FileButton({ label, accept, multiple, primary, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        onClick={() => input.current?.click()}
      >
        <Icon name="import" />
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // the same file may be chosen again
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
