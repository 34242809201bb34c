// The panel beside the editor that lists the examples; a click opens one in a tab of its own.

import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createElement as h, useEffect, useRef } from 'react';

import { examples } from './examples.js';

const domains = [...new Set(examples.map(({ domain }) => domain))];

function Icon() {
  return h(
    'svg',
    { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 },
    h('title', null, 'Examples'),
    h('path', { d: 'M5 4h14v16H5zM8.5 9h7M8.5 12.5h7M8.5 16h4' }),
  );
}

function Panel() {
  const { queryEditor, variableEditor, activeTabIndex } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'activeTabIndex'),
  );
  const { addTab } = useGraphiQLActions();
  const chosen = useRef(null);

  // What was chosen is written once its tab is there, and the editors, which load after the page.
  useEffect(() => {
    if (chosen.current === null || !queryEditor || !variableEditor) return;
    const { query, variables } = chosen.current;
    chosen.current = null;
    queryEditor.setValue(query);
    variableEditor.setValue(variables ?? '');
  }, [activeTabIndex, queryEditor, variableEditor]);

  const open = (one) => {
    chosen.current = one;
    addTab();
  };

  return h(
    'section',
    { 'aria-label': 'Examples', className: 'examples' },
    h('div', { className: 'examples-header' }, 'Examples'),
    domains.map((domain) =>
      h(
        'div',
        { key: domain },
        h('h3', null, domain),
        h(
          'ul',
          null,
          examples
            .filter((one) => one.domain === domain)
            .map((one) =>
              h(
                'li',
                { key: one.name },
                h(
                  'button',
                  { type: 'button', onClick: () => open(one) },
                  h('strong', null, one.name),
                  h('span', null, one.purpose),
                ),
              ),
            ),
        ),
      ),
    ),
  );
}

export const examplesPanel = { title: 'Examples', icon: Icon, content: Panel };
