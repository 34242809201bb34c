// The relations that a client follows. Headgate's foreign keys name the organization besides the
// row, which PostGraphile would join by and finds no index for; these join by the row alone.
import { jsonPgSmartTags } from "postgraphile/utils";

const relation = (column, table, name, listName) =>
  `(${column}) references public.${table} (id)|@fieldName ${name}|@foreignFieldName ${listName}`;

const tables = {
  order_items: [
    relation("order_id", "orders", "order", "items"),
    relation("product_id", "products", "product", "orderItems"),
  ],
  blast_recipients: [relation("blast_id", "blasts", "blast", "recipients")],
  daily_metrics: [relation("merchant_id", "merchants", "merchant", "dailyMetrics")],
  affiliate_links: [relation("partner_id", "affiliate_partners", "partner", "links")],
  affiliate_clicks: [relation("partner_id", "affiliate_partners", "partner", "clicks")],
  affiliate_conversions: [relation("partner_id", "affiliate_partners", "partner", "conversions")],
};

// PostGraphile orders and groups by what an index begins with; a currency has none.
const attribute = { "public.affiliate_conversions.currency": { tags: { behavior: "+orderBy" } } };

const tagged = Object.entries(tables).map(([table, foreignKey]) => [
  `public.${table}`,
  { tags: { foreignKey } },
]);

export const RelationsPlugin = jsonPgSmartTags({
  version: 1,
  config: { class: Object.fromEntries(tagged), attribute },
});
