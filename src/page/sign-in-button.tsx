import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from './app-services.js';
import classes from './sign-in-button.module.css';
import { Problem } from './parts/problem.js';
import { listenForCode, openSignIn } from './sign-in-window.js';

export interface SignInButtonProps {
  onSignedIn?: () => void;
  /** Why an earlier attempt failed. */
  failure?: unknown;
}

/** Signs in at the CRM in a window of its own, since a sign-in never happens inside a frame (promises S9). */
export function SignInButton({ onSignedIn, failure }: SignInButtonProps) {
  const { t } = useTranslation();
  const { brandHost, desk, signInUrl } = useServices();
  const [isBlocked, setIsBlocked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(failure);

  useEffect(
    () =>
      listenForCode((code) => {
        setIsBusy(true);
        desk
          .signIn({ code })
          .then(() => onSignedIn?.(), setProblem)
          .finally(() => {
            setIsBusy(false);
          });
      }),
    [desk, onSignedIn],
  );

  return (
    <Stack gap="sm" align="flex-start">
      {problem !== undefined && <Problem error={problem} />}
      <Button
        maw="100%"
        h="auto"
        mih={36}
        py={7}
        classNames={{ label: classes['label'] ?? '' }}
        loading={isBusy}
        onClick={() => {
          setProblem(undefined);
          setIsBlocked(!openSignIn(signInUrl));
        }}
      >
        {brandHost === undefined ? t('signIn.button') : t('signIn.buttonAt', { host: brandHost })}
      </Button>
      {isBlocked && (
        <Text size="sm" role="status">
          {t('signIn.blocked')}{' '}
          <Anchor href={signInUrl} target="_blank" rel="opener">
            {t('signIn.blockedLink')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}
