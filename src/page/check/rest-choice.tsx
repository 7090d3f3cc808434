import { Paper, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { leftToMend } from './left-to-mend.js';

/** What happens to records that are still wrong: `leave` them aside, or `refuse` to import anything. */
export type Rest = 'leave' | 'refuse';

export interface RestChoiceProps {
  counts: CountsWire;
  rest: Rest;
  onRest: (rest: Rest) => void;
}

/** Asks what happens to the records that are still set aside. */
export function RestChoice({ counts, rest, onRest }: RestChoiceProps) {
  const { t } = useTranslation('check');
  const { count } = useFormat();
  return (
    <Paper withBorder p="lg">
      <Radio.Group
        label={t('rest.label')}
        value={rest}
        onChange={(value) => {
          onRest(value);
        }}
      >
        <Stack gap="sm" mt="sm">
          <Radio
            value="leave"
            disabled={counts.clients === 0}
            label={t('rest.leave', {
              clients: count(counts.clients),
              rejected: count(counts.rejected),
              count: counts.rejected,
            })}
            description={t('rest.leaveHint')}
          />
          <Radio
            value="refuse"
            label={t('rest.refuse')}
            description={t(
              leftToMend(counts) < counts.rejected ? 'rest.refuseHintExcept' : 'rest.refuseHint',
            )}
          />
        </Stack>
      </Radio.Group>
    </Paper>
  );
}
