import { Group, Text, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { STEPS, type Step } from './app-place.js';
import classes from './app-stepper.module.css';

export interface AppStepperProps {
  step: Step;
  /** Steps that one can go to now. */
  open: readonly Step[];
  onStep: (step: Step) => void;
  aside?: ReactNode;
}

/** The four steps, as one row also on a narrow screen, where only the present one is named. */
export function AppStepper({ step, open, onStep, aside }: AppStepperProps) {
  const { t } = useTranslation();
  const at = STEPS.indexOf(step);
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" align="center">
      <nav aria-label={t('steps.label')} className={classes['nav']}>
        <ol className={classes['list']}>
          {STEPS.map((name, index) => (
            <li key={name} className={classes['item']}>
              <UnstyledButton
                className={classes['step']}
                data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
                disabled={!open.includes(name)}
                aria-current={name === step ? 'step' : undefined}
                aria-label={t('steps.item', {
                  number: index + 1,
                  total: STEPS.length,
                  name: t(`steps.${name}`),
                })}
                onClick={() => {
                  if (name !== step) onStep(name);
                }}
              >
                <span className={classes['mark']} aria-hidden>
                  {index < at ? <IconCheck size={16} stroke={2.5} /> : index + 1}
                </span>
                <Text component="span" size="sm" className={classes['name']} aria-hidden>
                  {t(`steps.${name}`)}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </ol>
      </nav>
      {aside}
    </Group>
  );
}
