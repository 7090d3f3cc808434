import { Paper, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlanWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';

export interface PlanKeepingProps {
  plan: Pick<PlanWire, 'kept_days'>;
  wipe: boolean;
  isBusy: boolean;
  onWipe: (wipe: boolean) => void;
}

/** For how long the list is kept here, and whether it goes away as soon as its import is complete. */
export function PlanKeeping({ plan, wipe, isBusy, onWipe }: PlanKeepingProps) {
  const { t } = useTranslation('results');
  const format = useFormat();
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Text size="sm">{t('kept.rule', { time: format.days(plan.kept_days) })}</Text>
        <Switch
          label={t('kept.wipe')}
          description={t('kept.wipeText')}
          checked={wipe}
          disabled={isBusy}
          onChange={(event) => {
            onWipe(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Paper>
  );
}
