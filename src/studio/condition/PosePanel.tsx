import './pose.css';
import { useEffect, useRef } from 'react';

import { writeKeypoints } from '../../conditioning/keypointFile.ts';
import { Icon } from '../controls/Icon.tsx';
import { download } from '../files/download.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawPose } from './drawCondition.ts';
import { isSamePose } from './poseDocument.ts';
import { POSE_PRESETS, type PosePreset, presetPose } from './posePresets.ts';
import { PoseStage } from './PoseStage.tsx';

const THUMBNAIL = 112;

export function PosePanel() {
  const { desk, actions } = useStudio();
  const t = text().conditions.pose;
  const { pose } = desk;
  useFrom(
    (studio) => studio.desk.store,
    (state) => state.pose.revision,
  );
  const { drawing } = pose;
  const exportKeypoints = () =>
    download(new Blob([writeKeypoints(drawing)], { type: 'application/json' }), 'pose.json');
  return (
    <>
      <div className="tool-bar">
        <button type="button" className="button" onClick={() => pose.mirror()} disabled={!!drawing.picture}>
          <Icon name="mirrorSides" /> {t.mirror}
        </button>
        <button type="button" className="button" onClick={() => pose.clear()} disabled={pose.isBlank}>
          {t.reset}
        </button>
        <div className="bar-end pose-files">
          <button type="button" className="button" onClick={actions['import-layout'].perform}>
            {t.import}
          </button>
          <button type="button" className="button" onClick={exportKeypoints} disabled={!!drawing.picture}>
            {t.export}
          </button>
        </div>
      </div>
      <PoseStage />
      <p className="condition-note">{drawing.picture ? t.picture : t.help}</p>
      <div className="strip-block">
        <h3 id="presets-title">{t.presets}</h3>
        <ul className="strip" aria-labelledby="presets-title">
          {POSE_PRESETS.map((preset) => (
            <li key={preset}>
              <PresetButton preset={preset} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function PresetButton({ preset }: { readonly preset: PosePreset }) {
  const { desk } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width } = desk.pose.drawing;
  const placed = { ...presetPose(preset, height, width), picture: null };
  const name = text().conditions.pose.preset[preset];
  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = THUMBNAIL;
    canvas.current.height = THUMBNAIL;
    const context = canvas.current.getContext('2d');
    if (context) drawPose(context, { ...presetPose(preset, THUMBNAIL, THUMBNAIL), picture: null });
  }, [preset]);
  return (
    <button
      type="button"
      className="strip-item pose-preset"
      title={name}
      aria-pressed={isSamePose(desk.pose.drawing, placed)}
      onClick={() => desk.pose.replace(placed)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <span>{name}</span>
    </button>
  );
}
