import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

import './menu.css';
import { Icon, type IconName } from './Icon.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Of a choice: whether it is the one in force. */
  readonly checked?: boolean;
  readonly onChoose: () => void;
}

interface MenuButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly items: readonly MenuItem[];
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** A button that opens a menu (ARIA practices, menu button): arrows move, Enter chooses, Escape closes and gives focus back. */
export function MenuButton({ label, icon, items }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLUListElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    entries(menu.current)[0]?.focus();
    // A menu that was opened near the foot of the screen is seen as a whole.
    menu.current?.scrollIntoView({ block: 'nearest' });
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries(menu.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = STEPS[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    // Escape means nothing else while a menu is open.
    if (step || ['Home', 'End', 'Escape'].includes(event.key)) event.preventDefault();
  };

  return (
    <div ref={root} className="menu-root">
      <button
        ref={button}
        type="button"
        className="icon-button menu-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <ul ref={menu} id={id} role="menu" aria-label={label} className="menu" onKeyDown={onKeyDown}>
          {items.map((item) => (
            <li key={item.id} role="none">
              <button
                type="button"
                role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.checked}
                tabIndex={-1}
                aria-disabled={item.disabled}
                onClick={() => {
                  if (item.disabled) return;
                  close();
                  item.onChoose();
                }}
              >
                {item.icon && <Icon name={item.icon} />}
                <span>
                  {item.label}
                  {item.note && <small>{item.note}</small>}
                </span>
                {item.checked && <Icon name="check" />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function entries(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
}
