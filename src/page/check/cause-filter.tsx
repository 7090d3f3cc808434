import { Chip, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { rank } from './causes.js';
import classes from './check.module.css';
import { useIssueText } from './use-issue-text.js';

const ALL = '';

export interface CauseFilterProps {
  counts: Pick<CountsWire, 'rejected'>;
  /** Records by the code of what is wrong with them; undefined until that is known. */
  causes: Record<string, number> | undefined;
  /** Undefined for all causes. */
  code: string | undefined;
  onChoose: (code: string | undefined) => void;
}

/** The causes with their numbers; one of them narrows the table. */
export function CauseFilter({ counts, causes = {}, code, onChoose }: CauseFilterProps) {
  const { t } = useTranslation('check');
  const format = useFormat();
  const { issueText } = useIssueText();
  const label = (text: string, count: number) => t('cause', { text, number: format.count(count) });
  return (
    <Chip.Group
      value={code ?? ALL}
      onChange={(value) => {
        onChoose(value === ALL ? undefined : value);
      }}
    >
      <Group gap={6} role="radiogroup" aria-label={t('causes')}>
        <Chip value={ALL} size="sm" variant="outline" classNames={{ label: classes['chip'] ?? '' }}>
          {label(t('allCauses'), counts.rejected)}
        </Chip>
        {rank(causes).map((cause) => (
          <Chip
            key={cause.code}
            value={cause.code}
            size="sm"
            variant="outline"
            classNames={{ label: classes['chip'] ?? '' }}
          >
            {label(issueText(cause.code), cause.count)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
