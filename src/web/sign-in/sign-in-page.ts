import type { Response } from 'express';
import { SignInError } from '../../sign-in/sign-in-error.js';
import { createNonce } from '../nonce.js';
import type { Hints } from './sign-in-cookie.js';
import { textsOf, type Texts } from './texts.js';

/** Shows that a sign-in failed: one sentence, what to do, and a link to begin again. Whatever others said is text. */
export function showFailure(res: Response, status: number, error: unknown, hints: Hints): void {
  const texts = textsOf(hints.language);
  const { message, hint } =
    error instanceof SignInError ? texts.explanations[error.reason] : texts.trouble;
  const said = error instanceof SignInError ? error.said : undefined;
  const again = `/sign-in?${queryOf(hints)}`;
  showPage(res, status, texts, {
    heading: texts.failed,
    body: `<p>${escape(message)} ${escape(hint)}</p>
${said === undefined ? '' : `<p>${escape(texts.crmSaid)} <q>${escape(said)}</q></p>\n`}<p><a href="${escape(again)}">${escape(texts.tryAgain)}</a></p>`,
  });
}

/** Hands the one-time code to the page that opened the window, which is at `origin` and nowhere else. */
export function showHandOver(
  res: Response,
  given: { code: string; origin: string; language: string | undefined },
): void {
  const { code, origin, language } = given;
  const texts = textsOf(language);
  showPage(res, 200, texts, {
    heading: texts.done,
    body: `<p>${escape(texts.canClose)}</p>`,
    facts: { code, origin },
    script: '/sign-in/hand-over.js',
  });
}

interface Page {
  heading: string;
  /** HTML. */
  body: string;
  /** For the script, as `data-` attributes. */
  facts?: Readonly<Record<string, string>>;
  script?: string;
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:32rem;margin:15vh auto;padding:0 1.5rem}
h1{font-size:1.25rem}`;

function showPage(res: Response, status: number, texts: Texts, page: Page): void {
  const nonce = createNonce();
  const facts = Object.entries(page.facts ?? {});
  const attributes = facts.map(([name, value]) => ` data-${name}="${escape(value)}"`).join('');
  const script =
    page.script === undefined ? '' : `\n<script nonce="${nonce}" src="${page.script}"></script>`;
  res.status(status).set({
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      ...(page.script === undefined ? [] : [`script-src 'nonce-${nonce}'`]),
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'content-type': 'text/html; charset=utf-8',
  });
  res.end(`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(texts.title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body${attributes}>
<main>
<h1>${escape(page.heading)}</h1>
${page.body}
</main>${script}
</body>
</html>
`);
}

function queryOf({ brandHost, language }: Hints): string {
  const query = new URLSearchParams();
  if (brandHost !== undefined) query.set('brand_host', brandHost);
  if (language !== undefined) query.set('language', language);
  return query.toString();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
