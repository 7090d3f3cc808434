import { Group, Paper, Radio, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './import-choices.module.css';

export interface ImportChoicesProps {
  override: boolean;
  sendEmail: boolean;
  isBusy: boolean;
  onOverride: (override: boolean) => void;
  onSendEmail: (sendEmail: boolean) => void;
}

/** What a person decides about an import: what becomes of known clients, and whether the CRM writes a summary. */
export function ImportChoices(props: ImportChoicesProps) {
  const { t } = useTranslation('import');
  const { override, sendEmail, isBusy, onOverride, onSendEmail } = props;
  return (
    <Paper withBorder p="lg">
      <Stack gap="lg">
        <Radio.Group
          label={t('known.label')}
          description={t('known.hint')}
          value={override ? 'overwrite' : 'keep'}
          onChange={(value) => {
            onOverride(value === 'overwrite');
          }}
          classNames={{ label: classes['label'] ?? '', description: classes['hint'] ?? '' }}
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
            {(['keep', 'overwrite'] as const).map((choice) => (
              <Radio.Card
                key={choice}
                value={choice}
                disabled={isBusy}
                p="md"
                className={classes['card'] ?? ''}
              >
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <div>
                    <Text fw={600}>{t(`known.${choice}`)}</Text>
                    <Text size="sm" c="dimmed">
                      {t(`known.${choice}Hint`)}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
        <Switch
          label={t('email.label')}
          description={t('email.hint')}
          checked={sendEmail}
          disabled={isBusy}
          onChange={(event) => {
            onSendEmail(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Paper>
  );
}
