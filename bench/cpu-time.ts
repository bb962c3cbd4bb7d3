import { cpus } from 'node:os';

/** CPU time this machine has spent since it started, all processes and cores, ms. */
export const cpuTime = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
