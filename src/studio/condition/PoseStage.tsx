import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';

import { JOINTS, LIMBS } from '../../conditioning/pose.ts';
import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import { text } from '../messages/text.ts';
import type { View } from '../paint/canvasView.ts';
import { StageView } from '../paint/stageView.ts';
import { ViewBar } from '../paint/ViewBar.tsx';
import { ViewGestures } from '../paint/viewGestures.ts';
import type { Studio } from '../studio.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawPose } from './drawCondition.ts';
import { type Drawable, keepDrawn } from '../paint/keepDrawn.ts';
import { PoseHandles } from './poseHandles.ts';

const LARGE_STEP = 10;

/** The skeleton as the model is shown it, and a handle on each joint. */
export function PoseStage() {
  const { desk, canvasView } = useStudio();
  const t = text().conditions.pose;
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [said, setSaid] = useState('');
  useFrom(
    (studio) => studio.desk.store,
    (state) => state.pose.revision,
  );
  const view = useFrom(
    (studio) => studio.canvasView,
    (state) => state.view,
  );
  const stageView = useRef<StageView | null>(null);
  const isHolding = useRef(false);
  const { width, height, keypoints, picture } = desk.pose.drawing;
  const drawing = useMemo(() => poseDrawing(desk), [desk]);
  useEffect(() => (canvas.current ? keepDrawn(canvas.current, drawing) : undefined), [drawing]);
  useEffect(() => {
    if (!stage.current) return;
    const element = stage.current;
    const onHold = (joint: number) => {
      isHolding.current = true;
      element.querySelectorAll<HTMLElement>('.joint')[joint].focus();
      isHolding.current = false;
    };
    const seen = new StageView(element, canvasView, () => desk.pose.drawing);
    const gestures = new ViewGestures(element, seen, () => false);
    const { hand } = gestures;
    const handles = new PoseHandles({ stage: element, document: desk.pose, view: seen, hand, onHold });
    stageView.current = seen;
    return () => {
      stageView.current = null;
      [handles, gestures, seen].forEach((part) => part.stop());
    };
    // A picture of another size is seen anew.
  }, [desk, canvasView, width, height]);

  /** Brings a joint into sight that is reached by keys; one under the pointer is there. */
  const show = (joint: number) => {
    const [x, y] = desk.pose.drawing.keypoints[joint];
    if (!isHolding.current) stageView.current?.show({ x, y });
  };

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
    show(joint);
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
                    ...placeOf(view, x / width, y / height),
                    '--joint': colourOf(joint),
                  } as React.CSSProperties
                }
                onKeyDown={onKeyDown(joint)}
                onFocus={() => show(joint)}
              />
            ))}
          </div>
        )}
      </div>
      <ViewBar />
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** Where a place of the picture, told in shares of its sides, lies on the stage under a view. */
function placeOf({ zoom, x, y }: View, across: number, down: number) {
  return { left: `${100 * (0.5 + (across - x) * zoom)}%`, top: `${100 * (0.5 + (down - y) * zoom)}%` };
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
