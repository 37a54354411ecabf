import { createStore } from 'zustand/vanilla';

import type { LabelMap } from '../../core/layout.ts';
import { resampleLabels } from '../../core/layout.ts';
import { snapPicture } from '../generate/limits.ts';
import type { createSettingsStore } from '../generate/settingsStore.ts';
import { text } from '../messages/text.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { type NoticeStore, tell, tellError } from '../shell/noticeStore.ts';
import { importLayout, paintRest } from './importLayout.ts';
import type { LayoutDocument } from './layoutDocument.ts';

/** A file whose unknown label ids wait for the person's decision. */
export interface ImportQuestion {
  readonly fileName: string;
  readonly map: LabelMap;
  readonly unknown: readonly number[];
}

export interface ImporterOptions {
  readonly document: LayoutDocument;
  readonly settings: ReturnType<typeof createSettingsStore>;
  readonly session: ReturnType<typeof createSessionStore>;
  readonly notices: NoticeStore;
}

/** Brings layout files onto the canvas. Nothing changes before the file is wholly understood. */
export class Importer {
  readonly question = createStore<{ readonly asked: ImportQuestion | null }>(() => ({ asked: null }));

  constructor(private readonly options: ImporterOptions) {}

  async open(file: File): Promise<void> {
    const { session, notices } = this.options;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { map, unknown } = importLayout(bytes, session.getState().labels);
      if (unknown.length > 0) this.question.setState({ asked: { fileName: file.name, map, unknown } });
      else this.place(file.name, map);
    } catch (error) {
      tellError(notices, error);
    }
  }

  /** The person's answer about unknown ids: the label they get, null to leave them unpainted. */
  accept(label: number | null): void {
    const { asked } = this.question.getState();
    this.question.setState({ asked: null });
    if (asked) this.place(asked.fileName, label === null ? asked.map : paintRest(asked.map, label));
  }

  refuse(): void {
    this.question.setState({ asked: null });
  }

  /** Resamples to the picture's size and says so, offering the file's own size instead. */
  place(fileName: string, map: LabelMap): void {
    const { document, settings, notices } = this.options;
    const { width, height, native } = settings.getState();
    document.replace(resampleLabels(map, height, width));
    const t = text().layout;
    if (map.width === width && map.height === height) {
      tell(notices, { tone: 'info', code: 'layout-imported', message: t.imported(fileName), advice: '' });
      return;
    }
    // Small maps grow as a whole: each side for itself would make a panorama of a square.
    const grown = Math.max(1, native / map.width, native / 2 / map.height);
    const own = snapPicture({ width: map.width * grown, height: map.height * grown }, native);
    const fits = own.width !== width || own.height !== height;
    const useOwn = () => {
      settings.setState(own);
      document.replace(resampleLabels(map, own.height, own.width));
    };
    tell(notices, {
      tone: 'info',
      code: 'layout-imported',
      message: t.resampled(fileName, map, { width, height }),
      advice: '',
      action: fits ? { label: t.useSize(own), perform: useOwn } : undefined,
    });
  }
}
