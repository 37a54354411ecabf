import type { ActionId } from '../actions/action.ts';
import { IconButton } from '../controls/IconButton.tsx';
import { type MenuItem, MenuButton } from '../controls/MenuButton.tsx';
import type { IconName } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** The picture at one press; everything else in a menu beside it. */
export function ExportButtons() {
  const { actions } = useStudio();
  const t = text().files;
  // What the menu offers depends on the run.
  useFrom(
    (studio) => studio.runs,
    ({ shown, running }) => (running ? null : shown?.id),
  );
  const isDepth = useFrom(
    (studio) => studio.runs,
    ({ shown }) => shown?.condition?.kind === 'depth',
  );
  const item = (id: ActionId, icon: IconName, note: string): MenuItem => ({
    id,
    icon,
    note,
    label: actions[id].label,
    disabled: !actions[id].enabled(),
    onChoose: () => actions[id].perform(),
  });
  return (
    <div className="button-row">
      <IconButton action="copy-link" icon="link" />
      <IconButton action="export-png" icon="download" />
      <MenuButton
        label={t.more}
        icon="more"
        items={[
          item('copy-image', 'copy', t.notes.image),
          isDepth
            ? item('export-depth', 'layout', t.notes.depth)
            : item('export-layout', 'layout', t.notes.layout),
          item('export-record', 'record', t.notes.record),
          item('export-all', 'archive', t.notes.all),
        ]}
      />
    </div>
  );
}
