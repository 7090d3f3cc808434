import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProductName } from './parts/product-name.js';
import { SignInButton } from './sign-in-button.js';

/** What somebody sees whom the CRM has not introduced. */
export function SignInWelcome({ failure }: { failure: unknown }) {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" radius="lg" maw={480} w="100%">
        <Stack gap="lg">
          <ProductName />
          <Stack gap="xs">
            <Title order={1} size="h2">
              {t('signIn.title')}
            </Title>
            <Text c="dimmed">{t('signIn.intro')}</Text>
          </Stack>
          <SignInButton failure={failure} />
        </Stack>
      </Paper>
    </Center>
  );
}
