import type { Declared } from '../sessions/declare.js';
import { clientCount } from '../sessions/session.js';
import { coloured, plural, print, printable, printJson, say } from './output.js';

/** Tells what was declared, what staff should know about it, and what comes next. */
export function presentDeclared({ session, warnings }: Declared, json: boolean): void {
  for (const warning of warnings) say(`${coloured('yellow', 'Note:')} ${printable(warning)}`);
  if (json) {
    printJson('declared', { session, warnings });
    return;
  }
  const { id, part, parts } = session;
  const ofPart = parts > 1 ? `, part ${part} of ${parts},` : '';
  print(
    `Declared ${plural(clientCount(session), 'client')}${ofPart} as session ${id}; the CRM now pulls them from the running app.`,
  );
  if (part < parts)
    print('The running app begins each further part when the CRM has closed the one before.');
  print(`\nNext:\n  clientferry session ${id}`);
}
