import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Stands in `index.html` wherever the server writes the nonce of one answer. */
const NONCE = '__NONCE__';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  html: { cspNonce: NONCE },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    // An inlined asset would be a data: address, which the policy allows for pictures only.
    assetsInlineLimit: 0,
    // These know light-dark(), which is otherwise taken apart in a way that Mantine's colour scheme does not reach.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
  },
});
