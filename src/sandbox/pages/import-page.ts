import { html, type Html } from './html.js';

/** The app in a frame that fills the view. */
export function renderAppFrame(title: string, address: string): Html {
  return html`<h1 class="hidden">Import clients</h1>
    <iframe title="${title}" src="${address}" allow="clipboard-write"></iframe>`;
}

/** Stands in its place when the sandbox knows no app to show. */
export function renderNoApp(): Html {
  return html`<div class="head"><h1>Import clients</h1></div>
    <div class="card empty">
      <h2>No app to show</h2>
      <p>
        The sandbox was started without an app. <code>clientferry sandbox --with-app</code> starts
        both.
      </p>
    </div>`;
}
