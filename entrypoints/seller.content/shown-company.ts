/**
 * The company the cabinet shows, from its cookie `sc_company_id`; null where it is missing, is no id, or stands there
 * more than once with different values: then nobody can tell which store this is (seller-portal.md §10, 13).
 */
export function shownCompany(cookies: string): string | null {
  const found = [...cookies.matchAll(/(?:^|;)\s*sc_company_id=([^;]*)/g)].map(([, value]) => value);
  const [only, ...others] = new Set(found);
  return only && others.length === 0 && /^\d{1,19}$/.test(only) ? only : null;
}
