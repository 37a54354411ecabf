import './paint.css';
import { IconButton } from '../controls/IconButton.tsx';
import { text } from '../messages/text.ts';
import { kindInForce } from '../generate/runner.ts';
import { paintsLabels } from '../session/sessionStore.ts';
import { useFrom } from '../useStudio.ts';
import { ExampleStrip } from './ExampleStrip.tsx';
import { LayoutCanvas } from './LayoutCanvas.tsx';
import { Palette } from './Palette.tsx';
import { ToolBar } from './ToolBar.tsx';

export function LayoutPanel() {
  const t = text().layout;
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  const settings = useFrom(
    (studio) => studio.settings,
    (state) => state,
  );
  const kind = kindInForce(settings, loaded);
  return (
    <section className="panel" aria-label={t.region}>
      <div className="panel-head">
        <h2>{t.region}</h2>
        <p className="panel-note">{paintsLabels(kind) ? t.size(settings) : t.unused}</p>
        <div className="button-row">
          <IconButton action="undo" icon="undo" />
          <IconButton action="redo" icon="redo" />
          <IconButton action="import-layout" icon="import" />
          <IconButton action="clear-layout" icon="clear" />
        </div>
      </div>
      <ToolBar />
      <LayoutCanvas />
      <Palette />
      <ExampleStrip />
    </section>
  );
}
