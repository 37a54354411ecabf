import './studioPage.css';
import { text } from './messages/text.ts';
import { ResultPanel } from './generate/ResultPanel.tsx';
import { SettingsPanel } from './generate/SettingsPanel.tsx';
import { TokenPanel } from './inspect/TokenPanel.tsx';
import { LayoutPanel } from './paint/LayoutPanel.tsx';

export function StudioPage() {
  return (
    <div className="studio">
      <h1 className="visually-hidden">{text().studioTitle}</h1>
      <LayoutPanel />
      <ResultPanel />
      <SettingsPanel />
      <TokenPanel />
    </div>
  );
}
