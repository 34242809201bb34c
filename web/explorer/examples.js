// The documented operations, by domain: what docs/operations holds is what the explorer offers.

const documents = import.meta.glob('../../docs/operations/*/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const variables = import.meta.glob('../../docs/operations/*/*.variables.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const words = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');

const example = (path) => {
  const [domain, file] = path.split('/').slice(-2);
  const name = file.replace('.graphql', '');
  const query = documents[path];
  return {
    domain: words(domain),
    name: words(name),
    // A document's first line says what it is for.
    purpose: query.slice(0, query.indexOf('\n')).replace(/^#\s*/, ''),
    query,
    variables: variables[path.replace('.graphql', '.variables.json')]?.trim(),
  };
};

export const examples = Object.keys(documents).sort().map(example);

// Those that a newcomer finds open in tabs: who asks, and what most people come for.
export const opened = ['Who asks', 'Newest orders', 'Blasts and their funnels'].map((name) =>
  examples.find((one) => one.name === name),
);
