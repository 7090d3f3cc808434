import { html, type Html } from './html.js';

/** One account that a person can be. */
export interface AccountChoice {
  /** Tells it from the others. */
  key: string;
  staffName: string;
  businessName: string;
  role: string;
}

/** Log-in of the CRM's own pages: one button for each account. */
export function renderLogin(choices: readonly AccountChoice[]): Html {
  const buttons = choices.map(
    (choice) =>
      html`<li>
        <button name="account" value="${choice.key}">${describe(choice)}</button>
      </li>`,
  );
  return html`<main class="door">
    <h1>Sandbox CRM</h1>
    <p>Who are you today?</p>
    <form method="post" action="/login">
      <ul class="accounts">
        ${buttons}
      </ul>
    </form>
    <p class="quiet">
      A stand-in for the real CRM, for trying things out: it asks for no password.
    </p>
  </main>`;
}

export interface ConsentView {
  appName: string;
  choices: readonly AccountChoice[];
  /** Key of the account that is logged in, or of the first one. */
  chosen: string | undefined;
  /** The request as it came, sent along with the answer. */
  request: Readonly<Record<string, string>>;
}

/** Asks a person who they are and whether the app may act for them. */
export function renderConsent({ appName, choices, chosen, request }: ConsentView): Html {
  const radios = choices.map(
    (choice, index) =>
      html`<li>
        <label class="account">
          <input
            type="radio"
            name="account"
            value="${choice.key}"
            required
            ${(chosen === undefined ? index === 0 : choice.key === chosen) && html`checked`}
          />
          <span>${describe(choice)}</span>
        </label>
      </li>`,
  );
  const hidden = Object.entries(request).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<main class="door">
    <h1>Connect ${appName}</h1>
    <p>${appName} wants to read the fields of your client card and to import clients for you.</p>
    <form method="post" action="/app/oauth/authorize">
      ${hidden}
      <fieldset>
        <legend>Continue as</legend>
        <ul class="accounts">
          ${radios}
        </ul>
      </fieldset>
      <p class="answers">
        <button class="main" name="answer" value="approve">Approve</button>
        <button name="answer" value="refuse">Cancel</button>
      </p>
    </form>
    <p class="quiet">
      A stand-in for the real CRM, for trying things out: it asks for no password.
    </p>
  </main>`;
}

/** A request for consent that cannot be put before anybody. */
export function renderRefusedRequest(reason: string): Html {
  return html`<main class="door">
    <h1>This request cannot be answered</h1>
    <p>${reason}</p>
  </main>`;
}

function describe({ staffName, businessName, role }: AccountChoice): Html {
  return html`<strong>${staffName}</strong> <span>${businessName} · ${role}</span>`;
}
