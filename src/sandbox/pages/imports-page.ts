import { html, type Html } from './html.js';
import { renderTable } from './table.js';

/** One import with its account. */
export interface ImportLine {
  /** UTC, ISO 8601. */
  startedAt: string;
  state: 'running' | 'complete' | 'broken' | 'abandoned';
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  /** What else is to be said about it. */
  remarks: readonly string[];
  /** Leads to the clients it brought. */
  tag: string;
}

const COLUMNS = [
  { label: 'Started' },
  { label: 'State' },
  { label: 'Created', isNumber: true },
  { label: 'Updated', isNumber: true },
  { label: 'Skipped', isNumber: true },
  { label: 'Failed', isNumber: true },
  { label: 'Remarks' },
  { label: 'Clients' },
];

/** The list of imports, newest first. */
export function renderImports(imports: readonly ImportLine[]): Html {
  return html`<div class="head"><h1>Imports</h1></div>
    ${
      imports.length === 0
        ? html`<div class="card empty">
            <h2>No imports yet</h2>
            <p>What became of an import is told here.</p>
            <a class="button main" href="/import">Import clients</a>
          </div>`
        : html`<div class="card">${renderTable('Imports', COLUMNS, imports.map(rowOf))}</div>`
    }`;
}

function rowOf(line: ImportLine) {
  const count = (n: number) => n.toLocaleString('en');
  return [
    html`<time datetime="${line.startedAt}">${dayAndTime(line.startedAt)}</time>`,
    html`<span class="pill ${line.state}">${line.state}</span>`,
    count(line.created),
    count(line.updated),
    count(line.skipped),
    count(line.failed),
    line.remarks.map((remark) => html`<p>${remark}</p>`),
    html`<a href="/?${new URLSearchParams({ search: line.tag }).toString()}">Show</a>`,
  ];
}

/** A time as people read it, in UTC. */
export const dayAndTime = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
