import { html, type Html } from './html.js';

/** Outlines on a grid of 24, drawn for this page. */
const OUTLINES = {
  people: html`<circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.5" />
    <path d="M15.5 4.9a3.5 3.5 0 0 1 0 6.2M18 14.9c2 .8 3.2 2.5 3.5 5.1" />`,
  bring: html`<path d="M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5" /><path d="M4 16v3.5h16V16" />`,
  list: html`<path d="M9 6h11M9 12h11M9 18h11" />
    <path d="M4.5 6h.01M4.5 12h.01M4.5 18h.01" stroke-width="2.6" />`,
  gear: html`<path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2.2" />
    <circle cx="9" cy="17" r="2.2" />`,
  globe: html`<circle cx="12" cy="12" r="8.5" />
    <path
      d="M3.5 12h17M12 3.5c2.8 2.6 4 5.4 4 8.5s-1.2 5.9-4 8.5c-2.8-2.6-4-5.4-4-8.5s1.2-5.9 4-8.5z"
    />`,
  search: html`<circle cx="11" cy="11" r="6.5" /><path d="M16 16l4.5 4.5" />`,
} as const;

export type IconName = keyof typeof OUTLINES;

/** A small picture beside a text that says the same. */
export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${OUTLINES[name]}</svg>`;
}

/** The picture in the browser's tab. */
export const FAVICON = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="9" fill="#4338ca" />
  <circle cx="16" cy="12.5" r="4.5" fill="#fff" />
  <path d="M7.5 25c.8-4.8 4.2-7 8.5-7s7.7 2.2 8.5 7z" fill="#fff" />
</svg>`;
