import { expect, it } from 'vitest';
import { shownCompany } from './shown-company';

it.each([
  ['sc_company_id=1234567', '1234567'],
  ['a=1; sc_company_id=1234567; x-o3-language=ru', '1234567'],
  ['sc_company_id=1234567; sc_company_id=1234567', '1234567'],
  ['sc_company_id=1234567; sc_company_id=9990001', null],
  ['sc_company_id=1234567; sc_company_id=', null],
  ['sc_company_id=abc', null],
  ['sc_company_id=', null],
  ['old_sc_company_id=1234567', null],
  ['', null],
])('%s shows %s', (cookies, company) => {
  expect(shownCompany(cookies)).toBe(company);
});
