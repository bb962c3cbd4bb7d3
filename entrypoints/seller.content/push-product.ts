import type { PortalProduct } from '../../lib/core/portal';
import type { Ask } from './ask';
import { idle, type ProductStates } from './product-states';

type Deps = { ask: Ask; states: ProductStates; companyId: () => string | null };

/** Has the push window opened for a product; what is sent is decided there, by a person. */
export function createPush({ ask, states, companyId }: Deps) {
  return async (product: PortalProduct, page: 'edit' | 'list'): Promise<void> => {
    if (states.of(product).push.state === 'busy') return;
    states.change(product, { push: { ...idle, state: 'busy' } });
    const answer = await ask('portal.push', { product, companyId: companyId(), page });
    states.change(product, { push: answer.ok ? idle : { ...idle, state: 'failed', code: answer.code } });
  };
}
