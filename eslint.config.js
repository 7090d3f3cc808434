import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Forbids a ring of the design (docs/architecture.md) to import an outer one. */
function ring(files, forbidden) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: forbidden.map((group) => ({
            group: [group],
            message: 'An inner ring never imports an outer one.',
          })),
        },
      ],
    },
  };
}

const libraries = [
  'express',
  'axios',
  'axios-retry',
  'winston',
  'better-sqlite3',
  'pg',
  'csv-parse',
  'piscina',
  'commander',
  'nodemailer',
  'standardwebhooks',
  'prom-client',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'var/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'test/support/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'suite', 'describe'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  ring(
    [
      'src/values/**',
      'src/profiles/**',
      'src/staging/**',
      'src/drafts/**',
      'src/sessions/**',
      'src/sign-in/**',
      'src/results/**',
      'src/undo/**',
      'src/preflight/**',
      'src/notices/**',
      'src/audit/**',
      'src/retention/**',
    ],
    [
      ...libraries,
      '**/files/*',
      '**/store/sqlite/*',
      '**/host/*',
      '**/web/*',
      '**/cli/**',
      '**/sandbox/*',
      '**/app.js',
    ],
  ),
  ring(
    ['src/files/**'],
    [
      '**/store/**',
      '**/host/*',
      '**/web/*',
      '**/cli/**',
      '**/sandbox/*',
      '**/profiles/*',
      '**/sessions/*',
      '**/app.js',
    ],
  ),
  ring(
    ['src/store/**'],
    ['**/files/*', '**/host/*', '**/web/*', '**/cli/**', '**/sandbox/*', '**/app.js'],
  ),
  ring(
    ['src/host/**'],
    ['**/files/*', '**/store/sqlite/*', '**/web/*', '**/cli/**', '**/sandbox/*', '**/app.js'],
  ),
  ring(
    ['src/web/**'],
    ['**/files/*', '**/store/sqlite/*', '**/host/*', '**/cli/**', '**/sandbox/*', '**/app.js'],
  ),
  ring(
    ['src/notify/**', 'src/metrics/**', 'src/backup/**'],
    [
      '**/files/*',
      '**/store/sqlite/*',
      '**/host/*',
      '**/web/*',
      '**/cli/**',
      '**/sandbox/*',
      '**/app.js',
    ],
  ),
  // winston declares its transports as interfaces with a constructor, which this rule takes for another class.
  {
    files: ['src/logger.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  // The sandbox is a peer, reached over HTTP: it imports nothing of the app.
  {
    files: ['src/sandbox/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^\\.\\./', message: 'The sandbox stands alone.' }] },
      ],
    },
  },
  // A caller of the API names the type of the value that a path gives, in whichever position it comes back.
  {
    files: ['src/page/api/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off' },
  },
  // The store's contract is asynchronous; its embedded implementation is not.
  { files: ['src/store/sqlite/**'], rules: { '@typescript-eslint/require-await': 'off' } },
  { files: ['*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
);
