/** HTML that may go out as it stands. */
export interface Html {
  readonly html: string;
}

/** What a template takes: texts are escaped, finished HTML is not, lists are joined, and nothing leaves nothing. */
export type Part = string | number | null | undefined | false | Html | readonly Part[];

/** Builds HTML from a template; every value is escaped unless it is HTML already. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const between = parts.map(textOf);
  return { html: pieces.map((piece, index) => piece + (between[index] ?? '')).join('') };
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(textOf).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes a text harmless inside HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}
