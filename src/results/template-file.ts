import type { Profile } from '../profiles/profile.js';
import { templateHeader } from '../profiles/template.js';
import { isCustomField, type BusinessField } from '../profiles/host-fields.js';
import { guardCell } from '../staging/formula-guard.js';

/**
 * An empty list of a layout as CSV text without a line end: its columns, then the business's own fields. Cells are guarded
 * against formulas (promises S17).
 */
export function writeTemplate(profile: Profile, fields: readonly BusinessField[] = []): string {
  const custom = fields.filter(isCustomField).map(({ label }) => label);
  return templateHeader(profile, custom).map(csvCell).join(',');
}

function csvCell(text: string): string {
  const cell = guardCell(text);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
