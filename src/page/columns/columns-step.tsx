import { Button, Stack } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextAction } from '../parts/next-action.js';
import { Problem } from '../parts/problem.js';
import { StepFrame } from '../parts/step-frame.js';
import type { DraftStepProps } from '../step.js';
import { SourcePanel } from './source-panel.js';
import { SourcePicker } from './source-picker.js';
import { useChangeDraft } from './use-change-draft.js';

/** The step in which staff see, and decide, what each column becomes. */
export function ColumnsStep(props: DraftStepProps) {
  const { draft, onNext, onBack } = props;
  const { t } = useTranslation('columns');
  const { change, error } = useChangeDraft(props);
  const [wanted, setWanted] = useState<string>();
  const source = draft.sources.find(({ name }) => name === wanted) ?? draft.sources[0];
  const unknown = draft.sources.filter(({ profile }) => profile === null);
  return (
    <StepFrame
      title={t('title')}
      intro={t('intro')}
      actions={
        <>
          <Button variant="default" onClick={onBack}>
            {t('back', { ns: 'common' })}
          </Button>
          <NextAction
            label={t('next')}
            icon={<IconArrowRight size={18} aria-hidden className="flips" />}
            obstacle={
              unknown.length > 0
                ? t('unknownLeft', { count: unknown.length, name: unknown[0]?.name })
                : undefined
            }
            onNext={onNext}
          />
        </>
      }
    >
      <Stack gap="lg">
        {error != null && <Problem error={error} />}
        {source && (
          <SourcePicker draft={draft} chosen={source} onChoose={setWanted}>
            <SourcePanel key={source.name} draft={draft} source={source} change={change} />
          </SourcePicker>
        )}
      </Stack>
    </StepFrame>
  );
}
