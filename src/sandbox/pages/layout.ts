import { html, type Html } from './html.js';
import { icon, type IconName } from './icons.js';
import { directionOf, LANGUAGES, type Language } from './language.js';

/** Who looks at a page, and how. */
export interface Viewer {
  businessName: string;
  staffName: string;
  language: Language;
  /** Support acts as the staff member. */
  isSupport: boolean;
}

export type Place = 'clients' | 'import' | 'imports' | 'settings';

export interface Page {
  title: string;
  viewer: Viewer;
  place: Place;
  main: Html;
  /** The main part takes the whole view, without margins: for the app in its frame. */
  isFilled?: boolean;
  /** Ask again after so many seconds. */
  refreshSeconds?: number;
}

const MENU: readonly { place: Place; path: string; label: string; icon: IconName }[] = [
  { place: 'clients', path: '/', label: 'Clients', icon: 'people' },
  { place: 'import', path: '/import', label: 'Import clients', icon: 'bring' },
  { place: 'imports', path: '/imports', label: 'Imports', icon: 'list' },
  { place: 'settings', path: '/settings', label: 'Settings', icon: 'gear' },
];

/** A page of the CRM: menu, header and main part. */
export function renderPage(page: Page): string {
  const { viewer, title } = page;
  const body = html`<a class="skip" href="#main">Skip to the content</a>
    <div class="crm">
      <header class="bar">
        ${renderBusiness(viewer)}${renderLanguages(viewer)}${renderStaff(viewer)}
      </header>
      <nav class="menu" aria-label="Main menu">${renderMenu(page.place)}</nav>
      <main id="main" tabindex="-1" class="${page.isFilled === true ? 'filled' : 'padded'}">
        ${viewer.isSupport && page.isFilled !== true && renderSupportNote(viewer)}${page.main}
      </main>
    </div>`;
  return renderDocument({
    title: `${title} · ${viewer.businessName}`,
    language: viewer.language,
    body,
    ...(page.refreshSeconds === undefined ? {} : { refreshSeconds: page.refreshSeconds }),
  });
}

export interface BarePage {
  title: string;
  language: Language;
  body: Html;
  refreshSeconds?: number;
}

/** A whole document. Its texts are English whatever the language, and say so; direction and frame follow the language. */
export function renderDocument({ title, language, body, refreshSeconds }: BarePage): string {
  const refresh =
    refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}" />`;
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/sandbox/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/sandbox/style.css" />
        ${refresh}
      </head>
      <body lang="en">
        ${body}
      </body>
    </html>`.html;
}

function renderBusiness({ businessName }: Viewer): Html {
  return html`<p class="business">
    <span class="mark" aria-hidden="true">${initialsOf(businessName)}</span>
    <span class="name">${businessName}</span>
  </p>`;
}

function renderLanguages({ language }: Viewer): Html {
  const choices = Object.entries(LANGUAGES).map(
    ([code, name]) =>
      html`<button
        name="language"
        value="${code}"
        lang="${code}"
        ${code === language && html`aria-current="true"`}
      >
        ${name}
      </button>`,
  );
  return html`<button
      class="chooser"
      popovertarget="languages"
      aria-label="Language: ${LANGUAGES[language]}"
    >
      ${icon('globe')}<span class="wide" lang="${language}">${LANGUAGES[language]}</span>
    </button>
    <form
      id="languages"
      class="sheet"
      popover
      method="post"
      action="/settings/language"
      aria-label="Language"
    >
      ${choices}
    </form>`;
}

function renderStaff({ staffName }: Viewer): Html {
  return html`<button class="chooser" popovertarget="person" aria-label="${staffName}: account">
      <span class="face" aria-hidden="true">${initialsOf(staffName)}</span
      ><span class="wide">${staffName}</span>
    </button>
    <form id="person" class="sheet" popover method="post" action="/logout" aria-label="Account">
      <p>${staffName}</p>
      <button>Change account</button>
    </form>`;
}

function renderMenu(current: Place): Html {
  const entries = MENU.map(
    ({ place, path, label, icon: picture }) =>
      html`<li>
        <a href="${path}" ${place === current && html`aria-current="page"`}>
          ${icon(picture)}<span>${label}</span>
        </a>
      </li>`,
  );
  return html`<ul>
    ${entries}
  </ul>`;
}

function renderSupportNote({ staffName }: Viewer): Html {
  return html`<p class="note">
    Support is acting as ${staffName}. <a href="/settings">Settings</a> can end it.
  </p>`;
}

/** The first letters of a name's first two words. */
function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '')
    .join('');
}
