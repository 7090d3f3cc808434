import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChangeWire, DraftColumnWire, DraftWire } from '../../web/api/wire.js';
import { useFields } from './use-fields.js';
import { choicesOf, pairsFor } from './value-choices.js';
import { ValuesPanel } from './values-panel.js';

export interface ValuesProps {
  draft: DraftWire;
  column: DraftColumnWire;
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
}

/** For a column that feeds a drop-down or the status: leads to what each of its values becomes. */
export function ValuesButton({ draft, column, change }: ValuesProps) {
  const { t } = useTranslation('columns');
  const { fields } = useFields();
  const id = useId();
  const options = fields.custom?.find(({ label }) => label === column.field)?.options ?? [];
  const isDropDown = options.length > 0;
  const pairs = pairsFor(draft.value_maps, column.name);
  const choices = choicesOf(column.values, pairs, isDropDown ? options : undefined);
  const open = choices.filter(({ becomes }) => becomes === null).length;
  const [isOpen, { toggle }] = useDisclosure(false);
  if (!isDropDown && column.field !== 'status') return null;
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
            options={isDropDown ? options : undefined}
          />
        )}
      </Collapse>
    </>
  );
}
