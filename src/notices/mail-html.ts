import type { NoticeParts } from './compose-notice.js';

const BODY = 'margin:0;padding:24px;background:#f4f5f7;color:#1f2937;font:16px/1.5 sans-serif';
const CARD = 'max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px';
const CELL = 'padding:4px 0;border-bottom:1px solid #e5e7eb';
const BUTTON =
  'display:inline-block;padding:10px 16px;background:#1d4ed8;color:#ffffff;text-decoration:none;border-radius:6px';
const SMALL = 'margin:24px 0 0;color:#6b7280;font-size:13px';

/** A notice as an HTML page that mail programs show: all styles in place, nothing from elsewhere. */
export function writeMailHtml(parts: NoticeParts): string {
  const { language, direction, subject, paragraphs, counts, link, footer } = parts;
  return [
    `<!doctype html><html lang="${language}" dir="${direction}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body dir="${direction}" style="${BODY}"><div style="${CARD}">`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`),
    '<table role="presentation" style="width:100%;border-collapse:collapse;margin:0 0 24px">',
    ...counts.map((count) => writeRow(count, direction)),
    '</table>',
    link === undefined
      ? ''
      : `<p style="margin:0"><a href="${escapeHtml(link.address)}" style="${BUTTON}">${escapeHtml(link.label)}</a></p>`,
    `<p style="${SMALL}">${escapeHtml(footer)}</p>`,
    '</div></body></html>',
  ].join('\n');
}

function writeRow(
  { label, number }: NoticeParts['counts'][number],
  direction: NoticeParts['direction'],
): string {
  const far = direction === 'rtl' ? 'left' : 'right';
  return `<tr><td style="${CELL}">${escapeHtml(label)}</td><td style="${CELL};text-align:${far}"><strong>${escapeHtml(number)}</strong></td></tr>`;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
