import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { ApiContext } from './api/api.js';
import { AppGate } from './app-gate.js';
import { ServicesContext, type Services } from './app-services.js';
import { directionOf } from './languages.js';
import { FirstLoad } from './parts/first-load.js';
import { cssVariables, theme } from './theme.js';

export interface AppProps {
  services: Services;
  nonce: string;
}

/** The staff page with everything that its parts need around them. */
export function App({ services, nonce }: AppProps) {
  const [queries] = useState(createQueries);
  return (
    <DirectionProvider initialDirection={directionOf(services.language)} detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queries}>
          <ServicesContext value={services}>
            <ApiContext value={services.api}>
              <Suspense fallback={<FirstLoad />}>
                <AppGate />
              </Suspense>
            </ApiContext>
          </ServicesContext>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

/** The offline notice asks for everything again when the app is back, so a query gives up at once. */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
