import { z } from 'zod';
import { type ArticleField, articleField } from './article';
import { type JobId, jobId, type StoreId, storeId } from './ids';

/** What the address of the push window asks for (its part after the question mark). */
export type PushAddress = {
  /** Absent when it could not be told which store is meant. */
  store: StoreId | null;
  field: ArticleField;
  ids: string[];
  /** The page of the cabinet the seller comes from. */
  page: 'edit' | 'list' | null;
  /** The company that page shows; a key of another one must not push (product.md D3). */
  company: string | null;
  /** A push that was started before. */
  job: JobId | null;
  /** An upload of pictures from a folder or ZIP, to be pushed when it is done. */
  files: JobId | null;
};

const parts = {
  store: storeId.nullable().catch(null),
  field: articleField.catch('offer_id'),
  page: z.enum(['edit', 'list']).nullable().catch(null),
  company: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable()
    .catch(null),
  job: jobId.nullable().catch(null),
  files: jobId.nullable().catch(null),
};

/** Reads the address of the push window; what makes no sense in it counts as absent. */
export function parsePushAddress(search: string): PushAddress {
  const query = new URLSearchParams(search);
  return {
    store: parts.store.parse(query.get('store')),
    field: parts.field.parse(query.get('field')),
    ids: [...new Set(query.getAll('id').map((id) => id.trim()))].filter((id) => id !== ''),
    page: parts.page.parse(query.get('page')),
    company: parts.company.parse(query.get('company')),
    job: parts.job.parse(query.get('job')),
    files: parts.files.parse(query.get('files')),
  };
}

/** The address of the push window that asks for this. */
export function writePushAddress({ store, field, ids, page, company, job, files }: Partial<PushAddress>): string {
  const pairs = Object.entries({ store, field: ids?.length ? field : undefined, page, company, job, files });
  const query = new URLSearchParams(pairs.flatMap(([key, value]) => (value ? [[key, value]] : [])));
  for (const id of ids ?? []) query.append('id', id);
  return `/push.html?${query}`;
}
