import { renderTags } from './clients-page.js';
import { html, type Html } from './html.js';
import { NOTHING } from './table.js';

/** One client with all that the CRM keeps. */
export interface ClientView {
  name: string;
  /** Label and value, in the order of the card. */
  fields: readonly (readonly [label: string, value: string | number | null | undefined])[];
  tags: readonly string[];
  /** Each as text. */
  matters: readonly string[];
}

/** The card of one client. */
export function renderClient({ name, fields, tags, matters }: ClientView): Html {
  const rows = fields.map(
    ([label, value]) =>
      html`<div>
        <dt>${label}</dt>
        <dd dir="auto">${value ?? NOTHING}</dd>
      </div>`,
  );
  return html`<p class="back"><a href="/">All clients</a></p>
    <div class="head"><h1 dir="auto">${name}</h1></div>
    <div class="card">
      <dl>
        ${rows}
        <div>
          <dt>Tags</dt>
          <dd>${renderTags(tags)}</dd>
        </div>
      </dl>
    </div>
    ${matters.length > 0 && renderMatters(matters)}`;
}

function renderMatters(matters: readonly string[]): Html {
  return html`<h2>Matters</h2>
    <div class="card roomy">
      <ol class="matters">
        ${matters.map((matter) => html`<li><pre>${matter}</pre></li>`)}
      </ol>
    </div>`;
}
