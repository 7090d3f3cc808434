import { Button, Collapse, Paper, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPagesWire, ImportWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { useFormat } from '../format.js';
import { Problem } from '../parts/problem.js';
import { REPORTED } from './result-lines.js';
import classes from './results.module.css';

/** What the CRM reported of each page, folded away at first; nothing while it has reported none. */
export function ResultPages({ account }: { account: ImportWire }) {
  const { t } = useTranslation('results');
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  const { pages_reported: reported } = account;
  if (reported === 0) return null;
  const Sign = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <Paper withBorder p="xs">
      <Button
        variant="subtle"
        aria-expanded={isOpen}
        aria-controls={id}
        rightSection={<Sign size={16} aria-hidden />}
        onClick={toggle}
      >
        {t('pages.title', { number: reported })}
      </Button>
      <Collapse id={id} expanded={isOpen} transitionDuration={0}>
        {isOpen && <PageTable account={account} />}
      </Collapse>
    </Paper>
  );
}

function PageTable({ account: { uid, pages_reported, parts } }: { account: ImportWire }) {
  const { t } = useTranslation('results');
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ['pages', uid, pages_reported],
    queryFn: ({ signal }) =>
      api.get<ImportPagesWire>(`/api/imports/${encodeURIComponent(uid)}/pages`, signal),
    placeholderData: keepPreviousData,
  });
  const format = useFormat();
  const hasParts = parts.length > 1;
  if (error) return <Problem error={error} />;
  return (
    <div className={classes['scroll']} role="region" tabIndex={0} aria-label={t('pages.label')}>
      <Table className="tabular" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {hasParts && <Table.Th>{t('pages.part')}</Table.Th>}
            <Table.Th>{t('pages.page')}</Table.Th>
            {REPORTED.map((name) => (
              <Table.Th key={name} ta="end">
                {t(`result.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data?.pages.map((page) => (
            <Table.Tr key={`${page.part} ${page.page}`}>
              {hasParts && <Table.Td>{format.count(page.part)}</Table.Td>}
              <Table.Td>{format.count(page.page)}</Table.Td>
              {REPORTED.map((name) => (
                <Table.Td key={name} ta="end">
                  <Text span size="sm" c={page[name] === 0 ? 'dimmed' : 'inherit'}>
                    {format.count(page[name])}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
