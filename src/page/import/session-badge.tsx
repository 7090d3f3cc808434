import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { lookOf, type Standing } from './session-look.js';

/** How an import stands or ended, as an icon and a word. */
export function SessionBadge({ session }: { session: Standing }) {
  const { t } = useTranslation(['codes', 'results']);
  const { icon: Icon, color, word } = lookOf(session);
  return (
    <Badge
      variant="light"
      color={color}
      size="lg"
      radius="sm"
      tt="none"
      lts={0}
      fw={600}
      leftSection={<Icon size={16} aria-hidden />}
    >
      {t(word)}
    </Badge>
  );
}
