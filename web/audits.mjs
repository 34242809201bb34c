// Audits the endpoint at AUDITED_URL as the holder of AUDITED_TOKEN; prints each result as JSON.

import { auditServer } from 'graphql-http';

const authorization = `Bearer ${process.env.AUDITED_TOKEN}`;

const results = await auditServer({
  url: process.env.AUDITED_URL,
  fetchFn: (url, options = {}) =>
    fetch(url, { ...options, headers: { ...options.headers, authorization } }),
});

console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
