// GraphiQL on our endpoint; the page's settings may hold a token to begin with.

import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';

import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

import { opened } from './examples.js';
import { examplesPanel } from './examples-panel.js';

const { token } = JSON.parse(document.getElementById('settings').textContent);
// The schema is asked for before the headers' editor is there: the fetcher itself has them too.
const initial = token ? { Authorization: `Bearer ${token}` } : {};
const authorization = JSON.stringify({ Authorization: `Bearer ${token ?? '<token>'}` }, null, 2);

// A subscription's socket begins with the headers of the editor.
const subscriptionUrl = new URL('/graphql', location.href).href.replace(/^http/, 'ws');

createRoot(document.getElementById('explorer')).render(
  createElement(GraphiQL, {
    fetcher: createGraphiQLFetcher({ url: '/graphql', headers: initial, subscriptionUrl }),
    plugins: [examplesPanel, HISTORY_PLUGIN],
    initialHeaders: authorization,
    defaultHeaders: authorization,
    defaultEditorToolsVisibility: 'headers',
    defaultTabs: opened.map(({ query, variables }) => ({ query, variables, headers: authorization })),
  }),
);
