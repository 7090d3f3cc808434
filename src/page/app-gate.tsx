import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { AppShell } from './app-shell.js';
import { useServices } from './app-services.js';
import { FirstLoad } from './parts/first-load.js';
import { SignInAgain } from './sign-in-again.js';
import { SignInWelcome } from './sign-in-welcome.js';

/** Shows the work to those who have signed in, and a welcome to others. Work stays in place when its sign-in is over. */
export function AppGate() {
  const { desk } = useServices();
  const state = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const { isArriving, failure } = useArrival();
  useFreshAnswersAfterSignIn(state);
  if (state === 'out' && isArriving) return <FirstLoad />;
  if (state === 'out') return <SignInWelcome failure={failure} />;
  return (
    <>
      <AppShell />
      <SignInAgain isOpen={state === 'over'} />
    </>
  );
}

function useArrival(): { isArriving: boolean; failure: unknown } {
  const { arriving } = useServices();
  const [outcome, setOutcome] = useState<{ isArriving: boolean; failure: unknown }>({
    isArriving: arriving !== undefined,
    failure: undefined,
  });
  useEffect(() => {
    arriving?.catch((failure: unknown) => {
      setOutcome({ isArriving: false, failure });
    });
  }, [arriving]);
  return outcome;
}

/** Somebody else may have signed in now, or with other rights. */
function useFreshAnswersAfterSignIn(state: string): void {
  const queries = useQueryClient();
  const { desk } = useServices();
  useEffect(
    () =>
      desk.state.subscribe(() => {
        if (state === 'over' && desk.state.get() === 'in') void queries.invalidateQueries();
      }),
    [desk, queries, state],
  );
}
