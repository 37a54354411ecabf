import { keyCaps } from '../actions/shortcuts.ts';
import { text } from '../messages/text.ts';

/** What keys, mouse and fingers do on a canvas beside the tools: rows of the help sheet that are no actions. */
export function PaintKeys() {
  const t = text().paint.keys;
  const [mod] = keyCaps('Mod+x', false);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [t.move, ['←', '↑', '→', '↓']],
    [t.moveFar, ['Shift', '→']],
    [t.movePixel, [mod, '→']],
    [t.paint, [t.space]],
    [t.once, ['↵']],
    [t.giveUp, ['Esc']],
    [t.constrain, ['Shift']],
    [t.wheel, [mod, t.wheelCap]],
    [t.pan, [t.space, t.dragCap]],
  ];
  return (
    <section>
      <h3>{t.title}</h3>
      <dl>
        {rows.map(([label, caps]) => (
          <div key={label} className="help-row">
            <dt>{label}</dt>
            <dd>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="help-note">{t.touch}</p>
      <p className="help-note">{t.undo}</p>
    </section>
  );
}
