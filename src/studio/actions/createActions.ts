import { fileActions } from '../files/fileActions.ts';
import { randomSeed } from '../generate/settingsStore.ts';
import { text } from '../messages/text.ts';
import { chooseLabel, nextBrushSize, type Tool } from '../paint/layoutStore.ts';
import type { StudioParts } from '../studio.ts';
import { LABEL_KEYS, type Action, type Actions } from './action.ts';

/** The registry: every action with its name, keys, and when it applies. */
export function createActions(parts: StudioParts): Actions {
  const { settings, layout, document, sessionStore, runs, runner, player, ui } = parts;
  const t = text().actions;

  const tool = (name: Tool, label: string, key: string): Action => ({
    label,
    group: 'paint',
    shortcuts: [key],
    enabled: () => true,
    perform: () =>
      layout.setState((state) => ({
        tool: name,
        toolBefore: state.tool === 'pick' ? state.toolBefore : state.tool,
      })),
  });
  const brush = (label: string, key: string, direction: 1 | -1): Action => ({
    label,
    group: 'paint',
    shortcuts: [key],
    enabled: () => true,
    perform: () => layout.setState(({ brushSize }) => ({ brushSize: nextBrushSize(brushSize, direction) })),
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
      enabled: () => sessionStore.getState().phase === 'ready' && runs.getState().running === null,
      perform: () => {
        player.pause();
        void runner.start();
      },
    },
    cancel: {
      label: t.cancel,
      group: 'generate',
      shortcuts: ['Escape'],
      enabled: () => runs.getState().running?.cancelling === false,
      perform: () => runner.cancel(),
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
    'smaller-brush': brush(t.smallerBrush, '[', -1),
    'larger-brush': brush(t.largerBrush, ']', 1),
    undo: {
      label: t.undo,
      group: 'history',
      shortcuts: ['Mod+z'],
      enabled: () => layout.getState().canUndo,
      perform: () => document.undo(),
    },
    redo: {
      label: t.redo,
      group: 'history',
      shortcuts: ['Shift+Mod+z', 'Mod+y'],
      enabled: () => layout.getState().canRedo,
      perform: () => document.redo(),
    },
    'clear-layout': {
      label: t.clearLayout,
      group: 'history',
      shortcuts: [],
      enabled: () => !layout.getState().blank,
      perform: () => document.clear(),
    },
    'import-layout': {
      label: t.importLayout,
      group: 'paint',
      shortcuts: ['Mod+o'],
      enabled: () => true,
      perform: () => parts.pickLayoutFile(),
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
