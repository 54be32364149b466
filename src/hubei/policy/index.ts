import { CENTRAL } from './central.ts';
import type { ProgrammeDocument } from './document.ts';
import { HUBEI } from './province.ts';
import { RELENDING } from './relending.ts';

export { SUBSIDY_BANK_LABEL } from './conditions.ts';
export { ADVANCE_SHARE, BINZHOU_FILING, DEADLINES } from './deadlines.ts';
export type {
  CapDocument,
  ProgrammeDocument,
  StackRuleDocument,
  VersionDocument,
} from './document.ts';
export { OTHER_PROVINCES } from './other-provinces.ts';

/**
 * The programmes that an enterprise of Hubei meets, by version, as far as their texts were seen by
 * 23 November 2026. Grade B: press or a mirror that quotes the text; C: secondary items only.
 */
export const HUBEI_PROGRAMMES: readonly ProgrammeDocument[] = [...RELENDING, ...CENTRAL, ...HUBEI];
