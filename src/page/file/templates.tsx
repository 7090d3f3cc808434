import { Anchor, Drawer, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StepLoad } from '../parts/step-load.js';

const TemplateList = lazy(async () => ({
  default: (await import('./template-list.js')).TemplateList,
}));

/** Offers empty lists with the right columns to those who have no export. */
export function Templates() {
  const { t } = useTranslation('file');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Text size="sm" c="dimmed" ta="center">
      {t('templates.question')}{' '}
      <Anchor
        component="button"
        size="sm"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('templates.open')}
      </Anchor>
      <Drawer
        opened={isOpen}
        onClose={() => {
          setIsOpen(false);
        }}
        position="right"
        title={t('templates.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Suspense fallback={<StepLoad />}>
          <TemplateList />
        </Suspense>
      </Drawer>
    </Text>
  );
}
