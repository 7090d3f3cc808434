/** `unknown`: it could not be looked at, which is said and never hidden. `problem`: the import would not go well. */
export const CHECK_STATES = ['ok', 'warning', 'problem', 'unknown'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** Everything that is looked at before an import. */
export const CHECK_NAMES = [
  'token',
  'business',
  'installed',
  'app_type',
  'api_uri',
  'public_address',
  'webhook',
  'clock',
  'disk',
  'session',
  'batch',
  'parts',
  'recognisable',
  'fields',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** One thing that was looked at. A name and a state together mean one thing, so that a page can say it in its own language. */
export interface Check {
  name: CheckName;
  state: CheckState;
  /** What is so, in one sentence. */
  message: string;
  /** What to do; undefined when there is nothing to do. */
  hint: string | undefined;
  /** What the sentence names, for sentences in other languages; no client data, and no secret. */
  values: Readonly<Record<string, string | number | readonly string[]>>;
}

type Values = Check['values'];

/** Says that all is well with something. */
export const ok = (name: CheckName, message: string, values: Values = {}): Check => ({
  ...{ name, state: 'ok', message, hint: undefined, values },
});

/** Says something that a person should know of. */
export const found = (
  name: CheckName,
  state: Exclude<CheckState, 'ok'>,
  message: string,
  hint: string,
  values: Values = {},
): Check => ({ name, state, message, hint, values });
