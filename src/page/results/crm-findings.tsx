import { SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReconciliationWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';

const FINDINGS = {
  found: ['present', 'missing', 'different', 'present_before'],
  foundBefore: ['present', 'missing', 'different'],
} as const;

export interface CrmFindingsProps {
  look: ReconciliationWire;
  /** Whether the import is still to come, so that nobody can be missing yet. */
  isBefore: boolean;
}

/** What a look into the CRM found, in numbers. The different ones and those of before are among the present. */
export function CrmFindings({ look, isBefore }: CrmFindingsProps) {
  const { t } = useTranslation('results');
  const { count } = useFormat();
  const texts = isBefore ? 'foundBefore' : 'found';
  return (
    <SimpleGrid component="dl" cols={2} spacing="sm" verticalSpacing="xs" my={0}>
      {FINDINGS[texts].map((name) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {t(`${texts}.${name}`)}
          </Text>
          <Text component="dd" m={0} fz={22} fw={650} lh={1.2} className="tabular">
            {count(look[name])}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
