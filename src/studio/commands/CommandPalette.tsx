import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';

import { keyCaps } from '../actions/shortcuts.ts';
import { Dialog } from '../controls/Dialog.tsx';
import { tellLanguageRefused } from '../language/tellRefused.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import './commands.css';
import { commandsOf, type Command } from './commands.ts';
import { matching } from './matching.ts';

/** Everything that can be done, found by typing (ARIA practices: combobox with a list that is always open). */
export function CommandPalette() {
  const { ui } = useStudio();
  const open = useFrom(
    (studio) => studio.ui,
    (state) => state.commandsOpen,
  );
  return (
    <Dialog title={text().palette.title} open={open} onClose={() => ui.setState({ commandsOpen: false })}>
      <Finder onDone={() => ui.setState({ commandsOpen: false })} />
    </Dialog>
  );
}

const JUMPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at >= last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  PageDown: (at, last) => Math.min(last, at + 8),
  PageUp: (at) => Math.max(0, at - 8),
};

function Finder({ onDone }: { readonly onDone: () => void }) {
  const studio = useStudio();
  const t = text().palette;
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  // What is listed is what could be done when the palette was opened; a line that no longer applies does nothing.
  const [commands] = useState(() => commandsOf(studio, () => tellLanguageRefused(studio.notices)));
  const found = matching(commands, typed, ({ group, topic }) => `${t.groups[group]} ${topic}`);
  const last = found.length - 1;

  useEffect(() => {
    // The dialog is shown after this and focuses what asks for it in this attribute, which React does not write.
    field.current?.setAttribute('autofocus', '');
    field.current?.focus();
  }, []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, typed]);

  const perform = (command: Command | undefined) => {
    if (!command?.enabled) return;
    onDone();
    // After the dialog has closed and given focus back, so that what the command opens keeps it.
    setTimeout(command.perform);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const jump = JUMPS[event.key];
    if (!jump && event.key !== 'Enter') return;
    event.preventDefault();
    if (jump) setAt(Math.max(0, jump(at, last)));
    else perform(found[at]);
  };

  return (
    <div className="commands">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={t.field}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        placeholder={t.hint}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={t.list} className="commands-list">
        {found.map((command, index) => (
          // Keys are the field's: focus never leaves it (aria-activedescendant).
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!command.enabled}
            onPointerMove={() => setAt(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => perform(command)}
          >
            <Line command={command} />
          </li>
        ))}
      </ul>
      <p className="commands-count" role="status">
        {found.length > 0 ? t.found(found.length) : t.none(typed.trim())}
      </p>
    </div>
  );
}

function Line({ command }: { readonly command: Command }) {
  const t = text().palette;
  const { label, group, inForce, enabled, shortcuts } = command;
  const state = inForce ? t.inForce : enabled ? null : t.unavailable;
  return (
    <>
      <span className="commands-label">{label}</span>
      {state && <span className="commands-state">{state}</span>}
      {shortcuts.length > 0 && (
        <span className="commands-keys">
          {keyCaps(shortcuts[0]).map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      )}
      <span className="commands-group">{t.groups[group]}</span>
    </>
  );
}
