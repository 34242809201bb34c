// A frontend's use of the generated types: the compiler checks it, nothing runs it.

import type { ResultOf } from '@graphql-typed-document-node/core';

import { NewestOrdersDocument } from './generated/graphql';

type Order = ResultOf<typeof NewestOrdersDocument>['orders']['nodes'][number];

export const total = ({ orderTotal, currency }: Order): string => `${orderTotal} ${currency}`;

export const email = ({ contact }: Order): string => contact?.email ?? 'unknown';

// @ts-expect-error -- money is text: a number would be rounded
export const wrong = ({ orderTotal }: Order): number => orderTotal;
