import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChangeWire, DraftColumnWire, DraftWire } from '../../web/api/wire.js';
import { useValueChoices } from './use-value-choices.js';
import { ValuesPanel } from './values-panel.js';

export interface ValuesProps {
  draft: DraftWire;
  column: DraftColumnWire;
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
}

/** For a column that feeds a drop-down or the status: leads to what each of its values becomes. */
export function ValuesButton({ draft, column, change }: ValuesProps) {
  const { t } = useTranslation('columns');
  const id = useId();
  const { options, choices, open } = useValueChoices(draft)(column);
  const [isOpen, { toggle }] = useDisclosure(false);
  if (!options && column.field !== 'status') return null;
  const Chevron = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        mt={4}
        color={open > 0 ? 'orange' : 'ferry'}
        rightSection={<Chevron size={16} aria-hidden />}
        onClick={toggle}
        aria-expanded={isOpen}
        aria-controls={id}
      >
        {open > 0 ? t('values.open', { count: open }) : t('values.button')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && (
          <ValuesPanel
            draft={draft}
            column={column}
            change={change}
            choices={choices}
            options={options}
          />
        )}
      </Collapse>
    </>
  );
}
