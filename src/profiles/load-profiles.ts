import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../errors.js';
import { listProblems } from '../list-problems.js';
import { profileSchema, type Profile } from './profile.js';

const SHIPPED = fileURLToPath(new URL('../../data/profiles', import.meta.url));

/**
 * Loads every profile of a folder (by default those that are shipped), ordered by name.
 * Throws `profile_invalid` naming the file and each problem.
 */
export function loadProfiles(folder: string = SHIPPED): Profile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => parseProfile(name, readFileSync(join(folder, name), 'utf8')));
}

/** Parses one profile's JSON text. Throws `profile_invalid`. */
export function parseProfile(fileName: string, text: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FerryError('profile_invalid', `The profile ${fileName} is not JSON.`, { cause });
  }
  const parsed = profileSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new FerryError(
      'profile_invalid',
      `The profile ${fileName} is not valid: ${listProblems(problems)}.`,
    );
  }
  return parsed.data;
}

/** The profile of that name. Throws `profile_unknown`, naming those that exist. */
export function getProfile(profiles: readonly Profile[], name: string): Profile {
  const profile = profiles.find((one) => one.name === name);
  if (!profile) {
    const known = profiles.map((one) => one.name).join(', ');
    throw new FerryError('profile_unknown', `There is no profile "${name}"; there are: ${known}.`, {
      hint: 'Choose one of these, or leave --profile out to have the layout recognised.',
    });
  }
  return profile;
}
