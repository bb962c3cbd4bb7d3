import type { PortalView } from '../../lib/core/portal';
import type { Route } from './route';

/** Where the script is and what it may show there. */
export type Place = { route: Route; view: PortalView };

/** One thing shown on the page. */
export type Feature = {
  /** Whether it must hear of changes in the page itself. */
  watches(place: Place): boolean;
  /** Brings the page in line with the place, a bounded piece at a time; true when there is more to do. */
  update(place: Place): boolean;
  /** Draws what buttons show again, after a state or the language changed. */
  redraw(): void;
};
