import { html, type Html } from './html.js';
import { icon } from './icons.js';
import { renderTable, NOTHING } from './table.js';

/** One line of the list of clients. */
export interface ClientLine {
  id: string;
  name: string;
  email: string | undefined;
  phone: string | undefined;
  status: string | undefined;
  tags: readonly string[];
  externalId: string | number | null;
}

export interface ClientsView {
  lines: readonly ClientLine[];
  /** How many there are that fit the search. */
  total: number;
  search: string;
  /** From 1. */
  page: number;
  perPage: number;
}

const COLUMNS = [
  { label: 'Name' },
  { label: 'Email' },
  { label: 'Phone' },
  { label: 'Status' },
  { label: 'Tags' },
  { label: 'External ID' },
];

/** The list of clients with its search. */
export function renderClients(view: ClientsView): Html {
  return html`<div class="head">
      <h1>Clients</h1>
      <form class="search" role="search" action="/">
        <label class="hidden" for="search">Search clients</label>
        <input
          id="search"
          type="search"
          name="search"
          value="${view.search}"
          placeholder="Name, email, phone, tag"
        />
        <button>${icon('search')}<span>Search</span></button>
      </form>
    </div>
    ${view.total === 0 ? renderNobody(view.search) : renderFound(view)}`;
}

function renderFound(view: ClientsView): Html {
  const rows = view.lines.map((line) => [
    html`<a class="strong" href="/clients/${line.id}" dir="auto">${line.name}</a>`,
    line.email === undefined ? NOTHING : html`<span class="long">${line.email}</span>`,
    line.phone === undefined ? NOTHING : html`<span class="phone" dir="ltr">${line.phone}</span>`,
    line.status === undefined ? NOTHING : html`<span class="pill">${line.status}</span>`,
    renderTags(line.tags),
    line.externalId ?? NOTHING,
  ]);
  return html`<div class="card">${renderTable('Clients', COLUMNS, rows)}</div>
    ${renderPaging(view)}`;
}

/** The tags of a client. */
export function renderTags(tags: readonly string[]): Html {
  if (tags.length === 0) return NOTHING;
  return html`<span class="tags"
    >${tags.map((tag) => html`<span class="tag">${tag}</span> `)}</span
  >`;
}

function renderPaging({ lines, total, search, page, perPage }: ClientsView): Html {
  const first = (page - 1) * perPage + 1;
  const address = (wanted: number) =>
    `/?${new URLSearchParams({ ...(search === '' ? {} : { search }), page: String(wanted) }).toString()}`;
  const count = (n: number) => n.toLocaleString('en');
  const hasNext = page * perPage < total;
  return html`<nav class="paging" aria-label="Pages">
    <p role="status">${count(first)} to ${count(first + lines.length - 1)} of ${count(total)}</p>
    ${page > 1 && html`<a class="button" rel="prev" href="${address(page - 1)}">Previous</a>`}
    ${hasNext && html`<a class="button" rel="next" href="${address(page + 1)}">Next</a>`}
  </nav>`;
}

function renderNobody(search: string): Html {
  if (search !== '')
    return html`<div class="card empty">
      <p role="status">Nobody fits “${search}”.</p>
      <a class="button" href="/">Show everybody</a>
    </div>`;
  return html`<div class="card empty">
    <h2>No clients yet</h2>
    <p>Bring your list from the tool you used before.</p>
    <a class="button main" href="/import">Import clients</a>
  </div>`;
}
