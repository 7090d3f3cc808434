import { useSyncExternalStore } from 'react';

export const STEPS = ['file', 'columns', 'check', 'import'] as const;
export type Step = (typeof STEPS)[number];

/** What the page shows. It is kept in the address, so that a reload comes back to it. */
export type Place =
  | { at: 'start' }
  | { at: 'draft'; uid: string; step: Step }
  | { at: 'batch'; uid: string }
  | { at: 'session'; uid: string }
  | { at: 'history' };

const UID = /^[\w.-]{1,100}$/;

/** The place that a fragment such as `#/draft/<uid>/columns` stands for; the start when it stands for none. */
export function parsePlace(hash: string): Place {
  const [, at = '', uid = '', last = 'file'] = hash.replace(/^#/, '').split('/');
  if (at === 'history') return { at };
  if (!UID.test(uid)) return { at: 'start' };
  if (at === 'batch' || at === 'session') return { at, uid };
  const step = STEPS.find((name) => name === last);
  return at === 'draft' && step ? { at, uid, step } : { at: 'start' };
}

/** The fragment that stands for a place. */
export function hashOf(place: Place): string {
  switch (place.at) {
    case 'start':
      return '#/';
    case 'history':
      return '#/history';
    case 'draft':
      return `#/draft/${place.uid}/${place.step}`;
    case 'batch':
    case 'session':
      return `#/${place.at}/${place.uid}`;
  }
}

/** Goes to a place; the browser's back button leads to where one was. */
export function go(place: Place): void {
  window.location.hash = hashOf(place);
}

/** Goes to a place instead of the present one, which is gone. */
export function goInstead(place: Place): void {
  window.location.replace(hashOf(place));
}

/** The place in the address, followed as it changes. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parsePlace(hash);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}
