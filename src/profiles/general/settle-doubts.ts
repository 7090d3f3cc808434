import type { Cells } from './cells.js';
import type { Sense } from './sense.js';
import type { Understood } from './understood.js';

/** How client statuses begin in the languages that have one word for state and status, without accents. */
const STATUS =
  /^(in|nie)?(activ|aktiv|aktyw|attiv|ativ|actif|actief)|^(lead|prospe|client|cliente|klient|nuev|novo|nuov|nouveau|nowy|archiv|bloque|bloc)/;

/**
 * Decides about names that mean several things in one language (a state, a country or a status) by the values and by the
 * other columns: a status when the values are statuses, a state beside a town or a postal code, else nothing.
 */
export function settleDoubts(columns: readonly Understood[], cells: Cells): Understood[] {
  const senses = new Set(columns.map(({ sense }) => sense));
  const lacksRegion = (senses.has('city') || senses.has('postal_code')) && !senses.has('region');
  return columns.map((column) => {
    const { doubt = [] } = column;
    if (doubt.includes('status') && areStatuses(cells(column.index)))
      return settle(column, 'status', 'the values are statuses');
    if (doubt.includes('region') && lacksRegion)
      return settle(column, 'region', 'a town or a postal code stands beside it');
    return column;
  });
}

function settle(column: Understood, sense: Sense, why: string): Understood {
  const reason = `${column.reason.replace(/;.*$/s, '')}; ${why}`;
  return { ...column, sense, confidence: 0.8, reason, doubt: undefined };
}

function areStatuses(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const statuses = filled.filter((cell) => STATUS.test(cell));
  return filled.length > 0 && statuses.length >= filled.length * 0.8;
}
