// What a newcomer finds in the tabs.

export const examples = [
  `# Who asks, and for whom: the token in the headers below says it.
query WhoAmI {
  viewer {
    role
    organization { name }
    member { email }
  }
}
`,
  `# The newest orders with their customers and items; pass pageInfo.endCursor as "after" for more.
query NewestOrders {
  orders(first: 10, orderBy: [{ field: PURCHASE_DATE, direction: DESC }]) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      orderTotal
      currency
      contact { email }
      items(first: 5) { nodes { quantity product { productName } } }
    }
  }
}
`,
  `# A funnel that draws itself anew while messages are sent; stop it with the button that started it.
subscription BlastsFunnel {
  funnelChanged(funnel: { blast: {} }) {
    stages { label count conversionFromPrevious }
  }
}
`,
];
