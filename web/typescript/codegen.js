// Types for a frontend: from the committed schema and the documented operations.

export default {
  schema: '../../api/schema.graphql',
  documents: '../../docs/operations/*/*.graphql',
  generates: {
    './generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        strictScalars: true,
        useTypeImports: true,
        // How each travels in JSON: what JavaScript's numbers would round is text.
        scalars: {
          BigInt: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          JSON: 'unknown',
          Time: 'string',
        },
      },
    },
  },
};
