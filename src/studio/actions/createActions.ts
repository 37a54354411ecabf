import { fileActions } from '../files/fileActions.ts';
import { pickFiles } from '../files/pickFiles.ts';
import { kindInForce } from '../generate/runner.ts';
import { randomSeed } from '../generate/settingsStore.ts';
import { text } from '../messages/text.ts';
import { installStore } from '../offline/install.ts';
import { boardActions } from '../paint/boardActions.ts';
import { chooseLabel, nextBrushSize, type Tool } from '../paint/layoutStore.ts';
import type { StudioFeatures } from '../createFeatures.ts';
import { startRuns } from '../queue/startRuns.ts';
import type { StudioParts } from '../createParts.ts';
import { LABEL_KEYS, type Action, type Actions } from './action.ts';

/** The registry: every action with its name, keys, and when it applies. */
export function createActions(parts: StudioParts & StudioFeatures): Actions {
  const { settings, layout, desk, sessionStore, runs, player, ui, queue } = parts;
  const t = text().actions;
  const kind = () => kindInForce(settings.getState(), sessionStore.getState().loaded);
  const edited = () => desk.editable(kind());

  const isBusy = () => runs.getState().running !== null || queue.store.getState().running !== null;

  const tool = (name: Tool, label: string, key: string): Action => ({
    label,
    group: 'paint',
    shortcuts: [key],
    enabled: () => true,
    perform: () => {
      if (kind() !== 'segmentation') {
        desk.chooseTool(kind(), name);
        return;
      }
      layout.setState((state) => ({
        tool: name,
        toolBefore: state.tool === 'pick' ? state.toolBefore : state.tool,
      }));
    },
  });
  const brush = (label: string, key: string, direction: 1 | -1): Action => ({
    label,
    group: 'paint',
    shortcuts: [key],
    enabled: () => true,
    perform: () => {
      if (kind() !== 'segmentation') desk.stepBrush(kind(), direction);
      else layout.setState(({ brushSize }) => ({ brushSize: nextBrushSize(brushSize, direction) }));
    },
  });

  const label = (place: number): Action => ({
    label: text().help.chooseNth(place),
    group: 'labels',
    shortcuts: [String(place)],
    enabled: () => sessionStore.getState().labels.length > place,
    perform: () => chooseLabel(layout, sessionStore.getState().labels[place].id),
  });
  const labels = Object.fromEntries(LABEL_KEYS.map((place) => [`label-${place}`, label(place)])) as Record<
    `label-${(typeof LABEL_KEYS)[number]}`,
    Action
  >;

  return {
    ...labels,
    ...fileActions(parts),
    generate: {
      label: t.generate,
      group: 'generate',
      shortcuts: ['Mod+Enter'],
      enabled: () => sessionStore.getState().phase === 'ready' && !isBusy(),
      perform: () => startRuns(parts),
    },
    enqueue: {
      label: text().queue.enqueue,
      group: 'generate',
      shortcuts: ['Shift+Mod+Enter'],
      enabled: () => sessionStore.getState().loaded !== null && isBusy(),
      perform: () => startRuns(parts),
    },
    cancel: {
      label: t.cancel,
      group: 'generate',
      shortcuts: ['Escape'],
      enabled: () => runs.getState().running?.cancelling === false,
      perform: () => queue.cancel(),
    },
    'roll-seed': {
      label: t.rollSeed,
      group: 'generate',
      shortcuts: ['r'],
      enabled: () => true,
      perform: () => settings.setState({ seed: randomSeed() }),
    },
    play: {
      label: t.play,
      group: 'generate',
      shortcuts: ['p'],
      enabled: () => runs.getState().shown !== null && runs.getState().running === null,
      perform: () => (runs.getState().playing ? player.pause() : player.play()),
    },
    brush: tool('brush', t.brush, 'b'),
    eraser: tool('eraser', t.eraser, 'e'),
    fill: tool('fill', t.fill, 'g'),
    pick: tool('pick', t.pick, 'i'),
    ...boardActions(parts, kind),
    'smaller-brush': brush(t.smallerBrush, '[', -1),
    'larger-brush': brush(t.largerBrush, ']', 1),
    undo: {
      label: t.undo,
      group: 'history',
      shortcuts: ['Mod+z'],
      enabled: () => edited()?.canUndo ?? false,
      perform: () => edited()?.undo(),
    },
    redo: {
      label: t.redo,
      group: 'history',
      shortcuts: ['Shift+Mod+z', 'Mod+y'],
      enabled: () => edited()?.canRedo ?? false,
      perform: () => edited()?.redo(),
    },
    'clear-layout': {
      label: t.clearLayout,
      group: 'history',
      shortcuts: [],
      enabled: () => edited()?.isBlank === false,
      perform: () => edited()?.clear(),
    },
    'import-layout': {
      label: t.importLayout,
      group: 'paint',
      shortcuts: ['Mod+o'],
      enabled: () => true,
      perform: () => pickFiles((files) => void parts.intake.open(files)),
    },
    commands: {
      label: text().palette.open,
      group: 'help',
      shortcuts: ['Mod+k'],
      enabled: () => true,
      perform: () => ui.setState({ commandsOpen: true }),
    },
    install: {
      label: text().offline.install,
      group: 'help',
      shortcuts: [],
      enabled: () => installStore.getState().install !== null,
      perform: () => installStore.getState().install?.(),
    },
    help: {
      label: t.help,
      group: 'help',
      shortcuts: ['?'],
      enabled: () => true,
      perform: () => ui.setState(({ helpOpen }) => ({ helpOpen: !helpOpen })),
    },
  };
}
