/** What stands in the main part: cards, tables, forms, and the doors outside the frame. */
export const PARTS_STYLE = `
.head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 1rem; margin-block-end: 1.5rem; }
.back { margin-block-end: 0.75rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: var(--round); overflow: auto; container-type: inline-size; }
.roomy { padding: 1.5rem; }
.empty { display: grid; justify-items: center; gap: 0.75rem; padding: 4rem 1.5rem; text-align: center; color: var(--soft); }
.empty h2 { margin: 0; color: var(--ink); }
.empty .button { margin-block-start: 0.75rem; }
.note { margin-block-end: 1.5rem; padding: 0.75rem 1rem; border-radius: 10px; background: var(--warm-soft); color: var(--warm); }
.note a { color: inherit; }
.note.good { background: var(--good-soft); color: var(--good); }
code, pre { font: 0.875em/1.5 ui-monospace, Menlo, Consolas, monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }

.button, main button { display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem; min-height: 2.75rem; padding: 0.375rem 1.125rem; border: 1px solid var(--edge); border-radius: 10px; background: var(--paper); color: var(--ink); font-weight: 500; text-decoration: none; cursor: pointer; }
.button:hover, main button:hover { background: var(--ground); }
.button.main, main button.main { border-color: var(--accent); background: var(--accent); color: #fff; }
.button.main:hover, main button.main:hover { background: #3730a3; }
input[type='search'], select { min-height: 2.75rem; padding: 0.375rem 0.875rem; border: 1px solid var(--edge); border-radius: 10px; background: var(--paper); }
::placeholder { color: var(--soft); opacity: 1; }
.search { display: flex; gap: 0.5rem; flex: 0 1 28rem; min-width: 0; }
.search input { flex: 1; min-width: 0; }

table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.75rem 1rem; text-align: start; vertical-align: top; }
[dir='rtl'] :is(th, td):not(.number) { text-align: right; }
th { font-size: 0.8125rem; font-weight: 600; color: var(--soft); border-block-end: 1px solid var(--line); white-space: nowrap; }
tbody tr + tr { border-block-start: 1px solid var(--line); }
tbody tr:hover { background: #fafbfc; }
:is(th, td):first-child { padding-inline-start: 1.5rem; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.strong { display: inline-block; min-width: 9rem; max-width: 24rem; overflow-wrap: anywhere; color: var(--ink); font-weight: 600; text-decoration: none; }
.strong:hover { color: var(--accent); text-decoration: underline; }
.long { display: inline-block; min-width: 12rem; overflow-wrap: anywhere; }
.phone, time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.nothing { color: var(--soft); }
.pill, .tag { display: inline-block; padding: 0.0625rem 0.625rem; max-width: min(17rem, 100%); font-size: 0.8125rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.pill { border-radius: 1rem; background: var(--accent-soft); color: var(--accent); }
.pill.complete { background: var(--good-soft); color: var(--good); }
.pill.broken { background: var(--bad-soft); color: var(--bad); }
.pill.abandoned { background: var(--warm-soft); color: var(--warm); }
.tags { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.tag { border-radius: 6px; background: var(--ground); border: 1px solid var(--line); color: var(--soft); }
.paging { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0.75rem; margin-block-start: 1rem; }
.paging p { margin-inline-end: auto; color: var(--soft); }
dl > div { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 1rem; padding: 0.75rem 1.5rem; }
dl > div + div { border-block-start: 1px solid var(--line); }
dt { color: var(--soft); }
dd { overflow-wrap: anywhere; white-space: pre-line; }
summary { width: fit-content; cursor: pointer; color: var(--accent); }
details ul { display: grid; gap: 0.25rem; margin-block-start: 0.25rem; min-width: 14rem; font-size: 0.875rem; color: var(--soft); overflow-wrap: anywhere; }
.matters { display: grid; gap: 1rem; padding-inline-start: 1.5rem; }

fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; font-weight: 600; }
.settings { max-width: 44rem; display: grid; gap: 2rem; justify-items: start; }
.settings + .settings { margin-block-start: 1.5rem; }
.settings fieldset { display: grid; gap: 0.75rem; justify-items: start; }
.settings legend { margin-block-end: 0.75rem; }
.settings p { color: var(--soft); }
.switch { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.75rem; }
.switch input { width: 1.25rem; height: 1.25rem; margin: 0.125rem 0 0; }
.switch label { font-weight: 500; }

.door { width: min(30rem, 100% - 2rem); margin: clamp(2rem, 12dvh, 8rem) auto 2rem; display: grid; gap: 1rem; }
.door form { display: grid; gap: 1.5rem; margin-block-start: 0.5rem; }
.accounts { display: grid; gap: 0.75rem; }
.door legend { margin-block-end: 0.75rem; }
.accounts button, .account { display: grid; width: 100%; padding: 0.875rem 1.125rem; justify-items: start; justify-content: start; gap: 0; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); text-align: start; cursor: pointer; }
.accounts button:hover, .account:hover { border-color: var(--accent); }
.accounts span span, .accounts button span { color: var(--soft); font-weight: 400; }
.account { grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 0.875rem; }
.account > span { display: grid; }
.account input { width: 1.125rem; height: 1.125rem; margin: 0; }
.account:has(:checked) { border-color: var(--accent); background: var(--accent-soft); }
.accounts .account:has(:checked) span span { color: var(--ink); }
.answers { display: flex; gap: 0.75rem; }
.quiet { font-size: 0.875rem; color: var(--soft); }

@container (max-width: 62rem) {
  table, caption, tbody, tr, td { display: block; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  td, td:first-child, td.number { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.5rem; padding: 0.25rem 1rem; text-align: start; }
  td > * { grid-column: 2; }
  [dir='rtl'] td.number { text-align: right; }
  .long { min-width: 0; }
  .pill { justify-self: start; }
  .tag { white-space: normal; }
  td::before { content: attr(data-label); color: var(--soft); }
  tr { padding-block: 0.75rem; }
}
@container (max-width: 36rem) {
  dl > div { grid-template-columns: minmax(0, 1fr); gap: 0.125rem; padding-inline: 1rem; }
}
@media (max-width: 56rem) {
  .search { flex-basis: 100%; }
  .search button span { position: absolute; clip-path: inset(50%); }
}
`;
