import { html, type Html } from './html.js';
import { LANGUAGES, type Language } from './language.js';

export interface SettingsView {
  appName: string;
  isInstalled: boolean;
  language: Language;
  /** Support opens the app as the staff member. */
  isSupport: boolean;
  /** The app's address carries a compact JWS. */
  handsOverJws: boolean;
  /** What was just done. */
  done: 'saved' | 'expired' | undefined;
}

const DONE = {
  saved: 'Saved.',
  expired: 'The app’s tokens are no longer valid.',
};

/** The settings: the app, the language, and the CRM's ways that an app must cope with. */
export function renderSettings(view: SettingsView): Html {
  return html`<div class="head"><h1>Settings</h1></div>
    ${view.done !== undefined && html`<p class="note good" role="status">${DONE[view.done]}</p>`}
    <form class="card roomy settings" method="post" action="/settings">
      <fieldset>
        <legend>App</legend>
        ${renderSwitch('is_installed', view.isInstalled, `${view.appName} is installed`, 'Without it, the CRM refuses every import that the app declares.')}
      </fieldset>
      <fieldset>
        <legend>Language</legend>
        <label for="language">Of this CRM, and told to the app</label>
        <select id="language" name="language">
          ${renderLanguages(view.language)}
        </select>
      </fieldset>
      <fieldset>
        <legend>How the app is opened</legend>
        ${renderSwitch('is_support', view.isSupport, 'Open as support', 'Somebody of the CRM’s support acts as you.')}
        ${renderSwitch('hands_over_jws', view.handsOverJws, 'Sign in by token', 'The app’s address carries a signed token, so that nobody has to sign in.')}
      </fieldset>
      <button class="main">Save</button>
    </form>
    <form class="card roomy settings" method="post" action="/settings/expire-tokens">
      <fieldset>
        <legend>Tokens of the app</legend>
        <p>Makes every token invalid that the app got by signing in. It must ask again.</p>
        <button>Expire tokens</button>
      </fieldset>
    </form>`;
}

function renderSwitch(name: string, isOn: boolean, label: string, explanation: string): Html {
  return html`<div class="switch">
    <input
      type="checkbox"
      id="${name}"
      name="${name}"
      aria-describedby="${name}_why"
      ${isOn && html`checked`}
    />
    <div>
      <label for="${name}">${label}</label>
      <p id="${name}_why">${explanation}</p>
    </div>
  </div>`;
}

function renderLanguages(current: Language): Html[] {
  return Object.entries(LANGUAGES).map(
    ([code, name]) =>
      html`<option value="${code}" lang="${code}" ${code === current && html`selected`}>
        ${name}
      </option>`,
  );
}
