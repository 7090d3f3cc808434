import type { CrmClient } from './client-store.js';
import type { ImportAccount } from './import-store.js';

/** One business as the page shows it. */
export interface BusinessView {
  businessUid: string;
  /** Newest first. */
  imports: readonly ImportAccount[];
  /** The first clients only. */
  clients: readonly CrmClient[];
  totalClients: number;
}

const STYLE = `body{font:15px/1.4 sans-serif;margin:2rem;color:#222}table{border-collapse:collapse;margin:0 0 2rem}
th,td{border:1px solid #ccc;padding:.25rem .6rem;text-align:left;vertical-align:top}th{background:#f3f3f3}`;

/** What the page needs: its own style and nothing else. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

/** Draws the sandbox's only page, plain HTML without script; every value is escaped. */
export function renderClientsPage(businesses: readonly BusinessView[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sandbox CRM</title><style>${STYLE}</style></head>
<body>
<h1>Sandbox CRM</h1>
<p>A stand-in for the real CRM. Reload the page to see what has arrived.</p>
${businesses.map(renderBusiness).join('\n')}
</body>
</html>
`;
}

function renderBusiness({ businessUid, imports, clients, totalClients }: BusinessView): string {
  const shown = clients.length < totalClients ? `, the first ${clients.length} of them here` : '';
  return `<h2>Business ${escapeHtml(businessUid)}</h2>
<h3>Latest imports</h3>
${imports.length === 0 ? '<p>None yet.</p>' : renderImports(imports)}
<h3>Clients</h3>
<p>${totalClients} ${totalClients === 1 ? 'client' : 'clients'}${shown}.</p>
${clients.length === 0 ? '' : renderClients(clients)}`;
}

function renderImports(imports: readonly ImportAccount[]): string {
  return renderTable(
    ['Started', 'State', 'Created', 'Updated', 'Skipped', 'Failed', 'Pages', 'Polls', 'Reason'],
    imports.map((one) => [
      one.started_at,
      one.state,
      one.created,
      one.updated,
      one.skipped,
      one.failed,
      one.pages,
      one.polls,
      one.reason,
    ]),
  );
}

function renderClients(clients: readonly CrmClient[]): string {
  return renderTable(
    ['First name', 'Last name', 'Email', 'Phone', 'Status', 'Tags', 'Source', 'External id'],
    clients.map(({ system, tags, source, externalId }) => [
      system.first_name,
      system.last_name,
      system.email,
      system.phone,
      system.status,
      tags.join(', '),
      source,
      externalId,
    ]),
  );
}

type Cell = string | number | null | undefined;

function renderTable(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const head = heads.map((text) => `<th>${escapeHtml(text)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell) => `<td>${escapeHtml(String(cell ?? ''))}</td>`).join('')}</tr>`,
  );
  return `<table>\n<tr>${head}</tr>\n${body.join('\n')}\n</table>`;
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
