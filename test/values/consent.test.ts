import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { combineConsent, readConsent } from '../../src/values/consent.js';

test('a word that is not known says nothing', () => {
  const words = [
    '',
    ' ',
    '2',
    'perhaps',
    'yes please',
    'active',
    'ok?',
    'oui non',
    '-',
    '__proto__',
  ];
  for (const word of [...words, 'constructor', 'yes'.repeat(50)])
    for (const sense of ['opt_in', 'opt_out'] as const)
      assert.equal(readConsent(word, sense), undefined, word);
});

test('words for yes and no follow the sense of their column, in twelve languages', () => {
  const yes =
    'yes Y TRUE 1 x On sí oui ja Wahr sì vero sim tak prawda כן da sant kyllä tosi ✓'.split(' ');
  const no = 'no N False 0 off non Nein nee não nie fałsz לא ne nej falskt ei epätosi ✗'.split(' ');
  for (const word of yes) assert.equal(readConsent(` ${word} `, 'opt_in'), true, word);
  for (const word of yes) assert.equal(readConsent(word, 'opt_out'), false, word);
  for (const word of no) assert.equal(readConsent(word, 'opt_in'), false, word);
  for (const word of no) assert.equal(readConsent(word, 'opt_out'), true, word);
});

test('states of mailing tools mean the same in both senses, and only a subscription is a yes', () => {
  const yes = ['Subscribed', 'opted in', 'Opt-In', 'OPT_IN', 'Accepts marketing'];
  const no = [
    ...['Unsubscribed', 'cleaned', 'Bounced', 'pending', 'Non-Subscribed', 'non_subscribed'],
    ...['not subscribed', 'Opted out', 'opt-out', 'Does not accept marketing', 'Do not contact'],
  ];
  for (const sense of ['opt_in', 'opt_out'] as const) {
    for (const word of yes) assert.equal(readConsent(word, sense), true, word);
    for (const word of no) assert.equal(readConsent(word, sense), false, word);
  }
});

test('of several answers a single no wins, and none at all stays unsaid', () => {
  assert.equal(combineConsent([]), undefined);
  assert.equal(combineConsent([undefined, undefined]), undefined);
  assert.equal(combineConsent([undefined, true]), true);
  assert.equal(combineConsent([true, false, undefined]), false);
});

test('consent is never upgraded: an answer more never turns a no into a yes', () => {
  const answer = fc.constantFrom(true, false, undefined);
  fc.assert(
    fc.property(fc.array(answer), answer, (answers, more) => {
      const before = combineConsent(answers);
      const after = combineConsent([...answers, more]);
      assert.ok(before !== false || after === false);
      assert.ok(after !== true || before === true || more === true);
      assert.equal(combineConsent([...answers].reverse()), before);
    }),
  );
});
