import { Text, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PreflightCheckWire } from '../../web/api/wire-results.js';
import classes from './preflight.module.css';

const LOOKS: Record<PreflightCheckWire['state'], { icon: Icon; color: string }> = {
  ok: { icon: IconCircleCheck, color: 'green' },
  warning: { icon: IconAlertTriangle, color: 'yellow' },
  problem: { icon: IconCircleX, color: 'red' },
  unknown: { icon: IconHelpCircle, color: 'gray' },
};

/** One thing that was looked at: what came of it, and what is to be done unless all is well. */
export function CheckLine({ check: { name, state } }: { check: PreflightCheckWire }) {
  const { t } = useTranslation('results');
  const { icon: Sign, color } = LOOKS[state];
  return (
    <li className={classes['check']} data-told={state === 'ok' ? undefined : true}>
      <Sign
        size={20}
        aria-hidden
        color={`var(--mantine-color-${color}-text)`}
        className={classes['sign']}
      />
      <div>
        <Text size="sm">
          <VisuallyHidden>{t(`preflight.state.${state}`)}: </VisuallyHidden>
          {t(`check.${name}.title`)}
        </Text>
        {state !== 'ok' && (
          <Text size="sm" c="dimmed">
            {t(state === 'unknown' ? 'preflight.unknownText' : `check.${name}.text`)}
          </Text>
        )}
      </div>
    </li>
  );
}
