import './generate.css';
import { canGuide } from '../../runtime/guidance.ts';
import type { WindowMode } from '../../core/settings.ts';
import { WINDOW_MODES } from '../../core/settings.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { text } from '../messages/text.ts';
import { codesOf, windowSizeOf } from '../session/sessionStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { GenerateBar } from './GenerateBar.tsx';
import { GUIDANCE, TEMPERATURE, TOP_P, topKRange } from './limits.ts';
import { guidanceInForce, samplingSettings } from './runner.ts';
import { QueuePanel } from '../queue/QueuePanel.tsx';
import { SamplesField } from '../queue/SamplesField.tsx';
import { SeedField } from './SeedField.tsx';
import { SizeField } from './SizeField.tsx';

export function SettingsPanel() {
  const studio = useStudio();
  const t = text().settings;
  const settings = useFrom(
    ({ settings: store }) => store,
    (state) => state,
  );
  const { models, model, loaded } = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state,
  );
  const { window, topK } = samplingSettings(settings, loaded);
  const set = studio.settings.setState;
  return (
    <section className="settings" aria-label={t.region}>
      <GenerateBar />
      <div className="settings-scroll">
        <div className="settings-group">
          <SelectField
            label={t.model}
            value={model?.url ?? ''}
            options={models.map(({ url, name }) => ({ value: url, label: name }))}
            onChange={(url) => {
              const chosen = models.find((one) => one.url === url);
              if (chosen) void studio.session.open(chosen);
            }}
          />
          <SizeField />
          <SamplesField />
          <SeedField />
        </div>
        <div className="settings-group">
          <SliderField
            label={t.temperature}
            help={t.temperatureHelp}
            value={settings.temperature}
            range={TEMPERATURE}
            onChange={(temperature) => set({ temperature })}
          />
          <SliderField
            label={t.topK}
            help={t.topKHelp}
            value={topK}
            range={topKRange(codesOf(loaded))}
            onChange={(value) => set({ topK: value })}
          />
          <SliderField
            label={t.topP}
            help={t.topPHelp}
            value={settings.topP}
            range={TOP_P}
            onChange={(topP) => set({ topP })}
          />
          {/* Also until it is known whether the model can be guided: nothing below moves when it is. */}
          {(!loaded || canGuide(loaded.manifest)) && (
            <SliderField
              label={t.guidance}
              help={t.guidanceHelp}
              value={loaded ? guidanceInForce(settings, loaded) : (settings.guidance ?? 0)}
              range={GUIDANCE}
              onChange={(guidance) => set({ guidance })}
            />
          )}
          {/* Last, as its advice is long for one size and short for another. */}
          <SelectField<WindowMode>
            label={t.window}
            value={window}
            options={WINDOW_MODES.map((value) => ({ value, label: t.windows[value] }))}
            onChange={(value) => set({ window: value })}
          />
          <WindowAdvice mode={window} />
        </div>
      </div>
      <QueuePanel />
    </section>
  );
}

/** What the window mode means at this size, in plain words. */
function WindowAdvice({ mode }: { readonly mode: WindowMode }) {
  const t = text().settings;
  const { width, height } = useFrom(
    ({ settings }) => settings,
    (state) => state,
  );
  const loaded = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state.loaded,
  );
  const side = windowSizeOf(loaded, 'segmentation').width * (loaded?.downsampling ?? 16);
  const oneWindow = width <= side && height <= side;
  return <p className="advice">{oneWindow ? t.oneWindow : t.windowAdvice[mode]}</p>;
}
