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
    reportCompressedSize: false,
  },
});
