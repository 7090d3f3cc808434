import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A regular expression as it stands in the source. */
export interface SourcePattern {
  readonly place: string;
  readonly pattern: RegExp;
}

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every regular expression that is written out in `src`, each text once; what is put together at run time is not among them. */
export function readSourcePatterns(): SourcePattern[] {
  const found = new Map<string, SourcePattern>();
  for (const name of readdirSync(SRC, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.tsx?$/.test(name)) continue;
    const file = ts.createSourceFile(
      name,
      readFileSync(SRC + name, 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
        found.set(node.text, {
          place: `${name}: ${node.text}`,
          pattern: new RegExp(source, flags),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...found.values()];
}
