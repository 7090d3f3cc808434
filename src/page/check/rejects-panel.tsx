import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { Problem } from '../parts/problem.js';
import { StepLoad } from '../parts/step-load.js';
import type { DraftStepProps } from '../step.js';
import { CauseFilter } from './cause-filter.js';
import classes from './check.module.css';
import { groupRejects } from './group-rejects.js';
import { Pager } from './pager.js';
import { RejectTable } from './reject-table.js';
import { RejectsToolbar } from './rejects-toolbar.js';
import { useCauses } from './use-causes.js';
import { useColumnOrder } from './use-column-order.js';
import { useCorrections } from './use-corrections.js';
import { useRejects } from './use-rejects.js';
import type { Undo } from './use-undo.js';

export interface RejectsPanelProps extends Pick<DraftStepProps, 'draft' | 'onDraft'> {
  counts: CountsWire;
  undo: Undo;
}

/** The records that are set aside, page by page, to be mended in place. */
export function RejectsPanel({ draft, onDraft, counts, undo }: RejectsPanelProps) {
  const { t } = useTranslation('check');
  const rejects = useRejects(draft);
  const { saving, replacing } = useCorrections({ draft, onDraft }, rejects);
  const causes = useCauses(draft);
  const orderOf = useColumnOrder();
  const { page, code, error, isWaiting } = rejects;
  const groups = page ? groupRejects(page) : [];
  return (
    <Paper withBorder component="section" aria-label={t('rejects.title')}>
      <Stack gap="sm" p="lg" pb="sm">
        <Group justify="space-between" gap="sm">
          <div>
            <Title order={2} size="h4">
              {t('rejects.title')}
            </Title>
            <Text size="sm" c="dimmed">
              {t('rejects.intro')}
            </Text>
          </div>
          <RejectsToolbar draft={draft} page={page} replacing={replacing} undo={undo} />
        </Group>
        <CauseFilter counts={counts} causes={causes} code={code} onChoose={rejects.narrow} />
        {error && <Problem error={error} onRetry={rejects.retry} />}
        {saving.error && <Problem error={saving.error} />}
      </Stack>
      {!page && !error && <StepLoad />}
      <div aria-busy={isWaiting} className={isWaiting && page ? classes['waiting'] : undefined}>
        {groups.map((group) => (
          <RejectTable
            // A page is a table of its own: where one stood in the last one means nothing in it.
            key={`${group.source} ${code ?? ''} ${rejects.number}`}
            group={group}
            order={orderOf(group)}
            hasSources={groups.length > 1 || draft.sources.length > 1}
            save={saving.mutateAsync}
          />
        ))}
        {page?.rejects.length === 0 && (
          <Text p="lg" pt={0}>
            {t('rejects.none')}
          </Text>
        )}
      </div>
      <Pager rejects={rejects} total={code === undefined ? counts.rejected : causes?.[code]} />
    </Paper>
  );
}
