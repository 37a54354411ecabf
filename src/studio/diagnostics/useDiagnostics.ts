import { useEffect, useState } from 'react';

import type { Diagnostics } from '../../runtime/protocol.ts';
import { pageErrors } from '../session/diagnostics.ts';
import type { Session } from '../session/session.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import type { PageFacts } from './facts.ts';

interface Found {
  readonly worker: Diagnostics | null;
  readonly page: PageFacts;
}

/** Asks again whenever something has happened that may have changed the answer. */
export function useDiagnostics(): Found | null {
  const { session } = useStudio();
  const { backend, recovering, loaded, loadMs, phase } = useFrom(
    (studio) => studio.sessionStore,
    (state) => state,
  );
  const lastRun = useFrom(
    (studio) => studio.runs,
    ({ kept }) => kept.find(({ source }) => source === 'live')?.record ?? null,
  );
  const running = useFrom(
    (studio) => studio.runs,
    (state) => state.running !== null,
  );
  const [asked, setAsked] = useState<(Omit<Found, 'page'> & { readonly storage: StorageEstimate }) | null>(
    null,
  );
  useEffect(() => {
    let wanted = true;
    void ask(session).then((answer) => wanted && setAsked(answer));
    return () => {
      wanted = false;
    };
  }, [session, backend, recovering, loaded, phase, running]);
  if (!asked) return null;
  const { worker, storage } = asked;
  const page: PageFacts = {
    loaded,
    loadMs,
    lastRun,
    usedBytes: storage.usage ?? null,
    quotaBytes: storage.quota ?? null,
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency ?? null,
    memoryGibibytes: (navigator as { deviceMemory?: number }).deviceMemory ?? null,
    secureContext: isSecureContext,
    crossOriginIsolated: globalThis.crossOriginIsolated,
    errors: pageErrors(),
  };
  return { worker, page };
}

async function ask(session: Session) {
  const [worker, storage] = await Promise.all([
    session.client?.diagnostics().catch(() => null) ?? null,
    navigator.storage?.estimate?.().catch(() => ({})) ?? {},
  ]);
  return { worker, storage: storage as StorageEstimate };
}
