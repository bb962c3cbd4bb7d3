/** For `npm run companion:migration`; drizzle-kit looks for the default export. */
export default {
  dialect: 'sqlite',
  schema: 'companion/database/schema.ts',
  out: 'companion/database/migrations',
  casing: 'snake_case',
};
