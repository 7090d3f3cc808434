/** Size of the window in which the CRM asks for the sign-in. */
const FEATURES = 'popup,width=520,height=700';

/** Opens the sign-in of the CRM; must be called from a click. False when the browser does not let it. */
export function openSignIn(url: string): boolean {
  return window.open(url, 'clientferry-sign-in', FEATURES) !== null;
}

/** Calls back with the one-time code that the sign-in window hands over; gives what stops it. */
export function listenForCode(onCode: (code: string) => void): () => void {
  const listener = (event: MessageEvent<unknown>): void => {
    const code = codeIn(event.data);
    // Only our own callback page may speak here (promises S9).
    if (event.origin === window.location.origin && code !== undefined) onCode(code);
  };
  window.addEventListener('message', listener);
  return () => {
    window.removeEventListener('message', listener);
  };
}

/** The code in a message of the sign-in window; undefined in any other message. */
export function codeIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, code } = message as { type?: unknown; code?: unknown };
  return type === 'clientferry:code' && typeof code === 'string' ? code : undefined;
}
