import './paint.css';
import '../condition/condition.css';
import type { ConditionKind } from '../../core/settings.ts';
import { ClassPanel } from '../condition/ClassPanel.tsx';
import { ConditionField } from '../condition/ConditionField.tsx';
import { DepthPanel } from '../condition/DepthPanel.tsx';
import { EdgesPanel } from '../condition/EdgesPanel.tsx';
import { LowResolutionPanel } from '../condition/LowResolutionPanel.tsx';
import { PosePanel } from '../condition/PosePanel.tsx';
import { PlainPanel } from '../condition/PlainPanel.tsx';
import { KeepPanel } from '../complete/KeepPanel.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { kindInForce } from '../generate/runner.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { ExampleStrip } from './ExampleStrip.tsx';
import { LayoutCanvas } from './LayoutCanvas.tsx';
import { Palette } from './Palette.tsx';
import { ToolBar } from './ToolBar.tsx';

/** What the picture is drawn from: a canvas and tools of the chosen kind of condition. */
export function LayoutPanel() {
  const t = text().layout;
  const { desk } = useStudio();
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  const settings = useFrom(
    (studio) => studio.settings,
    (state) => state,
  );
  const kind = kindInForce(settings, loaded);
  const note = loaded?.manifest.conditioning.find((one) => one.kind === kind)?.note;
  return (
    <section className="panel" aria-label={t.region}>
      <div className="panel-head">
        <h2>{t.region}</h2>
        <ConditionField kind={kind} />
        <p className="panel-note">{t.size(settings)}</p>
        {desk.editable(kind) && (
          <div className="button-row">
            <IconButton action="undo" icon="undo" />
            <IconButton action="redo" icon="redo" />
            <IconButton action="import-layout" icon="import" />
            <IconButton action="clear-layout" icon="clear" />
          </div>
        )}
      </div>
      <Drawing kind={kind} />
      {note && <p className="condition-note">{note}</p>}
      <KeepPanel />
    </section>
  );
}

function Drawing({ kind }: { readonly kind: ConditionKind }) {
  switch (kind) {
    case 'depth':
      return <DepthPanel />;
    case 'edges':
      return <EdgesPanel />;
    case 'low-resolution':
      return <LowResolutionPanel />;
    case 'class':
      return <ClassPanel />;
    case 'coordinates':
    case 'none':
      return <PlainPanel kind={kind} />;
    case 'pose':
      return <PosePanel />;
    case 'segmentation':
      return (
        <>
          <ToolBar />
          <LayoutCanvas />
          <Palette />
          <ExampleStrip />
        </>
      );
  }
}
