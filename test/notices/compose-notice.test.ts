import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, LANGUAGES } from '../../src/languages.js';
import { composeNotice, type NoticeFacts } from '../../src/notices/compose-notice.js';
import { NOTICE_COUNTS } from '../../src/notices/notice-counts.js';
import { textsOf } from '../../src/notices/texts/texts-of.js';

const FACTS: NoticeFacts = {
  importId: 's_1',
  businessUid: 'bz-1',
  outcome: 'issues',
  startedAt: '2026-09-01T08:05:00.000Z',
  counts: {
    ...{ clients: 1_200, handed_over: 1_200, created: 1_190, updated: 0, skipped: 4 },
    ...{ failed: 1, unknown: 5, rejected: 7 },
  },
  link: 'https://ferry.example.com/#/session/s_1',
  supportContact: 'help@example.com',
};
const LONDON = { language: 'en-GB', zone: 'Europe/London' } as const;

test('a notice of issues says when it began, the numbers, what to do and whom to ask', () => {
  const { subject, text } = composeNotice(FACTS, LONDON);
  assert.equal(subject, 'Your import had a few issues: 1 September 2026, 09:05 BST');
  assert.equal(
    text,
    `Your import that started on 1 September 2026 at 09:05 BST has been processed, but it was not a complete success: some records were not created, or the CRM has not said what became of them.

Please look at the rejection file and at the account of the import. There you see which ones they are, and can try those again.

If this happens again, please contact help@example.com.

Clients in the list: 1,200
Created: 1,190
Skipped, there already: 4
Failed in the CRM: 1
Unknown, the CRM has not said: 5
Records in the rejection file: 7

See what became of every client:
https://ferry.example.com/#/session/s_1

-- 
This message was sent automatically; replies to it are not read. Import s_1, business bz-1.
`,
  );
});

test('a notice of success gives no advice, and one of failure names the clients that were handed over', () => {
  const success = composeNotice({ ...FACTS, outcome: 'success' }, LONDON);
  assert.match(success.subject, /^Your import was a success: /);
  assert.doesNotMatch(success.text, /rejection file and|contact/);
  const counts = { ...FACTS.counts, handed_over: 900, created: 0, unknown: 1_195 };
  const failure = composeNotice({ ...FACTS, outcome: 'failure', counts }, LONDON);
  assert.match(failure.subject, /^Your import has failed: /);
  assert.match(failure.text, /^Handed over to the CRM: 900\nCreated: 0$/m);
});

test('without a link and a contact there is neither', () => {
  const plain = { ...FACTS, link: undefined, supportContact: undefined };
  const { text, html } = composeNotice(plain, LONDON);
  assert.doesNotMatch(text, /http|undefined/);
  assert.doesNotMatch(html, /href|undefined/);
  assert.match(text, /contact your support team/);
});

test('what comes from the configuration is escaped in the HTML and cannot add an element or attribute', () => {
  const contact = `<img src=x onerror="alert('1')"> & co`;
  const link = 'https://ferry.example.com/"><script>1</script>';
  const { html } = composeNotice({ ...FACTS, link, supportContact: contact }, LONDON);
  assert.doesNotMatch(html, /<img|<script|onerror="/);
  assert.ok(html.includes('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co'));
  assert.ok(html.includes('href="https://ferry.example.com/&quot;&gt;&lt;script&gt;'));
});

for (const language of LANGUAGES) {
  test(`in ${language} every text is there, with its values filled in and its direction`, () => {
    const english = textsOf('en');
    for (const outcome of ['success', 'issues', 'failure'] as const) {
      const facts = { ...FACTS, outcome, counts: { ...FACTS.counts, handed_over: 1, updated: 2 } };
      const { subject, text, html } = composeNotice(facts, { language, zone: 'Asia/Jerusalem' });
      for (const part of [subject, text, html]) assert.doesNotMatch(part, /\{\{|undefined/);
      for (const part of [subject, text]) assert.match(part, /2026/);
      assert.match(text, /11[.:]05/);
      assert.ok(text.includes('s_1') && text.includes('bz-1'));
      assert.equal(text.includes('help@example.com'), outcome !== 'success');
      assert.ok(html.includes(`<html lang="${language}" dir="${directionOf(language)}">`));
      for (const count of NOTICE_COUNTS) assert.ok(text.includes(textsOf(language).counts[count]));
    }
    if (!language.startsWith('en')) {
      const own = JSON.stringify(textsOf(language));
      assert.notEqual(own, JSON.stringify(english));
      assert.deepEqual(marksOf(own), marksOf(JSON.stringify(english)));
    }
  });
}

test('Hebrew is written from right to left, numbers at its far side', () => {
  const { html } = composeNotice(FACTS, { language: 'he', zone: 'UTC' });
  assert.match(html, /<body dir="rtl"/);
  assert.match(html, /text-align:left/);
  assert.doesNotMatch(html, /text-align:right/);
});

const marksOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([mark]) => mark);
