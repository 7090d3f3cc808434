import { Container } from '@mantine/core';
import { Suspense, useEffect, useRef } from 'react';
import { useApi } from './api/api.js';
import { AppBody } from './app-body.js';
import { AppHeader } from './app-header.js';
import { AppOffline } from './app-offline.js';
import { hashOf, usePlace } from './app-place.js';
import { useQuery } from '@tanstack/react-query';
import type { MeWire } from '../web/api/wire.js';
import { FirstLoad } from './parts/first-load.js';
import { Problem } from './parts/problem.js';
import { StepLoad } from './parts/step-load.js';

/** The page of somebody who has signed in: header, notices, and the place that the address names. */
export function AppShell() {
  const api = useApi();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get<MeWire>('/api/me', signal),
  });
  const place = usePlace();
  const main = useFocusOnChange(hashOf(place));
  if (me.isPending) return <FirstLoad />;
  return (
    <>
      <AppHeader me={me.data} place={place} />
      <AppOffline />
      <Container component="main" ref={main} tabIndex={-1} size={1120} py="lg">
        {me.data ? (
          <Suspense fallback={<StepLoad />}>
            <AppBody me={me.data} place={place} />
          </Suspense>
        ) : (
          <Problem error={me.error} onRetry={() => void me.refetch()} />
        )}
      </Container>
    </>
  );
}

/** Moves the focus to the content when it changes, so that keyboard and screen reader start at its top. */
function useFocusOnChange(key: string) {
  const ref = useRef<HTMLElement & HTMLDivElement>(null);
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    ref.current?.focus();
    window.scrollTo(0, 0);
  }, [key]);
  return ref;
}
