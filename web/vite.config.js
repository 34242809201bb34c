// Builds the explorer into the Python package, which ships it: no page of ours asks another server.

import { defineConfig } from 'vite';

export default defineConfig({
  root: 'explorer',
  base: '/graphql/',
  // graphql-core's counterpart must be one module: two copies would not know each other's types.
  resolve: { dedupe: ['graphql', 'react', 'react-dom'] },
  build: {
    outDir: '../../api/explorer/built',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8192,
  },
  worker: { format: 'es' },
});
