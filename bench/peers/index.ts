import { jsonLogicEngine } from './json-logic-engine.ts';
import { jsonRulesEngine } from './json-rules-engine.ts';
import { naive } from './naive.ts';
import type { Peer } from './peer.ts';
import { zenEngine } from './zen-engine.ts';

export { naiveLoop } from './naive-full.ts';
export type { Eligible, Peer } from './peer.ts';

/** All that answer the plain workload, the loop first. */
export const PEERS: readonly Peer[] = [naive, jsonLogicEngine, zenEngine, jsonRulesEngine];
