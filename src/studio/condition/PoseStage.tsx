import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';

import { JOINTS, LIMBS } from '../../conditioning/pose.ts';
import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import { text } from '../messages/text.ts';
import type { Studio } from '../studio.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawPose } from './drawCondition.ts';
import { type Drawable, keepDrawn } from './keepDrawn.ts';
import { PoseHandles } from './poseHandles.ts';

const LARGE_STEP = 10;

/** The skeleton as the model is shown it, and a handle on each joint. */
export function PoseStage() {
  const { desk } = useStudio();
  const t = text().conditions.pose;
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [said, setSaid] = useState('');
  useFrom(
    (studio) => studio.desk.store,
    (state) => state.pose.revision,
  );
  const { width, height, keypoints, picture } = desk.pose.drawing;
  const drawing = useMemo(() => poseDrawing(desk), [desk]);
  useEffect(() => (canvas.current ? keepDrawn(canvas.current, drawing) : undefined), [drawing]);
  useEffect(() => {
    if (!stage.current) return;
    const element = stage.current;
    const hold = (joint: number) => element.querySelectorAll<HTMLElement>('.joint')[joint].focus();
    const handles = new PoseHandles(element, desk.pose, hold);
    return () => handles.stop();
  }, [desk]);

  const tell = (joint: number) => {
    const [x, y, confidence] = desk.pose.drawing.keypoints[joint];
    setSaid(t.joint(t.joints[JOINTS[joint]], Math.round(x), Math.round(y), confidence > 0));
  };
  const onKeyDown = (joint: number) => (event: KeyboardEvent) => {
    const step = ARROW_STEPS[event.key];
    if (step && !event.metaKey && !event.ctrlKey && !event.altKey) {
      const size = event.shiftKey ? LARGE_STEP : 1;
      desk.pose.nudge(joint, { x: step[0] * size, y: step[1] * size });
    } else if (event.key === 'Delete' || event.key === 'Backspace') desk.pose.toggle(joint);
    else return;
    event.preventDefault();
    tell(joint);
  };

  return (
    <>
      <div
        ref={stage}
        className="stage layout-stage pose-stage"
        style={{ '--aspect': width / height } as React.CSSProperties}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={text().layout.canvas}
          className="stage-canvas pixelated"
        />
        {!picture && (
          <div role="group" aria-label={t.jointsLabel}>
            {keypoints.map(([x, y, confidence], joint) => (
              <button
                key={JOINTS[joint]}
                type="button"
                className="joint"
                aria-label={t.joint(t.joints[JOINTS[joint]], Math.round(x), Math.round(y), confidence > 0)}
                title={t.joints[JOINTS[joint]]}
                data-missing={confidence > 0 ? undefined : true}
                style={
                  {
                    left: `${(100 * x) / width}%`,
                    top: `${(100 * y) / height}%`,
                    '--joint': colourOf(joint),
                  } as React.CSSProperties
                }
                onKeyDown={onKeyDown(joint)}
              />
            ))}
          </div>
        )}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** That of the limb which ends there, so that a handle looks as if it belonged to it. */
function colourOf(joint: number): string {
  const limb = LIMBS.find(({ to }) => to === joint) ?? LIMBS[0];
  return `rgb(${limb.colour.join(' ')})`;
}

function poseDrawing({ pose }: Studio['desk']): Drawable {
  return {
    size: () => pose.drawing,
    onChange: (listener) => pose.onChange(() => listener(null)),
    draw: (context) => drawPose(context, pose.drawing),
  };
}
