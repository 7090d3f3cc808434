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
  /** Some of those that failed, in the order of the list. */
  failures: readonly ImportFailure[];
  /** What else is to be said about it. */
  remarks: readonly string[];
  /** Leads to the clients it brought. */
  tag: string;
}

/** A client that was not taken, and why. */
export interface ImportFailure {
  page: number;
  name: string;
  externalId: string | number | null;
  reason: string;
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
    html`${line.remarks.map((remark) => html`<p>${remark}</p>`)}
    ${line.failures.length > 0 && renderFailures(line)}`,
    html`<a href="/?${new URLSearchParams({ search: line.tag }).toString()}">Show</a>`,
  ];
}

function renderFailures({ failed, failures }: ImportLine): Html {
  const unshown = failed - failures.length;
  return html`<details>
    <summary>Who failed</summary>
    <ul>
      ${failures.map(renderFailure)}
      ${unshown > 0 && html`<li>and ${unshown.toLocaleString('en')} more</li>`}
    </ul>
  </details>`;
}

function renderFailure({ page, name, externalId, reason }: ImportFailure): Html {
  const id = externalId === null ? '' : ` (${externalId})`;
  return html`<li><bdi>${name === '' ? 'Nobody' : name}</bdi>${id}, page ${page}: ${reason}</li>`;
}

/** A time as people read it, in UTC. */
export const dayAndTime = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
