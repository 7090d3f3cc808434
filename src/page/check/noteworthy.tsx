import { Accordion, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { LongText } from '../parts/long-text.js';
import type { DraftStepProps } from '../step.js';
import { rank, rankUnmatched, type UnmatchedColumn } from './causes.js';
import { DuplicateChoice } from './duplicate-choice.js';
import { useIssueText } from './use-issue-text.js';

export interface NoteworthyProps extends Pick<DraftStepProps, 'draft' | 'onDraft'> {
  counts: CountsWire;
}

/** What is worth knowing beside the rejects: warnings, values without a match, duplicates. Folded, since nothing has to be done. */
export function Noteworthy({ draft, onDraft, counts }: NoteworthyProps) {
  const { t } = useTranslation('check');
  const warned = rank(counts.warnings);
  const unmatched = rankUnmatched(counts.unmatched_values);
  const duplicates = counts.merged + (counts.rejected_by_cause['duplicate_email'] ?? 0);
  const hasDuplicates = duplicates > 0 || draft.on_duplicate !== 'keep-first';
  if (warned.length === 0 && unmatched.length === 0 && !hasDuplicates) return null;
  return (
    <Accordion variant="contained" multiple order={3}>
      {warned.length > 0 && (
        <Section name="warnings" title={t('warnings.title', { count: warned.length })}>
          <Warnings warnings={counts.warnings} />
        </Section>
      )}
      {unmatched.length > 0 && (
        <Section name="unmatched" title={t('unmatched.title', { count: unmatched.length })}>
          <Unmatched columns={unmatched} />
        </Section>
      )}
      {hasDuplicates && (
        <Section name="duplicates" title={t('duplicates.title', { count: duplicates })}>
          <DuplicateChoice draft={draft} onDraft={onDraft} />
        </Section>
      )}
    </Accordion>
  );
}

function Section({
  name,
  title,
  children,
}: {
  name: string;
  title: string;
  children: React.ReactNode;
}) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <Text size="sm" fw={600}>
          {title}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Warnings({ warnings }: Pick<CountsWire, 'warnings'>) {
  const { t } = useTranslation('check');
  const format = useFormat();
  const { warningText } = useIssueText();
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('warnings.text')}
      </Text>
      <List size="sm" spacing={4}>
        {rank(warnings).map(({ code, count }) => (
          <List.Item key={code}>
            {t('warnings.item', { text: warningText(code), count, number: format.count(count) })}
          </List.Item>
        ))}
      </List>
    </>
  );
}

const MOST_VALUES = 20;

function Unmatched({ columns }: { columns: UnmatchedColumn[] }) {
  const { t } = useTranslation('check');
  const format = useFormat();
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('unmatched.text')}
      </Text>
      {columns.map(({ column, values }) => (
        <div key={column}>
          <Text component="div" size="sm" fw={600} mt="xs">
            <LongText text={column} />
          </Text>
          <List size="sm">
            {values.slice(0, MOST_VALUES).map(({ value, count }) => (
              <List.Item key={value}>
                <LongText text={value} />
                {` · ${t('unmatched.times', { count, number: format.count(count) })}`}
              </List.Item>
            ))}
          </List>
          {values.length > MOST_VALUES && (
            <Text size="sm" c="dimmed">
              {t('unmatched.more', { count: values.length - MOST_VALUES })}
            </Text>
          )}
        </div>
      ))}
    </>
  );
}
