import './studioPage.css';
import { text } from './messages/text.ts';
import { ResultPanel } from './generate/ResultPanel.tsx';
import { SettingsPanel } from './generate/SettingsPanel.tsx';
import { TokenPanel } from './inspect/TokenPanel.tsx';
import { LayoutPanel } from './paint/LayoutPanel.tsx';
import { useFrom } from './useStudio.ts';

export function StudioPage() {
  const aspect = useFrom(
    ({ settings }) => settings,
    ({ width, height }) => width / height,
  );
  return (
    <div className="studio" style={{ '--aspect': aspect } as React.CSSProperties}>
      <h1 className="visually-hidden">{text().studioTitle}</h1>
      <LayoutPanel />
      <ResultPanel />
      <SettingsPanel />
      <TokenPanel />
    </div>
  );
}
