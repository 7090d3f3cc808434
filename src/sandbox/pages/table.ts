import { html, type Html, type Part } from './html.js';

export interface Column {
  label: string;
  /** Numbers stand at the end of their cell. */
  isNumber?: boolean;
}

/**
 * A table that becomes a list of cards on a narrow screen. The roles keep its meaning there, where its display is no longer
 * that of a table.
 */
export function renderTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
): Html {
  const classOf = (column: Column | undefined) => (column?.isNumber === true ? 'number' : '');
  const heads = columns.map(
    (column) =>
      html`<th scope="col" role="columnheader" class="${classOf(column)}">${column.label}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr role="row">
        ${row.map(
          (cell, index) =>
            html`<td
              role="cell"
              class="${classOf(columns[index])}"
              data-label="${columns[index]?.label}"
            >
              ${cell}
            </td>`,
        )}
      </tr>`,
  );
  return html`<table role="table">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${heads}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${body}
    </tbody>
  </table>`;
}

/** What stands in a cell without a value. */
export const NOTHING = html`<span class="nothing" aria-label="none">–</span>`;
