import { Anchor } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './long-text.module.css';

const MOST = 60;

export interface LongTextProps {
  text: string;
  /** Characters that are shown at first. */
  most?: number;
}

/** A text of others, in its own direction; a long one is cut, with a way to see the whole. */
export function LongText({ text, most = MOST }: LongTextProps) {
  const { t } = useTranslation();
  const [isWhole, { toggle }] = useDisclosure(false);
  const letters = Array.from(text);
  if (letters.length <= most + 10) return <bdi className={classes['text']}>{text}</bdi>;
  return (
    <>
      <bdi className={classes['text']}>
        {isWhole ? text : `${letters.slice(0, most).join('')}…`}
      </bdi>{' '}
      <Anchor component="button" type="button" size="xs" onClick={toggle} aria-expanded={isWhole}>
        {isWhole ? t('less') : t('more')}
      </Anchor>
    </>
  );
}
