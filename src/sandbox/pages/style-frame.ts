/** Colours, type, and the CRM's frame: header, menu, main part. */
export const FRAME_STYLE = `
:root {
  --accent: #4338ca; --accent-soft: #eef0ff; --ink: #16181d; --soft: #565c69; --line: #e4e6eb; --edge: #8b91a0;
  --ground: #f6f7f9; --paper: #fff; --good: #146c43; --good-soft: #e6f5ed; --bad: #a4262c; --bad-soft: #fdecec;
  --warm: #7a4b00; --warm-soft: #fff4df; --round: 12px;
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  color: var(--ink); background: var(--ground); accent-color: var(--accent);
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; }
h1, h2, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.125rem; font-weight: 600; margin-block: 2rem 0.75rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
[dir='rtl'] body { text-align: right; }
[dir='rtl'] :is(h1, h2, p, a, label, legend, th, td, dt, button span) { unicode-bidi: plaintext; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-block-start: -4rem; inset-inline-start: 1rem; z-index: 2; padding: 0.5rem 1rem; background: var(--paper); }
.skip:focus { inset-block-start: 0.5rem; }
.icon { width: 1.25rem; height: 1.25rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }

.crm { min-height: 100dvh; display: grid; grid-template: 'bar bar' auto 'menu main' 1fr / 15rem minmax(0, 1fr); }
.bar { grid-area: bar; display: flex; align-items: center; gap: 0.5rem; min-height: 4rem; padding: 0.5rem 1.5rem; background: var(--paper); border-block-end: 1px solid var(--line); }
.business { flex: 1; min-width: 0; display: flex; align-items: center; gap: 0.75rem; font-weight: 600; }
.business .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mark, .face { flex: none; display: grid; place-items: center; font-weight: 600; }
.mark { width: 2.25rem; height: 2.25rem; border-radius: 10px; background: var(--accent); color: #fff; font-size: 0.875rem; }
.face { width: 2rem; height: 2rem; border-radius: 50%; background: var(--accent-soft); color: var(--accent); font-size: 0.75rem; }
.chooser { display: flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; padding: 0.25rem 0.75rem; border: 0; border-radius: 10px; background: none; cursor: pointer; white-space: nowrap; }
.chooser:hover { background: var(--ground); }
.sheet { position: fixed; inset: 4rem 1.5rem auto auto; margin: 0; padding: 0.5rem; min-width: 12rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--paper); box-shadow: 0 12px 32px rgb(22 24 29 / 14%); }
[dir='rtl'] .sheet { inset: 4rem auto auto 1.5rem; }
.sheet p { padding: 0.5rem 0.75rem; color: var(--soft); }
.sheet button { display: block; width: 100%; padding: 0.5rem 0.75rem; border: 0; border-radius: 8px; background: none; text-align: start; cursor: pointer; }
.sheet button:hover { background: var(--ground); }
.sheet button[aria-current] { color: var(--accent); font-weight: 600; }

.menu { grid-area: menu; padding: 1.25rem 0.75rem; background: var(--paper); border-inline-end: 1px solid var(--line); }
.menu ul { display: grid; gap: 0.25rem; position: sticky; inset-block-start: 1.25rem; }
.menu a { display: flex; align-items: center; gap: 0.75rem; min-height: 2.75rem; padding: 0.25rem 0.875rem; border-radius: 10px; color: var(--soft); font-weight: 500; text-decoration: none; }
.menu a:hover { background: var(--ground); color: var(--ink); }
.menu a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
main { grid-area: main; min-width: 0; outline: none; }
.padded { width: 100%; max-width: 90rem; padding: 2rem 2.5rem 4rem; }
.filled { display: grid; }
.filled iframe { width: 100%; height: 100%; min-height: calc(100dvh - 4rem - 1px); border: 0; background: var(--paper); }

@media (max-width: 56rem) {
  .crm { grid-template: 'bar' auto 'menu' auto 'main' 1fr / minmax(0, 1fr); }
  .bar { padding-inline: 1rem; }
  .menu { padding: 0.25rem; border-inline-end: 0; border-block-end: 1px solid var(--line); }
  .menu ul { position: static; grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .menu a { height: 100%; flex-direction: column; justify-content: center; gap: 0.125rem; padding: 0.375rem 0.125rem; font-size: 0.75rem; line-height: 1.2; text-align: center; }
  .padded { padding: 1.5rem 1rem 3rem; }
  .filled iframe { min-height: 70dvh; }
  .wide { display: none; }
  .sheet { inset-inline: auto 1rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .menu a, .chooser, .button, button { transition: background-color 120ms, color 120ms; }
}
`;
