import './studioPage.css';
import { ResultPanel } from './generate/ResultPanel.tsx';
import { SettingsPanel } from './generate/SettingsPanel.tsx';
import { LayoutPanel } from './paint/LayoutPanel.tsx';

export function StudioPage() {
  return (
    <div className="studio">
      <LayoutPanel />
      <ResultPanel />
      <SettingsPanel />
    </div>
  );
}
