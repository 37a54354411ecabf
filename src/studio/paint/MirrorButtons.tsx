import { IconButton } from '../controls/IconButton.tsx';
import { useFrom } from '../useStudio.ts';

/** Both pressed repeat every stroke in all four quarters. */
export function MirrorButtons() {
  const { sides, ends } = useFrom(
    (studio) => studio.layout,
    (state) => state.mirror,
  );
  return (
    <div className="button-row mirror-buttons">
      <IconButton action="mirror-sides" icon="mirrorSides" pressed={sides} />
      <IconButton action="mirror-ends" icon="mirrorEnds" pressed={ends} />
    </div>
  );
}
